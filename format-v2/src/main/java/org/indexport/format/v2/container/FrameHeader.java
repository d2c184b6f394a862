package org.indexport.format.v2.container;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.indexport.CorruptDumpException;

/**
 * The header of a frame: zstd's own, or that of a skippable one.
 *
 * @param magic the first four bytes
 * @param headerBytes its length
 * @param contentBytes the plain bytes of the content, or the bytes to skip
 */
record FrameHeader(int magic, int headerBytes, long contentBytes) {
  /** Any frame has so many bytes. */
  static final int LEAST = 8;

  /** The most bytes of a header. */
  static final int MOST = 18;

  /** The largest window that a reader must provide. */
  static final long MOST_WINDOW = 8 << 20;

  /** The content checksum, at a frame's end. */
  static final int CHECKSUM_BYTES = 4;

  /** The most plain bytes of a block. */
  static final int MOST_BLOCK = 128 << 10;

  static final int ZSTD = 0xFD2F_B528;
  private static final int SKIPPABLE = 0x184D_2A50;
  private static final int SKIPPABLE_BITS = 0xFFFF_FFF0;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static int intAt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  private static long longAt(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** The most bytes that this many plain ones may take, whoever packed them. */
  static int mostPackedBytes(int plainBytes) {
    int margin = plainBytes < MOST_BLOCK ? (MOST_BLOCK - plainBytes) >>> 11 : 0;
    return (int) Math.min(Integer.MAX_VALUE - 8, plainBytes + (plainBytes >>> 8) + margin + 64L);
  }

  static boolean isFrame(int magic) {
    return magic == ZSTD || isSkippable(magic);
  }

  private static boolean isSkippable(int magic) {
    return (magic & SKIPPABLE_BITS) == SKIPPABLE;
  }

  /**
   * The length of the header that starts here.
   *
   * @param bytes at least {@link #LEAST} from here
   */
  static int length(byte[] bytes, int from, Place place) throws CorruptDumpException {
    int magic = intAt(bytes, from);
    if (isSkippable(magic)) {
      return LEAST;
    }
    if (magic != ZSTD) {
      throw place.corrupt("a zstd frame", "something else");
    }
    int descriptor = bytes[from + 4];
    return 5 + windowBytes(descriptor) + dictionaryBytes(descriptor) + sizeBytes(descriptor);
  }

  /**
   * Parses the header that starts here, and refuses frames that the container may not have.
   *
   * @param bytes all of the header from here
   */
  static FrameHeader parse(byte[] bytes, int from, Place place) throws CorruptDumpException {
    int length = length(bytes, from, place);
    int magic = intAt(bytes, from);
    if (magic != ZSTD) {
      return new FrameHeader(magic, length, intAt(bytes, from + 4) & 0xFFFF_FFFFL);
    }
    int descriptor = bytes[from + 4];
    if ((descriptor & 0x18) != 0) {
      throw place.corrupt("no unused or reserved bit in a frame's header", "one that is set");
    }
    if ((descriptor & 4) == 0) {
      throw place.corrupt("a frame with a checksum of its content", "one without");
    }
    if (dictionaryBytes(descriptor) != 0) {
      throw place.corrupt("a frame without a dictionary", "one that needs one");
    }
    if (sizeBytes(descriptor) == 0) {
      throw place.corrupt("a frame that tells the size of its content", "one that does not");
    }
    long content = contentBytes(bytes, from + 5 + windowBytes(descriptor), sizeBytes(descriptor));
    long window = windowBytes(descriptor) == 0 ? content : window(bytes[from + 5]);
    if (content < 0 || window < 0 || window > MOST_WINDOW) {
      throw place.corrupt(
          "a window of at most " + MOST_WINDOW + " bytes", Long.toUnsignedString(window));
    }
    return new FrameHeader(magic, length, content);
  }

  private static int windowBytes(int descriptor) {
    return (descriptor & 0x20) == 0 ? 1 : 0;
  }

  private static int dictionaryBytes(int descriptor) {
    return (1 << (descriptor & 3)) >> 1;
  }

  private static int sizeBytes(int descriptor) {
    int kind = (descriptor >> 6) & 3;
    return kind == 0 ? 1 - windowBytes(descriptor) : 1 << kind;
  }

  private static long contentBytes(byte[] bytes, int at, int length) {
    return switch (length) {
      case 1 -> bytes[at] & 0xFF;
      case 2 -> ((bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8) + 256;
      case 4 -> intAt(bytes, at) & 0xFFFF_FFFFL;
      default -> longAt(bytes, at);
    };
  }

  private static long window(byte descriptor) {
    int exponent = (descriptor >> 3) & 0x1F;
    long base = 1L << (10 + exponent);
    return base + (base >> 3) * (descriptor & 7);
  }

  boolean isSkippable() {
    return magic != ZSTD;
  }
}
