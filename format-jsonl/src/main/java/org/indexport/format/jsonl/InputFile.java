package org.indexport.format.jsonl;

import org.indexport.DumpSource;
import org.indexport.IndexInfo;

/**
 * One file, or the one stream, with the documents of one index.
 *
 * @param index the index
 * @param source opens the file
 */
record InputFile(IndexInfo index, DumpSource source) {
  /** Names the file in messages. */
  String name() {
    return source.name();
  }
}
