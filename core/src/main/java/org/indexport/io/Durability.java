package org.indexport.io;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/** Brings what was written from the system's memory to the storage. */
final class Durability {
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
  static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // A folder that cannot be forced looks the same as one whose forcing fails.
    }
  }

  /** Makes all files and folders of a tree durable, inner ones first; links are not followed. */
  static void forceTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              forceFile(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            forceFolder(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
