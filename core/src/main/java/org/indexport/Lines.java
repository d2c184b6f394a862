package org.indexport;

/** What one line of an index's documents holds. It is fixed before the index's first document. */
public enum Lines {
  /** The line is the document; its id, if it has one, is a member of it. */
  SOURCE,
  /**
   * The line is {@code {"id":…,"routing":…,"version":…,"source":…}}: members in this order, absent
   * ones left out, the id a string, the source last and verbatim.
   */
  ENVELOPE;

  /** The name as formats write it. */
  public String id() {
    return this == SOURCE ? "source" : "envelope";
  }
}
