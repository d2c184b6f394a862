package org.indexport.format.v2.container;

import java.io.Closeable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.jspecify.annotations.Nullable;

/**
 * One whole zstd frame as the container has it: with the size and the checksum of its content, a
 * window of at most 8 MiB, and no dictionary. Its structure was checked; its content is when a
 * {@link FrameUnpacker} unpacks it.
 *
 * <p>Who got it closes it, which gives its buffer back: then its bytes must not be used any more.
 * One thread at a time.
 */
public final class PackedFrame implements Closeable {
  private final Place place;
  private final byte[] bytes;
  private final int from;
  private final int length;
  private final int plainBytes;
  private final @Nullable FrameBuffers owner;
  private byte @Nullable [] sha256;
  private boolean closed;

  PackedFrame(
      Place place,
      byte[] bytes,
      int from,
      int length,
      int plainBytes,
      @Nullable FrameBuffers owner) {
    this.place = place;
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.plainBytes = plainBytes;
    this.owner = owner;
  }

  /**
   * Takes bytes that should be one whole frame.
   *
   * @param where names them in messages
   * @param bytes holds them; not copied
   * @param from where they start
   * @param length how many they are
   * @param maxPlainBytes the most plain bytes to accept
   * @throws CorruptDumpException if they are not exactly one frame as the container has it
   * @throws LimitExceededException if the frame tells of more plain bytes than accepted
   */
  public static PackedFrame of(String where, byte[] bytes, int from, int length, int maxPlainBytes)
      throws CorruptDumpException, LimitExceededException {
    return parse(new Place(where, 0), bytes, from, length, maxPlainBytes, null);
  }

  static PackedFrame parse(
      Place place, byte[] bytes, int from, int length, int maxPlain, @Nullable FrameBuffers owner)
      throws CorruptDumpException, LimitExceededException {
    int end = from + length;
    if (length < FrameHeader.LEAST || FrameHeader.length(bytes, from, place) > length) {
      throw place.corrupt("a whole frame", "one of " + length + " bytes");
    }
    FrameHeader header = FrameHeader.parse(bytes, from, place);
    if (header.isSkippable()) {
      throw place.corrupt("a zstd frame", "a skippable frame");
    }
    checkPlainBytes(header, maxPlain, place);
    FrameBlocks blocks = new FrameBlocks(header, place);
    int at = from + header.headerBytes();
    while (!blocks.isEnded() && at <= end - FrameBlocks.HEADER_BYTES) {
      at += FrameBlocks.HEADER_BYTES + blocks.next(bytes, at);
    }
    if (!blocks.isEnded() || at + FrameHeader.CHECKSUM_BYTES != end) {
      throw place.corrupt("a frame of " + length + " bytes", "one of another size");
    }
    return new PackedFrame(place, bytes, from, length, (int) header.contentBytes(), owner);
  }

  static void checkPlainBytes(FrameHeader header, int most, Place place)
      throws LimitExceededException {
    if (header.contentBytes() > most) {
      throw place.beyond(
          "at most " + most + " plain bytes in this frame",
          header.contentBytes() + " of them",
          "documents or metadata");
    }
  }

  /** Holds the frame. Not to be changed. */
  public byte[] bytes() {
    checkOpen();
    return bytes;
  }

  /** Where the frame starts in {@link #bytes()}. */
  public int from() {
    return from;
  }

  /** The frame's length. */
  public int length() {
    return length;
  }

  /** The length of its content. */
  public int plainBytes() {
    return plainBytes;
  }

  /** The checksum of the content as the frame tells it: the lower half of its XXH64. */
  public int checksum() {
    checkOpen();
    return FrameHeader.intAt(bytes, from + length - FrameHeader.CHECKSUM_BYTES);
  }

  /** The SHA-256 of the packed bytes, computed when it is first asked for. */
  public byte[] sha256() {
    byte[] known = sha256;
    if (known == null) {
      checkOpen();
      known = sha256(bytes, from, length);
      sha256 = known;
    }
    return known.clone();
  }

  private static byte[] sha256(byte[] bytes, int from, int length) {
    MessageDigest digest = sha256Digest();
    digest.update(bytes, from, length);
    return digest.digest();
  }

  static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The same frame in an array of its own that is no longer than it. */
  PackedFrame copy() {
    checkOpen();
    byte[] exactly = Arrays.copyOfRange(bytes, from, from + length);
    return new PackedFrame(place, exactly, 0, length, plainBytes, null);
  }

  /** Where the frame was found, for messages. */
  public String where() {
    return place.toString();
  }

  Place place() {
    return place;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the frame is closed");
    }
  }

  /** Gives the buffer back. A second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (owner != null) {
        owner.give(bytes);
      }
    }
  }

  @Override
  public String toString() {
    return "frame of " + length + " bytes at " + place;
  }
}
