package org.indexport.format.v2;

import java.util.List;
import org.indexport.DumpException;
import org.indexport.IndexName;

/** Dumps cannot be merged, since they have indexes of the same name. */
public final class EqualIndexNamesException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Those that are told of; transient since names need not be serializable. */
  private final transient List<IndexName> names;

  /**
   * Names them.
   *
   * @param names the indexes that more than one dump has
   */
  EqualIndexNamesException(List<IndexName> names) {
    super(message(names));
    this.names = List.copyOf(names);
  }

  private static String message(List<IndexName> names) {
    String list = String.join(", ", names.stream().limit(10).map(IndexName::toString).toList());
    return "more than one of the dumps has an index %s%s; rename it with 'convert --rename', or leave it out with 'filter'"
        .formatted(list, names.size() > 10 ? ", …" : "");
  }

  /** The indexes that more than one dump has. */
  public List<IndexName> names() {
    return names;
  }
}
