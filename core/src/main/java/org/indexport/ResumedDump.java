package org.indexport;

/**
 * A dump whose writing goes on; see {@link Dumps#resume}.
 *
 * @param writer goes on behind the last checkpoint; all indexes of {@code written} are declared
 * @param written what the dump holds already: indexes with their documents, and sections
 * @param note what {@link DumpWriter#checkpoint} was given last
 */
public record ResumedDump(DumpWriter writer, Manifest written, String note) {}
