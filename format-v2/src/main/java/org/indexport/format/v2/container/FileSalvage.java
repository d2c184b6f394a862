package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/**
 * What is whole in the file packing. Frame follows frame until one is damaged. If a frame starts
 * where the damaged one says to end, reading goes on there; otherwise the next start of a frame is
 * looked for, byte by byte.
 */
final class FileSalvage implements Salvage {
  private static final int SCAN_BYTES = 64 << 10;

  /** How much may be read in vain, in multiples of the file's size and beyond. */
  private static final int VAIN_RATIO = 8;

  private static final long VAIN_BYTES = 64L << 20;

  /** What an attempt costs, in bytes that could be read meanwhile. */
  private static final long ATTEMPT_BYTES = 4 << 10;

  private final RangeReader file;
  private final FrameLimits limits;
  private final FrameBuffers buffers;
  private final FrameUnpacker unpacker = new FrameUnpacker();
  private final ArrayDeque<Find> found = new ArrayDeque<>();
  private byte[] plain = new byte[0];

  /** Where to go on. */
  private long offset;

  /** The plain bytes so far. */
  private long position;

  /** What the frame before has announced. */
  private @Nullable TarPiece announced;

  /** What is lost up to {@link #offset}. */
  private @Nullable Lost lost;

  private long vain;

  FileSalvage(RangeReader file, FrameLimits limits, FrameBuffers buffers) {
    this.file = file;
    this.limits = limits;
    this.buffers = buffers;
  }

  @Override
  public @Nullable Find next() throws IOException {
    while (found.isEmpty() && offset < file.size()) {
      step();
    }
    if (offset >= file.size()) {
      endLoss(file.size());
    }
    return found.poll();
  }

  private void step() throws IOException {
    long from = offset;
    TarPiece expected = announced;
    announced = null;
    Place place = new Place(file.name(), from);
    FrameReader frames = new FrameReader(place, file.from(from), buffers);
    PackedFrame frame = null;
    try {
      if (frames.next() && frames.isSkippable()) {
        skip(frames, place);
        return;
      }
      frame = frames.read(Math.max(limits.payload(), limits.small()));
      unpack(frame);
    } catch (DumpException e) {
      goOnAfter(frame, place);
      lose(from, expected, e);
      waste(ATTEMPT_BYTES + frames.consumed() + (frame == null ? 0 : frame.plainBytes()), place);
      return;
    }
    offset = from + frame.length();
    position += frame.plainBytes();
    limits.checkExpansion(offset, position, place);
    endLoss(from);
    take(frame, expected);
  }

  /** A frame whose blocks are in order but not its content is believed where it ends. */
  private void goOnAfter(@Nullable PackedFrame damaged, Place place) throws IOException {
    if (damaged != null) {
      damaged.close();
    }
    long end = damaged == null ? 0 : place.position() + damaged.length();
    offset = end > 0 && isStart(end) ? end : nextStart(place.position() + 1);
  }

  /** Footer and seek table mean nothing here. */
  private void skip(FrameReader frames, Place place) throws IOException {
    long end = place.position() + FrameHeader.LEAST + frames.contentBytes();
    if (!isStart(end)) {
      throw place.corrupt("a skippable frame before another or the end", "one that ends elsewhere");
    }
    offset = end;
    endLoss(place.position());
  }

  private void unpack(PackedFrame frame) throws IOException {
    if (plain.length < frame.plainBytes()) {
      plain = new byte[frame.plainBytes()];
    }
    unpacker.unpack(frame, plain, 0);
  }

  private void take(PackedFrame frame, @Nullable TarPiece expected) {
    Placement placement = new Placement(frame.place().position(), frame.length());
    if (expected != null && expected.size() == frame.plainBytes()) {
      found.add(new Whole(announced(expected.name(), placement, frame)));
      return;
    }
    TarPiece piece = piece(frame);
    if (piece == null && isEnd(frame)) {
      frame.close();
      return;
    }
    if (piece == null) {
      found.add(new Nameless(placement, frame));
      return;
    }
    if (piece.kind() == TarPiece.Kind.ANNOUNCEMENT) {
      announced = piece;
    } else if (piece.kind() == TarPiece.Kind.SMALL) {
      found.add(new Whole(new Member.Small(piece.name(), placement, piece.content(plain))));
    }
    frame.close();
  }

  private Member announced(String name, Placement placement, PackedFrame frame) {
    if (!name.equals(MemberNames.MANIFEST) || frame.plainBytes() > limits.text()) {
      return new Member.Payload(name, placement, frame);
    }
    byte[] content = Arrays.copyOf(plain, frame.plainBytes());
    frame.close();
    return new Member.Small(name, placement, content);
  }

  /** What a frame says that was not announced, or null when it is a payload. */
  private @Nullable TarPiece piece(PackedFrame frame) {
    if (frame.plainBytes() > limits.small()) {
      return null;
    }
    try {
      byte[] content = Arrays.copyOf(plain, frame.plainBytes());
      return TarPiece.find(content, frame.place(), limits.name());
    } catch (DumpException e) {
      return null;
    }
  }

  /** Whether a frame can only be the end of the tar, whatever the padding before it. */
  private boolean isEnd(PackedFrame frame) {
    int length = frame.plainBytes();
    if (length < TarPiece.END_BYTES || length >= TarPiece.END_BYTES + TarHeader.BLOCK) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (plain[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void lose(long from, @Nullable TarPiece expected, IOException reason) {
    if (lost == null) {
      String name = expected == null ? null : expected.name();
      lost = new Lost(new Placement(from, 0), name, reason);
    }
  }

  private void endLoss(long end) {
    Lost ended = lost;
    if (ended != null) {
      long from = ended.placement().offset();
      found.add(new Lost(new Placement(from, end - from), ended.name(), ended.reason()));
      lost = null;
    }
  }

  /** Bytes that look like the starts of many frames could keep a reader busy for ever. */
  private void waste(long bytes, Place place) throws IOException {
    vain += bytes;
    if (vain / VAIN_RATIO > file.size() + VAIN_BYTES / VAIN_RATIO) {
      throw new LimitExceededException(
          place.toString(),
          "starts of frames that mostly are some",
          "too many that are none",
          "this is no damaged container but something else");
    }
  }

  private boolean isStart(long at) throws IOException {
    if (at > file.size() - Integer.BYTES) {
      return at == file.size();
    }
    byte[] magic = new byte[Integer.BYTES];
    file.read(at, magic, 0, magic.length);
    return FrameHeader.isFrame(FrameHeader.intAt(magic, 0));
  }

  /** The next position where a frame may start, or the end. */
  private long nextStart(long from) throws IOException {
    byte[] bytes = new byte[SCAN_BYTES];
    for (long at = from; at <= file.size() - Integer.BYTES; at += bytes.length - 3) {
      int length = (int) Math.min(bytes.length, file.size() - at);
      file.read(at, bytes, 0, length);
      for (int i = 0; i <= length - Integer.BYTES; i++) {
        if (FrameHeader.isFrame(FrameHeader.intAt(bytes, i))) {
          return at + i;
        }
      }
    }
    return file.size();
  }

  @Override
  public void close() throws IOException {
    unpacker.close();
    file.close();
  }
}
