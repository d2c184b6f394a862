package org.indexport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.indexport.DocumentCursor;
import org.indexport.DumpHeader;
import org.indexport.IndexName;
import org.indexport.Section;
import org.jspecify.annotations.Nullable;

/**
 * A live engine to be dumped, at one point in time per index. Closed by who opened it; that frees
 * the points in time. Thread-safe once open.
 */
public interface EngineSource extends Closeable {
  /**
   * The engine and its indexes at the point in time.
   *
   * @throws IOException if the engine fails
   */
  DumpHeader header() throws IOException;

  /**
   * Cuts an index into disjoint cursors that together give every live document once. Each may be
   * used by another thread; the caller closes all of them.
   *
   * @param index an index of the header
   * @param wanted how many slices are useful; fewer or one more are allowed, the same number gives
   *     the same slices in the same order
   * @throws IllegalArgumentException if there is no such index
   * @throws IOException if the engine fails
   */
  List<DocumentCursor> slices(IndexName index, int wanted) throws IOException;

  /**
   * The side data that the engine has. Each is read before the next is asked for.
   *
   * @throws IOException if the engine fails
   */
  default Iterable<Section> sections() throws IOException {
    return List.of();
  }

  /**
   * Tells what there is to be read, so that an interrupted dump can go on with a source that is
   * opened later: sources of equal fingerprints give the same documents and side data. Once it was
   * asked for, which must be before the first slice, the same number of slices gives them in the
   * same order as in any such source, which may take the engine longer.
   *
   * @return null if the engine cannot tell
   * @throws IOException if the engine fails
   */
  default @Nullable String fingerprint() throws IOException {
    return null;
  }

  /**
   * What a user should know of what is read, beyond losses of single indexes, such as side data
   * that the engine's user may not see. Complete once everything was read.
   */
  default List<String> notices() {
    return List.of();
  }

  /** What of an index cannot be recovered from this engine, in words; empty when nothing. */
  default List<String> losses(IndexName index) throws IOException {
    return List.of();
  }
}
