package org.indexport.snapshot;

import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Sha256;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.PackedFrame;

/**
 * Reads blobs one after the other, with the same memory. One thread at a time. Closing it frees
 * native memory.
 */
final class BlobReader implements Closeable {
  /** A file channel copies through memory of this size. */
  private static final int SLICE = 256 << 10;

  private final BlobStore blobs;
  private final FrameUnpacker unpacker = new FrameUnpacker();
  private final MessageDigest digest = Hashing.sha256();
  private byte[] packed = {};
  private byte[] plain = {};

  BlobReader(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Reads the frame of a blob, whose content is not verified yet.
   *
   * @return valid until the next call
   * @throws CorruptDumpException if it is missing or damaged
   */
  PackedFrame read(BlobChunk chunk) throws IOException {
    Path path = blobs.path(chunk.blob());
    int length = readFile(path, BlobStore.mostPackedBytes(chunk.length()));
    PackedFrame frame = PackedFrame.of(path.toString(), packed, 0, length, chunk.length());
    if (frame.plainBytes() != chunk.length()) {
      throw corrupt(path, chunk.length() + " bytes in it", frame.plainBytes() + " bytes");
    }
    return frame;
  }

  private int readFile(Path path, int most) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(path, READ)) {
      long length = channel.size();
      if (length > most) {
        throw corrupt(path, "at most " + most + " bytes", length + " bytes");
      }
      packed = atLeast((int) length, packed);
      int at = 0;
      while (at < length) {
        ByteBuffer slice = ByteBuffer.wrap(packed, at, Math.min(SLICE, (int) length - at));
        int got = channel.read(slice);
        if (got < 0) {
          throw corrupt(path, length + " bytes", at + " bytes");
        }
        at += got;
      }
      return at;
    } catch (NoSuchFileException e) {
      throw missing(path, e);
    }
  }

  private static byte[] atLeast(int length, byte[] array) {
    return array.length >= length ? array : new byte[Math.max(length, 2 * array.length)];
  }

  /**
   * Reads a blob and unpacks it.
   *
   * @return the bytes of the chunk, from index 0 on, valid until the next call
   * @throws CorruptDumpException if it is missing, damaged, or not what its name says
   */
  byte[] unpack(BlobChunk chunk) throws IOException {
    plain = atLeast(chunk.length(), plain);
    try (PackedFrame frame = read(chunk)) {
      unpacker.unpack(frame, plain, 0);
    }
    digest.update(plain, 0, chunk.length());
    Sha256 found = Sha256.of(digest.digest());
    if (!found.equals(chunk.blob())) {
      throw corrupt(blobs.path(chunk.blob()), "content with the SHA-256 of its name", "" + found);
    }
    return plain;
  }

  /** Whether a blob is there and sound. */
  boolean isSound(BlobChunk chunk) throws IOException {
    try {
      unpack(chunk);
      return true;
    } catch (DumpException e) {
      return false;
    }
  }

  private static CorruptDumpException missing(Path path, NoSuchFileException e) {
    return new CorruptDumpException(
        path
            + ": expected a blob, found nothing; the point may just have been forgotten, else verify"
            + " the repository",
        e);
  }

  private static CorruptDumpException corrupt(Path path, String expected, String found) {
    return new CorruptDumpException(
        path.toString(),
        expected,
        found,
        "verify the repository to see what it hits and what to do");
  }

  @Override
  public void close() {
    unpacker.close();
  }
}
