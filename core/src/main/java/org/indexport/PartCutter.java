package org.indexport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of documents into parts; made by {@link PartReading}. One thread at a time. */
public interface PartCutter {
  /**
   * The next part, which the caller closes, or null at the stream's end.
   *
   * @throws CorruptDumpException if the bytes cannot be documents
   * @throws LimitExceededException if a document is larger than allowed
   * @throws IOException if reading fails
   */
  @Nullable DocumentPart next() throws IOException;

  /** The ordinal that the next part will have. */
  long nextOrdinal();
}
