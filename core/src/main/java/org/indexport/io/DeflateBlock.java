package org.indexport.io;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A run of plain bytes, the bytes before it that serve as its dictionary, and what they compress
 * to. Its arrays are reused; it is handed between threads, never shared by two at once, except that
 * the plain bytes may be read by all.
 */
final class DeflateBlock {
  static final int SIZE = 128 * 1024;

  /** The furthest that deflate can look back. */
  static final int WINDOW = 32 * 1024;

  private final byte[] plain = new byte[WINDOW + SIZE];
  private int dictionaryLength;
  private int length;
  private boolean last;

  // Room for the worst expansion of any zlib, so that one call compresses the whole block.
  private byte[] packed = new byte[SIZE + SIZE / 8 + SIZE / 64 + 256];
  private int packedLength;

  /** Empties this block; {@code previous}, which may be this one, gives its end as dictionary. */
  void startAfter(@Nullable DeflateBlock previous) {
    dictionaryLength = 0;
    if (previous != null) {
      dictionaryLength = Math.min(previous.length, WINDOW);
      int from = WINDOW + previous.length - dictionaryLength;
      System.arraycopy(previous.plain, from, plain, WINDOW - dictionaryLength, dictionaryLength);
    }
    length = 0;
    packedLength = 0;
    last = false;
  }

  /** Takes as many bytes as fit and returns how many those were. */
  int append(byte[] bytes, int offset, int count) {
    int taken = Math.min(count, SIZE - length);
    System.arraycopy(bytes, offset, plain, WINDOW + length, taken);
    length += taken;
    return taken;
  }

  void append(byte b) {
    plain[WINDOW + length++] = b;
  }

  boolean full() {
    return length == SIZE;
  }

  void markLast() {
    last = true;
  }

  byte[] plain() {
    return plain;
  }

  int plainOffset() {
    return WINDOW;
  }

  int plainLength() {
    return length;
  }

  byte[] packed() {
    return packed;
  }

  int packedLength() {
    return packedLength;
  }

  /** Compresses the block so that its end falls on a byte and the next one can be appended. */
  void deflate(Deflater deflater) {
    deflater.reset();
    if (dictionaryLength > 0) {
      deflater.setDictionary(plain, WINDOW - dictionaryLength, dictionaryLength);
    }
    deflater.setInput(plain, WINDOW, length);
    if (last) {
      deflater.finish();
    }
    int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
    packedLength = 0;
    while (true) {
      packedLength += deflater.deflate(packed, packedLength, packed.length - packedLength, flush);
      if (packedLength < packed.length) {
        return;
      }
      packed = Arrays.copyOf(packed, packed.length * 2);
    }
  }
}
