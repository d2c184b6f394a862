package org.indexport.io;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was written from the system's memory to the storage: for who publishes many files at
 * once; {@link Publication} does it by itself.
 */
public final class Durability {
  private static final int MOST_AT_A_TIME = 16;

  private Durability() {}

  /** Makes a file's content durable. */
  static void forceFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(true);
    } catch (UnsupportedOperationException e) {
      // Without such channels there is nothing to ask for: what was closed is kept.
    } catch (IOException e) {
      throw new DumpException(file + ": could not be made durable: " + e, e);
    }
  }

  /** Makes a folder's names durable where that is possible: neither Windows nor Jimfs can. */
  public static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // A folder that cannot be forced looks the same as one whose forcing fails.
    }
  }

  /**
   * Makes the content of files durable, several at a time: a file system does that for all of them
   * in about the time that it takes for one. Their names are when {@link #forceFolder} is called
   * for their folders.
   *
   * @param files closed ones
   * @throws DumpException if that fails, or the thread is interrupted while a file is forced
   * @throws InterruptedIOException if the thread is interrupted while it waits
   * @throws IOException if the file system fails
   */
  public static void forceFiles(Collection<Path> files) throws IOException {
    if (files.size() < 2) {
      for (Path file : files) {
        forceFile(file);
      }
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(MOST_AT_A_TIME, files.size()), Durability::thread);
    try {
      List<Future<?>> forced = new ArrayList<>();
      for (Path file : files) {
        forced.add(
            threads.submit(
                () -> {
                  forceFile(file);
                  return null;
                }));
      }
      for (Future<?> one : forced) {
        await(one);
      }
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  /** Afterwards no file is open, so that all can be deleted. */
  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "indexport-force");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<?> forced) throws IOException {
    try {
      forced.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were made durable");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Makes all files of a tree durable, and then its folders; links are not followed. */
  static void forceTree(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            folders.add(inner);
            return FileVisitResult.CONTINUE;
          }
        });
    forceFiles(files);
    folders.forEach(Durability::forceFolder);
  }
}
