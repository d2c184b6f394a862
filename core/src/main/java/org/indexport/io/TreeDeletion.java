package org.indexport.io;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes a file, or a folder with all in it, going on after failures; links are not followed. */
final class TreeDeletion extends SimpleFileVisitor<Path> {
  private @Nullable IOException failure;

  private TreeDeletion() {}

  /** Deletes what is under the name; nothing there is fine. */
  static void delete(Path root) throws IOException {
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    TreeDeletion deletion = new TreeDeletion();
    Files.walkFileTree(root, deletion);
    if (deletion.failure != null) {
      throw deletion.failure;
    }
  }

  /** Deletes because of a failure, to which those of deleting are attached. */
  static void deleteAfter(Throwable reason, Path... paths) {
    for (Path path : paths) {
      try {
        delete(path);
      } catch (IOException | RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return deleteOne(file);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException reason) {
    // A folder that cannot be listed may still be empty.
    return deleteOne(file);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException reason) {
    return deleteOne(folder);
  }

  private FileVisitResult deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Gone is what was wanted.
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      } else {
        failure.addSuppressed(e);
      }
    }
    return FileVisitResult.CONTINUE;
  }
}
