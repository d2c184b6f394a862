package org.indexport.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import org.indexport.CorruptDumpException;
import org.indexport.Sha256;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;

/**
 * Reads a pinned file from its start to its end and hashes it on the way. Call {@link #read} until
 * {@link #length()} bytes came, then {@link #end()}. One thread at a time.
 */
final class PinnedFileReader implements Closeable {
  /** Fits the processor's cache, and a file channel copies through memory of this size. */
  private static final int SLICE = 256 << 10;

  private static final String NEXT =
      "nothing may write to a file that is pinned: find out what does, and take the snapshot again";

  private final PinnedFile file;
  private final ReadableByteChannel channel;
  private final RateLimit limit;
  private final MessageDigest digest = Hashing.sha256();
  private long position;

  private PinnedFileReader(PinnedFile file, ReadableByteChannel channel, RateLimit limit) {
    this.file = file;
    this.channel = channel;
    this.limit = limit;
  }

  static PinnedFileReader open(PinnedFiles files, PinnedFile file, RateLimit limit)
      throws IOException {
    return new PinnedFileReader(file, files.open(file), limit);
  }

  /** The length that the file should have. */
  long length() {
    return file.length();
  }

  /** How many bytes were read. */
  long position() {
    return position;
  }

  /**
   * Reads exactly so many bytes.
   *
   * @param length at most what is left
   * @throws CorruptDumpException if the file is shorter, or not what its own checksum says
   */
  void read(byte[] target, int length) throws IOException, InterruptedException {
    for (int from = 0; from < length; from += SLICE) {
      int slice = Math.min(SLICE, length - from);
      limit.pass(slice);
      readSlice(ByteBuffer.wrap(target, from, slice));
      digest.update(target, from, slice);
    }
  }

  private void readSlice(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      int got = channel.read(target);
      if (got < 0) {
        throw changed(position + " bytes");
      }
      position += got;
    }
  }

  /**
   * Makes sure that nothing follows, which also lets the engine compare its own checksum.
   *
   * @return the digest of all bytes
   * @throws CorruptDumpException if the file is longer, or not what its own checksum says
   */
  Sha256 end() throws IOException {
    ByteBuffer more = ByteBuffer.allocate(1);
    int got;
    do {
      got = channel.read(more);
    } while (got == 0);
    if (got > 0) {
      throw changed("more");
    }
    return Sha256.of(digest.digest());
  }

  private CorruptDumpException changed(String found) {
    return new CorruptDumpException(
        "file " + SnapshotPaths.shown(file.path()) + " of the engine",
        file.length() + " bytes, as when it was pinned",
        found,
        NEXT);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
