package org.indexport.io;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file and has it brought to the storage on the way, by a thread of its own, so that
 * little is left to wait for when it is made durable at last.
 */
final class WriteBehindOutputStream extends OutputStream {
  private static final long STEP_BYTES = 32L << 20;

  private final Path file;
  private final SeekableByteChannel channel;

  /** The same if it can be forced. */
  private final @Nullable FileChannel forceable;

  private long written;
  private @Nullable FutureTask<?> forcing;
  private volatile boolean failed;

  private WriteBehindOutputStream(Path file, SeekableByteChannel channel) {
    this.file = file;
    this.channel = channel;
    this.forceable = channel instanceof FileChannel f ? f : null;
  }

  /** Opens a file that exists, cuts it to a length and goes on there. */
  static WriteBehindOutputStream open(Path file, long length) throws IOException {
    SeekableByteChannel channel = channel(file);
    try {
      if (channel.size() < length) {
        throw new DumpException(
            file
                + ": expected at least "
                + length
                + " bytes, found "
                + channel.size()
                + "; delete it and start anew");
      }
      channel.truncate(length).position(length);
      return new WriteBehindOutputStream(file, channel);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, channel);
      throw e;
    }
  }

  private static SeekableByteChannel channel(Path file) throws IOException {
    try {
      return FileChannel.open(file, WRITE);
    } catch (UnsupportedOperationException e) {
      // What cannot be forced is kept when it is closed.
      return Files.newByteChannel(file, WRITE);
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (left.hasRemaining()) {
      channel.write(left);
    }
    written += length;
    if (written >= STEP_BYTES && (forcing == null || forcing.isDone())) {
      awaitForcing();
      startForcing();
    }
  }

  /**
   * Waits until all that was written is on the storage.
   *
   * @throws DumpException if that fails, now or before on the way
   */
  void force() throws IOException {
    awaitForcing();
    startForcing();
    awaitForcing();
  }

  /** Whether something could not be made durable, as a call has told. */
  boolean hasFailed() {
    return failed;
  }

  private void startForcing() {
    written = 0;
    FileChannel forced = forceable;
    if (forced == null) {
      return;
    }
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              forced.force(false);
              return null;
            });
    forcing = task;
    Thread thread = new Thread(task, "indexport-write-behind");
    thread.setDaemon(true);
    thread.start();
  }

  /** A failure is told once only by the system, so it must be told here. */
  private void awaitForcing() throws IOException {
    FutureTask<?> task = forcing;
    forcing = null;
    boolean interrupted = false;
    try {
      while (task != null) {
        try {
          task.get();
          task = null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failed = true;
          throw new DumpException(file + ": could not be made durable: " + e.getCause(), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      awaitForcing();
    }
  }
}
