package org.indexport.zstd.seekable;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes as a channel that counts its reads and gives few bytes at a time. */
final class MemoryChannel implements SeekableByteChannel {
  private final byte[] bytes;
  private final int most;
  private int position;
  private boolean open = true;
  int reads;

  MemoryChannel(byte[] bytes) {
    this(bytes, Integer.MAX_VALUE);
  }

  MemoryChannel(byte[] bytes, int most) {
    this.bytes = bytes;
    this.most = most;
  }

  @Override
  public int read(ByteBuffer target) {
    reads++;
    if (position >= bytes.length) {
      return -1;
    }
    int count = Math.min(most, Math.min(target.remaining(), bytes.length - position));
    target.put(bytes, position, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = (int) newPosition;
    return this;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
