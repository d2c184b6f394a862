package org.indexport;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a dump is read from: a file or folder of any file system, a channel, or a stream. Closing
 * it closes the channel or stream that it was given.
 */
public abstract class DumpSource implements Closeable {
  private final String name;
  private final AtomicLong position = new AtomicLong();

  private DumpSource(String name) {
    this.name = name;
  }

  /** A file or a folder. */
  public static DumpSource path(Path path) {
    return new OfPath(path);
  }

  /**
   * A stream that can be read once.
   *
   * @param name names it in messages, such as {@code standard input}
   */
  public static DumpSource stream(String name, InputStream stream) {
    return new OfStream(name, stream);
  }

  /**
   * A channel, such as a range-readable object of a store.
   *
   * @param name names it in messages
   */
  public static DumpSource channel(String name, SeekableByteChannel channel) {
    return new OfChannel(name, channel);
  }

  /** Names the source in messages. */
  public final String name() {
    return name;
  }

  /** The file or folder, or null when it is none. */
  public @Nullable Path path() {
    return null;
  }

  /** The channel that this was made of, or null when it was none; it stays this source's. */
  public @Nullable SeekableByteChannel channel() {
    return null;
  }

  /**
   * The size in bytes, or empty when it is unknown or a folder's.
   *
   * @throws IOException if reading fails
   */
  public OptionalLong size() throws IOException {
    return OptionalLong.empty();
  }

  /**
   * How many bytes the stream that {@link #open()} gave last has given out; what is read ahead is
   * counted. For showing progress; any thread may ask.
   */
  public final long position() {
    return position.get();
  }

  private InputStream counted(InputStream in) {
    position.set(0);
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
          position.incrementAndGet();
        }
        return b;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        if (n > 0) {
          position.addAndGet(n);
        }
        return n;
      }
    };
  }

  /** Whether it is a folder. */
  public boolean isDirectory() {
    return false;
  }

  /** Whether {@link #open()} can be called again. */
  public abstract boolean isRewindable();

  /**
   * The bytes from the start. The caller closes it; of a channel only one may be open at a time.
   *
   * @throws IllegalStateException if it was opened before and cannot be rewound
   * @throws IOException if reading fails
   */
  public abstract InputStream open() throws IOException;

  /**
   * Up to {@code max} bytes from the start, without using up the source. Empty for a folder.
   *
   * @throws IOException if reading fails
   */
  public abstract byte[] prefix(int max) throws IOException;

  @Override
  public void close() throws IOException {}

  @Override
  public String toString() {
    return name;
  }

  private static final class OfPath extends DumpSource {
    private final Path path;
    private @Nullable OfStream pipe;

    OfPath(Path path) {
      super(path.toString());
      this.path = path;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public boolean isDirectory() {
      return Files.isDirectory(path);
    }

    /** A named pipe or a device is a path too, but reads once. */
    @Override
    public boolean isRewindable() {
      return isDirectory() || Files.isRegularFile(path);
    }

    @Override
    public OptionalLong size() throws IOException {
      return Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty();
    }

    @Override
    public InputStream open() throws IOException {
      return super.counted(isRewindable() ? Files.newInputStream(path) : pipe().open());
    }

    @Override
    public byte[] prefix(int max) throws IOException {
      if (isDirectory()) {
        return new byte[0];
      }
      if (!isRewindable()) {
        return pipe().prefix(max);
      }
      try (InputStream in = open()) {
        return in.readNBytes(max);
      }
    }

    /** Opened once: what was read of it is gone from the file system. */
    private OfStream pipe() throws IOException {
      OfStream opened = pipe;
      if (opened == null) {
        opened = new OfStream(name(), Files.newInputStream(path));
        pipe = opened;
      }
      return opened;
    }

    @Override
    public void close() throws IOException {
      if (pipe != null) {
        pipe.close();
      }
    }
  }

  private static final class OfStream extends DumpSource {
    private final InputStream stream;
    private byte[] prefix = new byte[0];
    private boolean opened;

    OfStream(String name, InputStream stream) {
      super(name);
      this.stream = stream;
    }

    @Override
    public boolean isRewindable() {
      return false;
    }

    @Override
    public InputStream open() {
      if (opened) {
        throw new IllegalStateException(name() + " can be read only once");
      }
      opened = true;
      return super.counted(
          new BufferedInputStream(
              new SequenceInputStream(new ByteArrayInputStream(prefix), stream), 1 << 16));
    }

    @Override
    public byte[] prefix(int max) throws IOException {
      if (opened) {
        throw new IllegalStateException(name() + " was opened before");
      }
      if (prefix.length < max) {
        byte[] joined = java.util.Arrays.copyOf(prefix, max);
        // Into an array: the other form of a file stream seeks, which a pipe cannot.
        int more = stream.readNBytes(joined, prefix.length, max - prefix.length);
        prefix = java.util.Arrays.copyOf(joined, prefix.length + more);
      }
      return java.util.Arrays.copyOf(prefix, Math.min(max, prefix.length));
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  private static final class OfChannel extends DumpSource {
    private final SeekableByteChannel channel;

    OfChannel(String name, SeekableByteChannel channel) {
      super(name);
      this.channel = channel;
    }

    @Override
    public SeekableByteChannel channel() {
      return channel;
    }

    @Override
    public boolean isRewindable() {
      return true;
    }

    @Override
    public OptionalLong size() throws IOException {
      return OptionalLong.of(channel.size());
    }

    @Override
    public InputStream open() throws IOException {
      channel.position(0);
      InputStream in = Channels.newInputStream(channel);
      return super.counted(
          new BufferedInputStream(in, 1 << 16) {
            @Override
            public void close() {
              // The channel stays open for the next reading; the source closes it.
            }
          });
    }

    @Override
    public byte[] prefix(int max) throws IOException {
      channel.position(0);
      return Channels.newInputStream(channel).readNBytes(max);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
