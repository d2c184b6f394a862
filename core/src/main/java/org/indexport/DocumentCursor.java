package org.indexport;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Documents, one after the other. Used by one thread at a time; closed by who asked for it. */
public interface DocumentCursor extends Closeable {
  /**
   * The next document, valid until the next call, or null after the last.
   *
   * @throws CorruptDumpException if the bytes are not a document
   * @throws TruncatedDumpException if the input ends within one
   * @throws LimitExceededException if a document exceeds {@link ReadLimits}
   * @throws IOException if reading fails
   */
  @Nullable Document next() throws IOException;
}
