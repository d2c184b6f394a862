package org.indexport.json;

import java.util.List;

/**
 * One change to fields of documents, made to their bytes: what it does not name stays byte for
 * byte, and no tree is built. Objects in arrays are changed like others. Where a name repeats, each
 * of its members is meant. Immutable and thread-safe.
 */
public abstract sealed class FieldEdit permits DropFields, KeepFields, RenameField, SetField {
  FieldEdit() {}

  /** Takes fields out. */
  public static FieldEdit drop(List<FieldPath> fields) {
    return new DropFields(fields);
  }

  /**
   * Takes out everything but these fields and the objects that hold them; those stay also when
   * nothing is left in them.
   */
  public static FieldEdit keep(List<FieldPath> fields) {
    return new KeepFields(fields);
  }

  /**
   * Gives a field another name where it is.
   *
   * @param name the name alone, without the path
   */
  public static FieldEdit rename(FieldPath field, String name) {
    return new RenameField(field, name);
  }

  /**
   * Gives a field a value, where it is or, if it is nowhere, as a new one at the end; objects that
   * are missing on the way are made, or replace {@code null}.
   *
   * @param json the value as JSON text
   * @throws MalformedJsonException if it is not one JSON value
   */
  public static FieldEdit set(FieldPath field, String json) throws MalformedJsonException {
    return new SetField(field, json);
  }

  /**
   * Appends a document as it is after the change.
   *
   * @param buffer holds the document, one JSON object; not changed
   * @param from where it starts
   * @param to where it ends
   * @param out where to append it
   * @return whether anything has changed; if not, nothing was appended
   * @throws MalformedJsonException if the document is noticed not to be one JSON object
   * @throws UnfitFieldException if the change would lose some of it
   */
  public boolean apply(byte[] buffer, int from, int to, ByteBuilder out)
      throws MalformedJsonException, UnfitFieldException {
    FieldWalk walk = new FieldWalk(buffer, from, to, out);
    int start = walk.skip(from);
    if (walk.at(start) != '{') {
      throw MalformedJsonException.at(buffer, start, to, "an object");
    }
    edit(walk, start);
    return walk.finish();
  }

  /** Changes the object that starts here. */
  abstract void edit(FieldWalk walk, int open) throws MalformedJsonException, UnfitFieldException;

  /**
   * Whether this can give a member another value, make it or take it away.
   *
   * @param member a path with dots
   */
  public abstract boolean touches(String member);
}
