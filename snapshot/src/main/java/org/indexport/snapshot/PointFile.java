package org.indexport.snapshot;

import java.util.List;
import org.indexport.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A file of a point.
 *
 * @param path where it lies below the engine's folder
 * @param length its length in bytes
 * @param identity what the engine says no file of other content ever has, or null
 * @param sha256 the digest of its content
 * @param chunks its content in order; none if it is empty
 */
record PointFile(
    String path, long length, @Nullable String identity, Sha256 sha256, List<BlobChunk> chunks) {
  PointFile {
    chunks = List.copyOf(chunks);
  }
}
