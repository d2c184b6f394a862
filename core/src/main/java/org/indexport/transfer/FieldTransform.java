package org.indexport.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.json.ByteBuilder;
import org.indexport.json.FieldEdit;
import org.indexport.json.FieldPath;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.UnfitFieldException;

/**
 * Changes fields of documents as rules say, one after the other. What no rule names stays byte for
 * byte. The rules:
 *
 * <ul>
 *   <li>{@code drop:password,internal.notes} – takes fields out
 *   <li>{@code keep:title,author.name} – takes all others out
 *   <li>{@code rename:author.mail=email} – gives a field another name where it is; a document that
 *       has a field of that name beside it is rejected
 *   <li>{@code set:lang="cs"} – gives a field a value, which is JSON; one that is missing comes at
 *       the end, with the objects on the way to it. A document that has a text, number, true or
 *       false on the way is rejected
 * </ul>
 *
 * <p>A field is written as {@link FieldPath} says: with dots, into objects and the objects of
 * arrays, or as a JSON pointer where names have dots.
 *
 * <p>Ids that lie beside documents are never changed. A member that is the primary key of an index
 * must not be either: {@link #check} refuses that.
 *
 * <p>Immutable and thread-safe.
 */
public final class FieldTransform implements DocumentTransform {
  private static final String FORMS =
      "drop:FIELD,…, keep:FIELD,…, rename:FIELD=NAME or set:FIELD=JSON";

  private final List<String> rules;
  private final List<FieldEdit> edits;
  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

  /** What a thread writes changed documents to: the last one, and the one before. */
  private static final class Buffers {
    private ByteBuilder last = new ByteBuilder(4_096);
    private ByteBuilder other = new ByteBuilder(4_096);

    void swap() {
      ByteBuilder swapped = last;
      last = other;
      other = swapped;
    }
  }

  private FieldTransform(List<String> rules, List<FieldEdit> edits) {
    this.rules = List.copyOf(rules);
    this.edits = List.copyOf(edits);
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException if there are none, or one is not as described
   */
  public static FieldTransform of(List<String> rules) {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a transform without rules");
    }
    return new FieldTransform(rules, rules.stream().map(FieldTransform::edit).toList());
  }

  private static FieldEdit edit(String rule) {
    int colon = rule.indexOf(':');
    String verb = colon < 0 ? "" : rule.substring(0, colon);
    String rest = rule.substring(colon + 1);
    return switch (verb) {
      case "drop" -> FieldEdit.drop(fields(rest));
      case "keep" -> FieldEdit.keep(fields(rest));
      case "rename" -> rename(rule, rest);
      case "set" -> set(rule, rest);
      default ->
          throw new IllegalArgumentException(
              "transform: expected %s, found '%s'".formatted(FORMS, rule));
    };
  }

  private static List<FieldPath> fields(String list) {
    return Arrays.stream(list.split(",", -1)).map(FieldTransform::field).toList();
  }

  private static FieldPath field(String text) {
    try {
      return FieldPath.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("transform: " + e.getMessage(), e);
    }
  }

  private static FieldEdit rename(String rule, String rest) {
    int equals = equalsSign(rule, rest);
    FieldPath field = field(rest.substring(0, equals));
    String text = rest.substring(equals + 1);
    FieldPath name = field(text);
    if (name.length() != 1) {
      throw new IllegalArgumentException(
          "transform: '%s': a field is renamed where it is, so expected a name without dots, found %s; a name that has dots is written /%s"
              .formatted(rule, text, text));
    }
    if (name.last().equals(field.last())) {
      throw new IllegalArgumentException("transform: '%s': the names are the same".formatted(rule));
    }
    return FieldEdit.rename(field, name.last());
  }

  private static FieldEdit set(String rule, String rest) {
    int equals = equalsSign(rule, rest);
    FieldPath field = field(rest.substring(0, equals));
    try {
      return FieldEdit.set(field, rest.substring(equals + 1));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(
          "transform: '%s': expected a JSON value after the equals sign, such as 5, true or \"text\" with its quotes"
              .formatted(rule),
          e);
    }
  }

  private static int equalsSign(String rule, String rest) {
    int equals = rest.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "transform: expected %s, found '%s'".formatted(FORMS, rule));
    }
    return equals;
  }

  /**
   * {@inheritDoc}
   *
   * @throws DocumentRejectedException if a rule would lose something of the document, or the
   *     document, which nobody has checked, is none
   */
  @Override
  public Document apply(IndexInfo index, Document document) throws DocumentRejectedException {
    Buffers own = buffers.get();
    byte[] array = document.array();
    int from = document.offset();
    int to = from + document.length();
    boolean changed = false;
    for (int i = 0; i < edits.size(); i++) {
      own.other.clear();
      if (edit(i, array, from, to, own.other)) {
        own.swap();
        array = own.last.array();
        from = 0;
        to = own.last.size();
        changed = true;
      }
    }
    return changed
        ? Document.of(document.id(), document.routing(), document.version(), array, from, to)
        : document;
  }

  private boolean edit(int rule, byte[] array, int from, int to, ByteBuilder out)
      throws DocumentRejectedException {
    try {
      return edits.get(rule).apply(array, from, to, out);
    } catch (UnfitFieldException | MalformedJsonException e) {
      throw new DocumentRejectedException(
          "transform %s: %s".formatted(rules.get(rule), e.getMessage()), e);
    }
  }

  /**
   * Refuses to change the primary key, which would be the loss of the documents' ids.
   *
   * @throws DumpException if a rule names the member that holds the ids of the index
   */
  @Override
  public void check(IndexInfo index) throws DumpException {
    String key = index.primaryKey();
    if (key == null) {
      return;
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      if (edits.get(i).touches(key)) {
        found.add(rules.get(i));
      }
    }
    if (!found.isEmpty()) {
      throw new DumpException(
          "index %s: expected that its primary key %s stays as it is, found the transform %s; keep that member, or read the input with another --primary-key"
              .formatted(index.name(), key, String.join(" ", found)));
    }
  }

  /** Every document is changed by itself. */
  @Override
  public boolean isStateless() {
    return true;
  }

  @Override
  public String describe() {
    return rules.toString();
  }

  /** The rules as they were given. */
  @Override
  public String toString() {
    return describe();
  }
}
