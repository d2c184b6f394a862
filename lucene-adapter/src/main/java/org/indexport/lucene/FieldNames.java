package org.indexport.lucene;

/**
 * The names of the Lucene fields that {@link SourceMapper} writes, for applications that search
 * them.
 *
 * <p>A member's own field has the member's dotted path as its name. Where one member needs a second
 * field, that has a suffix after {@code #}: the exact string beside the words of a text, the number
 * where strings occur as well. So that no two members share a field, {@code #} in a path is
 * doubled, and members named as the four fields below are found under {@code #_id} and so on.
 */
public final class FieldNames {
  /** The document's id, an indexed and stored string. */
  public static final String ID = "_id";

  /** The whole JSON, stored bytes. */
  public static final String SOURCE = "_source";

  /** The routing beside the document, a stored string; absent when there is none. */
  public static final String ROUTING = "_routing";

  /** The version beside the document, a stored long; absent when there is none. */
  public static final String VERSION = "_version";

  private FieldNames() {}

  /** The field that holds a member's words, or its only form. */
  public static String of(String path) {
    return switch (path) {
      case ID, SOURCE, ROUTING, VERSION -> "#" + path;
      default -> path.indexOf('#') < 0 ? path : path.replace("#", "##");
    };
  }

  /**
   * The field that holds the exact strings, {@code true} and {@code false} of a member of type
   * {@link org.indexport.schema.FieldType#TEXT} or {@link org.indexport.schema.FieldType#ANY}.
   */
  public static String keyword(String path) {
    return of(path) + KEYWORD_SUFFIX;
  }

  /**
   * The field that holds the numbers, as doubles, of a member of type {@link
   * org.indexport.schema.FieldType#ANY}.
   */
  public static String number(String path) {
    return of(path) + "#number";
  }

  static final String KEYWORD_SUFFIX = "#keyword";
}
