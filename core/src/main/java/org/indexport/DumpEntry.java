package org.indexport;

/** One piece of a dump as it lies in file order; see {@link DumpCursor#next()}. */
public sealed interface DumpEntry permits IndexInfo, DocumentPart, Section {}
