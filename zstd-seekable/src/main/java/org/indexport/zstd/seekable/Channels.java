package org.indexport.zstd.seekable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Reads exact ranges of channels. */
final class Channels {
  private Channels() {}

  /** The bytes of a range; it must fit in an array. */
  static ByteBuffer read(SeekableByteChannel channel, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
    channel.position(from);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file ends at byte " + (from + buffer.position()));
      }
    }
    return buffer.flip();
  }
}
