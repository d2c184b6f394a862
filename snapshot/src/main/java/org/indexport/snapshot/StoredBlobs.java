package org.indexport.snapshot;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.Sha256;
import org.indexport.spi.PinnedFile;
import org.jspecify.annotations.Nullable;

/**
 * The blobs that a new point can rely on: those of other points that are there, and its own.
 * Thread-safe.
 */
final class StoredBlobs {
  private static final long UNUSABLE = -1;

  private final BlobStore blobs;
  private final KnownFiles known;

  /** The packed lengths of those that were looked at or written. */
  private final Map<Sha256, Long> packedBytes = new ConcurrentHashMap<>();

  private final Set<Sha256> claimed = ConcurrentHashMap.newKeySet();

  StoredBlobs(BlobStore blobs, KnownFiles known) {
    this.blobs = blobs;
    this.known = known;
  }

  /** Whether all of a known file is there, as far as the lengths of its blobs tell. */
  boolean has(PointFile file, BlobReader reader) throws IOException {
    for (BlobChunk chunk : file.chunks()) {
      if (!has(chunk, reader)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the caller has to write a blob: nobody has, and no point has it, as far as its length
   * tells.
   *
   * @param reader looks at a blob of unexpected length
   */
  boolean mustWrite(Sha256 blob, BlobReader reader) throws IOException {
    BlobChunk chunk = known.chunk(blob);
    if (chunk != null && has(chunk, reader)) {
      return false;
    }
    return claimed.add(blob);
  }

  private boolean has(BlobChunk chunk, BlobReader reader) throws IOException {
    Long looked = packedBytes.get(chunk.blob());
    if (looked != null) {
      return looked != UNUSABLE;
    }
    long length = blobs.length(chunk.blob());
    if (length >= 0 && length != chunk.packedBytes() && !reader.isSound(chunk)) {
      length = UNUSABLE;
    }
    // Unless it was written meanwhile.
    packedBytes.putIfAbsent(chunk.blob(), length);
    return length != UNUSABLE;
  }

  void wrote(Sha256 blob, long length) {
    packedBytes.put(blob, length);
  }

  /** Whether a file has something that no earlier point had. */
  boolean isNew(PointFile file) {
    return file.chunks().stream().anyMatch(chunk -> known.chunk(chunk.blob()) == null);
  }

  /** A file that an earlier point has, as a new point lists it, maybe under another path. */
  PointFile listed(PinnedFile file, PointFile earlier) {
    List<BlobChunk> chunks =
        earlier.chunks().stream().map(chunk -> listed(chunk.blob(), chunk.length())).toList();
    return new PointFile(file.path(), file.length(), file.identity(), earlier.sha256(), chunks);
  }

  /** A chunk as a point lists it. */
  BlobChunk listed(Sha256 blob, int length) {
    @Nullable Long packed = packedBytes.get(blob);
    if (packed == null || packed < 0) {
      throw new IllegalStateException("the blob " + blob + " was not written");
    }
    return new BlobChunk(blob, length, packed);
  }
}
