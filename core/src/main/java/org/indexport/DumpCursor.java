package org.indexport;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a dump in file order. One thread; the parts it returns may be read and closed by others.
 *
 * <p>Call sequence: {@link #next()} until null; every part read to its end or not, and closed; then
 * {@link #finish()}. Without {@code finish} nothing is proven.
 */
public interface DumpCursor extends Closeable {
  /**
   * The next entry, or null after the last. An index is declared, here or in the header, before its
   * first part. A section is valid until the next call.
   *
   * @throws CorruptDumpException if bytes are wrong
   * @throws TruncatedDumpException if the dump ends before its end
   * @throws LimitExceededException if the dump asks for more than allowed
   * @throws IOException if reading fails
   */
  @Nullable DumpEntry next() throws IOException;

  /**
   * Compares what was read with what the dump says of itself. Indexes whose parts were not all read
   * to the end are left out of the comparison.
   *
   * @return the dump's manifest, or null when its format has none
   * @throws CorruptDumpException if counts or digests differ
   * @throws TruncatedDumpException if the closing part is missing
   * @throws IllegalStateException if {@link #next()} has not returned null, or a part is open
   */
  @Nullable Manifest finish() throws IOException;

  /**
   * What was wrong so far where {@link ReadOptions.Damage#SKIP} was asked for; first come first.
   */
  List<DumpException> damages();
}
