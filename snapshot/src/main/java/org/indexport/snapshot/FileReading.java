package org.indexport.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.indexport.CorruptDumpException;
import org.indexport.Sha256;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.jspecify.annotations.Nullable;

/**
 * Reads pinned files one after the other and gives out their chunks to several threads.
 * Thread-safe.
 */
final class FileReading implements Closeable {
  private final PinnedFiles pinned;
  private final RateLimit limit;

  // Guarded by this.
  private final Queue<ReadFile> waiting;
  private @Nullable ReadFile present;
  private @Nullable PinnedFileReader reader;

  FileReading(PinnedFiles pinned, Collection<ReadFile> files, RateLimit limit) {
    this.pinned = pinned;
    this.waiting = new ArrayDeque<>(files);
    this.limit = limit;
  }

  /** A file that is read, and the digests of it and of its chunks as they become known. */
  static final class ReadFile {
    private final PinnedFile file;

    /** Each is assigned by the thread that has the chunk. */
    private final @Nullable Sha256[] chunks;

    private @Nullable Sha256 sha256;

    ReadFile(PinnedFile file) {
      this.file = file;
      long count = (file.length() + BlobStore.CHUNK_BYTES - 1) / BlobStore.CHUNK_BYTES;
      this.chunks = new @Nullable Sha256[Math.toIntExact(count)];
    }

    PinnedFile file() {
      return file;
    }

    private int length(int chunk) {
      long from = (long) chunk * BlobStore.CHUNK_BYTES;
      return (int) Math.min(BlobStore.CHUNK_BYTES, file.length() - from);
    }

    /** The file as a point lists it; to be called when all of it was stored. */
    PointFile listed(StoredBlobs stored) {
      List<BlobChunk> listed = new ArrayList<>();
      for (int i = 0; i < chunks.length; i++) {
        listed.add(stored.listed(required(chunks[i]), length(i)));
      }
      return new PointFile(file.path(), file.length(), file.identity(), required(sha256), listed);
    }

    private Sha256 required(@Nullable Sha256 digest) {
      if (digest == null) {
        throw new IllegalStateException("not all of " + file.path() + " was read");
      }
      return digest;
    }
  }

  /** A chunk that was read. Its array is used again for the next. One thread at a time. */
  static final class ReadChunk {
    private byte[] bytes = {};
    private int length;
    private @Nullable ReadFile file;
    private int index;

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    /** The digest of the chunk, which becomes known to its file. */
    Sha256 digest(MessageDigest digest) {
      ReadFile of = file;
      if (of == null) {
        throw new IllegalStateException("nothing was read");
      }
      Sha256 known = of.chunks.length == 1 ? of.sha256 : null;
      if (known == null) {
        digest.update(bytes, 0, length);
        known = Sha256.of(digest.digest());
      }
      of.chunks[index] = known;
      return known;
    }

    private void read(ReadFile from, int at, PinnedFileReader reader)
        throws IOException, InterruptedException {
      file = from;
      index = at;
      length = from.length(at);
      if (bytes.length < length) {
        bytes = new byte[Math.min(BlobStore.CHUNK_BYTES, Math.max(length, 2 * bytes.length))];
      }
      reader.read(bytes, length);
    }
  }

  /**
   * Reads the next chunk.
   *
   * @return false if there is none
   * @throws CorruptDumpException if a file is not what it was when it was pinned
   */
  synchronized boolean next(ReadChunk chunk) throws IOException, InterruptedException {
    while (true) {
      ReadFile file = present;
      if (file == null) {
        file = waiting.poll();
        if (file == null) {
          return false;
        }
        present = file;
        reader = PinnedFileReader.open(pinned, file.file(), limit);
      }
      if (readFrom(file, chunk)) {
        return true;
      }
    }
  }

  /** False if the file is empty. */
  private boolean readFrom(ReadFile file, ReadChunk chunk)
      throws IOException, InterruptedException {
    PinnedFileReader from = reader;
    if (from == null) {
      throw new IllegalStateException("reading was closed");
    }
    boolean hasMore = from.position() < from.length();
    if (hasMore) {
      chunk.read(file, (int) (from.position() / BlobStore.CHUNK_BYTES), from);
    }
    if (from.position() == from.length()) {
      file.sha256 = from.end();
      close();
    }
    return hasMore;
  }

  @Override
  public synchronized void close() throws IOException {
    PinnedFileReader last = reader;
    present = null;
    reader = null;
    if (last != null) {
      last.close();
    }
  }
}
