package org.indexport.format.v2.container;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Takes bytes, and keeps nothing but how many they were and their SHA-256. */
final class ContentDigest extends OutputStream {
  private static final int ID_BYTES = 16;

  private final MessageDigest digest = PackedFrame.sha256Digest();
  private long size;

  @Override
  public void write(int b) {
    digest.update((byte) b);
    size++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    digest.update(bytes, from, length);
    size += length;
  }

  @Override
  public void close() {}

  long size() {
    return size;
  }

  /** The SHA-256; afterwards it starts anew. */
  byte[] sha256() {
    return digest.digest();
  }

  /** The id of a container with this manifest; afterwards it starts anew. */
  byte[] id() {
    return Arrays.copyOf(sha256(), ID_BYTES);
  }
}
