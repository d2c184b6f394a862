package org.indexport.lucene;

import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.util.Version;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;

/** Says of an index what Lucene's exceptions mean. */
final class IndexFailure {
  private IndexFailure() {}

  /** An index is damaged. */
  static DumpException damaged(Path folder, CorruptIndexException cause) {
    return new CorruptDumpException(
        folder + ": the Lucene index is damaged: " + cause.getMessage() + "; restore it", cause);
  }

  /** An index is of another version, or of a codec that is not on the path. */
  static DumpException unreadable(Path folder, Exception cause) {
    return new DumpException(
        "%s: Lucene %s cannot read this index: %s; add lucene-backward-codecs, or upgrade the index"
            .formatted(folder, Version.LATEST, cause.getMessage()),
        cause);
  }
}
