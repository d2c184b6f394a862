package org.indexport.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;

/** What differs between publishing a file and publishing a folder, apart from the last move. */
enum PublicationKind {
  FILE("file") {
    @Override
    boolean matches(BasicFileAttributes found) {
      return found.isRegularFile();
    }

    @Override
    void create(Path path, FileAttribute<?>... attributes) throws IOException {
      Files.createFile(path, attributes);
    }

    @Override
    boolean isEmpty(Path path) throws IOException {
      return Files.size(path) == 0;
    }

    @Override
    void proveAtomicMove(Path from, Path to) throws IOException {
      Files.move(from, to, ATOMIC_MOVE);
    }

    @Override
    void force(Path path) throws IOException {
      Durability.forceFile(path);
    }
  },

  FOLDER("folder") {
    @Override
    boolean matches(BasicFileAttributes found) {
      return found.isDirectory();
    }

    @Override
    void create(Path path, FileAttribute<?>... attributes) throws IOException {
      Files.createDirectory(path, attributes);
    }

    @Override
    boolean isEmpty(Path path) throws IOException {
      try (var entries = Files.newDirectoryStream(path)) {
        return !entries.iterator().hasNext();
      }
    }

    @Override
    void proveAtomicMove(Path from, Path to) throws IOException {
      // With something in it, since an empty folder may be easier to move.
      Files.createFile(from.resolve("proof"));
      Files.move(from, to, ATOMIC_MOVE);
      Files.delete(to.resolve("proof"));
    }

    @Override
    void force(Path path) throws IOException {
      Durability.forceTree(path);
    }
  };

  private final String word;

  PublicationKind(String word) {
    this.word = word;
  }

  /** Whether what was found under the final name is of this kind; links are of none. */
  abstract boolean matches(BasicFileAttributes found);

  /** Creates it, empty, where nothing may be. */
  abstract void create(Path path, FileAttribute<?>... attributes) throws IOException;

  abstract boolean isEmpty(Path path) throws IOException;

  /** Moves an empty one from one temporary name to another, in the way it is to be published. */
  abstract void proveAtomicMove(Path from, Path to) throws IOException;

  /** Makes it and all in it durable. */
  abstract void force(Path path) throws IOException;

  /** The word for it in messages. */
  String word() {
    return word;
  }
}
