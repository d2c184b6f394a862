package org.indexport.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A byte array that grows. Unlike {@link java.io.ByteArrayOutputStream} it takes no lock and shows
 * its array. Not thread-safe.
 */
public final class ByteBuilder {
  private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  private byte[] array;
  private int size;

  /** Creates an empty builder. */
  public ByteBuilder() {
    this(256);
  }

  /** Creates an empty builder with room for {@code capacity} bytes. */
  public ByteBuilder(int capacity) {
    array = new byte[capacity];
  }

  /** Appends a byte. */
  public ByteBuilder write(byte value) {
    if (size == array.length) {
      grow(1);
    }
    array[size++] = value;
    return this;
  }

  /** Appends all bytes of an array. */
  public ByteBuilder write(byte[] bytes) {
    return write(bytes, 0, bytes.length);
  }

  /**
   * Appends a slice of an array.
   *
   * @throws IndexOutOfBoundsException if the slice does not lie in the array
   */
  public ByteBuilder write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > array.length - size) {
      grow(length);
    }
    System.arraycopy(bytes, offset, array, size, length);
    size += length;
    return this;
  }

  /** Appends text that is known to be ASCII. */
  ByteBuilder ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      write((byte) text.charAt(i));
    }
    return this;
  }

  /** The array that holds the bytes, from index 0 on; valid until the next write. */
  public byte[] array() {
    return array;
  }

  /** How many bytes there are. */
  public int size() {
    return size;
  }

  /** Forgets the bytes and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Cuts the bytes from an index on off and returns them. */
  byte[] takeFrom(int index) {
    byte[] taken = Arrays.copyOfRange(array, index, size);
    size = index;
    return taken;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }

  /**
   * Writes the bytes to a stream.
   *
   * @throws IOException if the stream does
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, 0, size);
  }

  private void grow(int more) {
    if (more > MAX_SIZE - size) {
      throw new IllegalStateException("more than " + MAX_SIZE + " bytes");
    }
    long doubled = Math.min(MAX_SIZE, 2L * array.length);
    array = Arrays.copyOf(array, (int) Math.max(doubled, Math.max(16, size + more)));
  }
}
