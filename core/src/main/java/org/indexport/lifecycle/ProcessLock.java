package org.indexport.lifecycle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.indexport.io.Closing;
import org.jspecify.annotations.Nullable;

/**
 * A file that is locked as long as somebody in a living process wants it: keeps a second server
 * from a database, or tells what a living process writes from what a dead one has left. The system
 * frees the lock of a process that was killed, so the file of a dead one can be locked anew.
 *
 * <p>On POSIX systems a process loses its lock when it closes <em>any</em> channel on the file.
 * Hence a file whose lock this process holds is never opened a second time, and nobody else should
 * open it. Thread-safe. To be closed by who acquired it.
 */
public final class ProcessLock implements Closeable {
  /** The locks of this process, by real path. Guards itself. */
  private static final Set<Path> HELD = new HashSet<>();

  /** Channels on files that other code of this process has locked: see above. */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path file;
  private final Path key;
  private final @Nullable FileChannel channel;
  private final boolean proven;

  /** Guarded by {@link #HELD}. */
  private boolean closed;

  private ProcessLock(Path file, Path key, @Nullable FileChannel channel, boolean proven) {
    this.file = file;
    this.key = key;
    this.channel = channel;
    this.proven = proven;
  }

  /**
   * Opens a file and locks it.
   *
   * @param options how it is opened; {@code WRITE} is among them
   * @return null if somebody else has it locked, in this process or another
   * @throws java.nio.file.FileAlreadyExistsException with {@code CREATE_NEW}, if it exists
   * @throws IOException if it cannot be opened
   */
  public static @Nullable ProcessLock tryAcquire(Path file, OpenOption... options)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = Objects.requireNonNull(absolute.getParent(), "folder");
    Path key = folder.toRealPath().resolve(String.valueOf(absolute.getFileName()));
    synchronized (HELD) {
      if (HELD.contains(key)) {
        return null;
      }
      ProcessLock lock = open(file, key, options);
      if (lock != null) {
        HELD.add(key);
      }
      return lock;
    }
  }

  private static @Nullable ProcessLock open(Path file, Path key, OpenOption... options)
      throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, options);
    } catch (UnsupportedOperationException e) {
      Files.newByteChannel(file, options).close();
      return new ProcessLock(file, key, null, false);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new ProcessLock(file, key, channel, true);
      }
      channel.close();
      return null;
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel);
      return null;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // As on network file systems without a lock service.
      return new ProcessLock(file, key, channel, false);
    }
  }

  /** Whether others would notice: false on file systems that know no locks. */
  public boolean isProven() {
    return proven;
  }

  /** Writes at the file's start. */
  void write(String text) throws IOException {
    if (channel != null) {
      ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (left.hasRemaining()) {
        channel.write(left, left.position());
      }
    }
  }

  /** The file's first bytes as text. */
  String read(int mostBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(mostBytes);
    while (channel != null && bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // Until there is no more, or no more room.
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /**
   * Deletes the file while nobody else can lock it, and closes. Only for files that nobody else
   * creates under this name: they could have one each else.
   *
   * @throws IOException if it cannot be deleted; it is not locked any more then either
   */
  public void delete() throws IOException {
    Closing.all(() -> Files.deleteIfExists(file), this);
  }

  /** Frees the lock; the file stays. A second call does nothing. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!closed) {
        closed = true;
        HELD.remove(key);
        Closing.all(channel);
      }
    }
  }
}
