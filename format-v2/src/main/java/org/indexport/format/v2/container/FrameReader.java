package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames one after the other without unpacking them. Their bytes go from the stream straight
 * into the frames' buffers; not one byte behind the present frame is read.
 *
 * <p>Call {@link #next()}; if there is a frame, look at its size and call {@link #read}, or {@link
 * #readSkippable} if it {@link #isSkippable()}; repeat. Closing it closes the stream. One thread at
 * a time. After an exception its state is undefined.
 */
public final class FrameReader implements Closeable {
  private final InputStream in;
  private final FrameBuffers buffers;
  private final byte[] start = new byte[FrameHeader.MOST];

  /** The buffer of the frame that is being read. */
  private byte[] buffer = start;

  private int mostPacked;
  private Place place;
  private long consumed;
  private @Nullable FrameHeader header;

  /**
   * Starts before the first frame.
   *
   * @param name names the stream in messages
   * @param buffers gives the frames' buffers
   */
  public FrameReader(String name, InputStream in, FrameBuffers buffers) {
    this(new Place(name, 0), in, buffers);
  }

  FrameReader(Place place, InputStream in, FrameBuffers buffers) {
    this.place = place;
    this.consumed = place.position();
    this.in = in;
    this.buffers = buffers;
  }

  /**
   * Reads the header of the next frame.
   *
   * @return false at the end of the stream
   * @throws CorruptDumpException if there is none, or one that a container may not have
   * @throws TruncatedDumpException if the stream ends within it
   * @throws IllegalStateException if the frame before was not read
   * @throws IOException if reading fails
   */
  public boolean next() throws IOException {
    if (header != null) {
      throw new IllegalStateException("the present frame was not read");
    }
    place = place.at(consumed);
    int got = in.readNBytes(start, 0, FrameHeader.LEAST);
    if (got == 0) {
      return false;
    }
    consumed += got;
    if (got < FrameHeader.LEAST) {
      throw place.truncated("a whole frame");
    }
    int length = FrameHeader.length(start, 0, place);
    if (length > got) {
      fill(start, got, length - got);
    }
    header = FrameHeader.parse(start, 0, place);
    return true;
  }

  /** Where the present frame starts, or at the end, how long the stream is. */
  public long position() {
    return place.position();
  }

  /** Whether the present frame is a skippable one. */
  public boolean isSkippable() {
    return present().isSkippable();
  }

  /** The plain bytes of the present frame as it tells them, or the bytes to skip. */
  public long contentBytes() {
    return present().contentBytes();
  }

  /** How many bytes of the present frame were read. */
  long consumed() {
    return consumed - place.position();
  }

  int magic() {
    return present().magic();
  }

  /**
   * The present frame.
   *
   * @param maxPlainBytes the most plain bytes to accept; memory is taken for as many at most
   * @throws CorruptDumpException if its blocks cannot be right, or it is a skippable one
   * @throws LimitExceededException if it tells of more plain bytes than accepted
   * @throws TruncatedDumpException if the stream ends within it
   * @throws IOException if reading fails
   */
  public PackedFrame read(int maxPlainBytes) throws IOException {
    return read(maxPlainBytes, Integer.MAX_VALUE);
  }

  /** The same for a frame that stays packed. */
  PackedFrame read(int maxPlainBytes, int maxPackedBytes) throws IOException {
    FrameHeader present = present();
    if (present.isSkippable()) {
      throw place.corrupt("a zstd frame", "a skippable frame");
    }
    PackedFrame.checkPlainBytes(present, maxPlainBytes, place);
    int plainBytes = (int) present.contentBytes();
    int most = FrameHeader.mostPackedBytes(plainBytes);
    mostPacked = maxPackedBytes;
    // Larger ones grow with what really comes.
    buffer = buffers.take(Math.min(most, FrameBuffers.usualBytes()));
    try {
      int length = readBlocks(present, most);
      header = null;
      return new PackedFrame(place, buffer, 0, length, plainBytes, buffers);
    } catch (IOException | RuntimeException | Error e) {
      buffers.give(buffer);
      throw e;
    } finally {
      buffer = start;
    }
  }

  /** Reads the rest of a frame into the buffer; returns its length. */
  private int readBlocks(FrameHeader present, int most) throws IOException {
    FrameBlocks blocks = new FrameBlocks(present, place);
    // A short header was read together with the start of the first block's.
    int size = Math.max(present.headerBytes(), FrameHeader.LEAST);
    System.arraycopy(start, 0, buffer, 0, size);
    int at = present.headerBytes();
    fillTo(size, at + FrameBlocks.HEADER_BYTES, most);
    while (true) {
      int next = at + FrameBlocks.HEADER_BYTES + blocks.next(buffer, at);
      int from = Math.max(size, at + FrameBlocks.HEADER_BYTES);
      if (blocks.isEnded()) {
        fillTo(from, next + FrameHeader.CHECKSUM_BYTES, most);
        return next + FrameHeader.CHECKSUM_BYTES;
      }
      // Together with the next block's header, which saves a read.
      fillTo(from, next + FrameBlocks.HEADER_BYTES, most);
      at = next;
    }
  }

  /** Makes room in the buffer, and reads what is missing up to the wanted length. */
  private void fillTo(int size, int wanted, int most) throws IOException {
    if (wanted > most) {
      throw place.corrupt("a frame of at most " + most + " bytes", "a larger one");
    }
    if (wanted > mostPacked) {
      throw place.beyond(
          "a frame of at most " + mostPacked + " packed bytes", "a larger one", "metadata");
    }
    if (wanted > buffer.length) {
      byte[] larger =
          Arrays.copyOf(buffer, (int) Math.min(most, Math.max(wanted, 2L * buffer.length)));
      buffers.give(buffer);
      buffer = larger;
    }
    if (size < wanted) {
      fill(buffer, size, wanted - size);
    }
  }

  /**
   * The content of the present skippable frame.
   *
   * @param maxBytes the most bytes to accept
   * @throws CorruptDumpException if it is not a skippable one
   * @throws LimitExceededException if it is longer than accepted
   * @throws TruncatedDumpException if the stream ends within it
   * @throws IOException if reading fails
   */
  public byte[] readSkippable(int maxBytes) throws IOException {
    FrameHeader present = present();
    if (!present.isSkippable()) {
      throw place.corrupt("a skippable frame", "a zstd frame");
    }
    if (present.contentBytes() > maxBytes) {
      throw place.beyond(
          "a skippable frame of at most " + maxBytes + " bytes",
          present.contentBytes() + " bytes",
          "metadata");
    }
    byte[] content = new byte[(int) present.contentBytes()];
    fill(content, 0, content.length);
    header = null;
    return content;
  }

  private FrameHeader present() {
    if (header == null) {
      throw new IllegalStateException("no frame is being read");
    }
    return header;
  }

  private void fill(byte[] target, int at, int length) throws IOException {
    int got = in.readNBytes(target, at, length);
    consumed += got;
    if (got < length) {
      throw place.at(consumed).truncated("the rest of the frame at byte " + place.position());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
