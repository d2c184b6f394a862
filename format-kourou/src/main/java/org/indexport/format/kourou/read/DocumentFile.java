package org.indexport.format.kourou.read;

import org.indexport.DumpSource;
import org.indexport.IndexName;

/**
 * A file of documents.
 *
 * @param source the file
 * @param form how they lie in it
 * @param collection the collection that its first line names, or what it is taken for
 */
record DocumentFile(DumpSource source, Form form, IndexName collection) {
  /** How documents lie in a file. */
  enum Form {
    /** A header, and one document on each line. */
    LINES,
    /** One document on each line, as the header is missing. */
    HEADLESS_LINES,
    /** A header, and one array with pairs of an id and a document. */
    PAIRS
  }
}
