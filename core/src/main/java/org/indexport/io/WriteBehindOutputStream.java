package org.indexport.io;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
  private final FileChannel channel;
  private long written;
  private @Nullable FutureTask<?> forcing;

  private WriteBehindOutputStream(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens a file that exists. */
  static OutputStream open(Path file) throws IOException {
    try {
      return new WriteBehindOutputStream(file, FileChannel.open(file, WRITE));
    } catch (UnsupportedOperationException e) {
      return Files.newOutputStream(file, WRITE);
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
      written = 0;
      startForcing();
    }
  }

  private void startForcing() {
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              channel.force(false);
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
    while (task != null) {
      try {
        task.get();
        task = null;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new DumpException(file + ": could not be made durable: " + e.getCause(), e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      awaitForcing();
    }
  }
}
