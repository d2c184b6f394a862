package org.indexport.format.v2.container;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes in memory that count how often they are read. */
public final class CountingChannel implements SeekableByteChannel {
  private final byte[] bytes;
  private long position;
  private boolean open = true;
  private int reads;

  /** Starts unread. */
  public CountingChannel(byte[] bytes) {
    this.bytes = bytes;
  }

  /** How often it was read. */
  public int reads() {
    return reads;
  }

  @Override
  public int read(ByteBuffer target) {
    reads++;
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), bytes.length - position);
    target.put(bytes, (int) position, count);
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
  public SeekableByteChannel position(long changed) {
    position = changed;
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
