package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.indexport.DumpSource;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;

/** Reads ranges of a file; any thread may, and those of a real file do at the same time. */
final class RangeReader implements Closeable {
  /** A file channel copies through native memory of the size asked for, which it keeps. */
  private static final int FILE_CHUNK = 256 << 10;

  private final String name;
  private final SeekableByteChannel channel;
  private final boolean owned;
  private final long size;

  private RangeReader(String name, SeekableByteChannel channel, boolean owned, long size) {
    this.name = name;
    this.channel = channel;
    this.owned = owned;
    this.size = size;
  }

  /**
   * Opens a file or uses a channel, which stays the source's.
   *
   * @throws IllegalArgumentException if the source is neither
   */
  static RangeReader open(DumpSource source) throws IOException {
    SeekableByteChannel given = source.channel();
    if (given != null) {
      return new RangeReader(source.name(), given, false, given.size());
    }
    Path path = source.path();
    if (path == null || !source.isRewindable()) {
      throw new IllegalArgumentException(source.name() + " can be read only once");
    }
    SeekableByteChannel opened = Files.newByteChannel(path);
    try {
      return new RangeReader(source.name(), opened, true, opened.size());
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, opened);
      throw e;
    }
  }

  /**
   * Opens a file of which only the start is to be read.
   *
   * @param size how much of it, at most what there is
   */
  static RangeReader start(Path path, long size) throws IOException {
    return new RangeReader(path.toString(), Files.newByteChannel(path), true, size);
  }

  String name() {
    return name;
  }

  /** The size that can be read. */
  long size() {
    return size;
  }

  /**
   * Reads exactly a range.
   *
   * @throws TruncatedDumpException if the file ends before
   */
  void read(long position, byte[] target, int at, int length) throws IOException {
    int done = read(position, ByteBuffer.wrap(target, at, length));
    if (done < length) {
      throw new Place(name, position + done).truncated(length - done + " more bytes");
    }
  }

  private int read(long position, ByteBuffer target) throws IOException {
    if (channel instanceof FileChannel file) {
      return readFile(file, position, target);
    }
    synchronized (channel) {
      channel.position(position);
      int done = 0;
      while (target.hasRemaining()) {
        int got = channel.read(target);
        if (got < 0) {
          return done;
        }
        done += got;
      }
      return done;
    }
  }

  private static int readFile(FileChannel file, long position, ByteBuffer target)
      throws IOException {
    int end = target.limit();
    int start = target.position();
    while (target.position() < end) {
      target.limit(Math.min(end, target.position() + FILE_CHUNK));
      int got = file.read(target, position + (target.position() - start));
      if (got < 0) {
        break;
      }
    }
    return target.position() - start;
  }

  /** The bytes from a position to the end. Closing it does nothing. */
  InputStream from(long position) {
    return new InputStream() {
      private long at = position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
          return 0;
        }
        int want = (int) Math.min(length, size - at);
        if (want <= 0) {
          return -1;
        }
        int got = RangeReader.this.read(at, ByteBuffer.wrap(target, offset, want));
        at += got;
        return got == 0 ? -1 : got;
      }
    };
  }

  @Override
  public void close() throws IOException {
    if (owned) {
      channel.close();
    }
  }
}
