package org.indexport.lifecycle;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.indexport.DumpException;
import org.indexport.io.Closing;
import org.indexport.io.StagedFolder;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is filled before it gets its name: {@code .NAME.importing} beside the database,
 * which nobody but its owner can open. In it are a file that says what this is, locked as long as
 * the import runs, and a folder of this import alone; in that one the database grows.
 *
 * <p>The file is deleted after all the rest, so what a killed import has left is always known as
 * such.
 */
final class ImportStaging implements Closeable {
  private static final String MARKER = "indexport-import";
  private static final String MARK = "Indexport fills a database here";
  private static final String MARK_TEXT =
      MARK + " and then moves it beside this folder.\nIf no import runs, delete this folder.\n";

  private final Path database;
  private final Path root;
  private final ProcessLock marker;
  private final Path folder;
  private boolean committed;

  private ImportStaging(Path database, Path root, ProcessLock marker, Path folder) {
    this.database = database;
    this.root = root;
    this.marker = marker;
    this.folder = folder;
  }

  /**
   * Makes a place to fill a database in, and makes sure that it can be moved to its name.
   *
   * @param given where there is nothing, or an empty folder
   * @throws DumpException if it cannot be moved there, or somebody else is about to
   */
  static ImportStaging begin(Path given) throws IOException {
    removeLeftOver(given);
    Path database = real(given);
    Path root = root(database);
    try {
      Path parent = Objects.requireNonNull(root.getParent());
      if (!Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(root, ownerOnly(root));
    } catch (FileSystemException e) {
      throw new DumpException(
          "%s: cannot make the folder %s beside it to import into: %s".formatted(given, root, e),
          e);
    }
    ProcessLock marker = ProcessLock.tryAcquire(root.resolve(MARKER), CREATE_NEW, READ, WRITE);
    if (marker == null) {
      throw busy(given, root);
    }
    // A folder that no other import could take for its own, whatever happens to the lock.
    Path own = root.resolve(UUID.randomUUID().toString());
    Path folder = own.resolve(String.valueOf(database.getFileName()));
    ImportStaging staging = new ImportStaging(database, root, marker, folder);
    try {
      marker.write(MARK_TEXT);
      Files.createDirectory(own);
      staging.prove();
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, staging);
      throw e;
    }
    return staging;
  }

  /** An empty folder takes the place of an empty one: what is not possible now, is not later. */
  private void prove() throws IOException {
    if (Files.exists(database)) {
      Files.createDirectory(folder);
      StagedFolder.at(folder).moveTo(database);
    }
  }

  /** Where to fill the database: there is nothing yet under this path. */
  Path folder() {
    return folder;
  }

  /** Gives the database its name. */
  void commit() throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      // Nothing was in what was imported.
      Files.createDirectory(folder);
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new DumpException(folder + ": expected a folder to become the database, found a file");
    }
    StagedFolder.at(folder).moveTo(database);
    committed = true;
  }

  /** Deletes everything but a database that got its name. */
  @Override
  public void close() throws IOException {
    try {
      clear(root, marker);
    } catch (IOException e) {
      // What is left beside a whole database can wait for the next start.
      if (!committed) {
        throw e;
      }
    }
  }

  /**
   * Deletes what a killed import has left, if there is anything.
   *
   * @throws DumpException if it is not what an import leaves, or the import is still running
   */
  static void removeLeftOver(Path given) throws IOException {
    Path root = root(real(given));
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path marker = root.resolve(MARKER);
    if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
      removeEmpty(root);
      return;
    }
    ProcessLock lock = ProcessLock.tryAcquire(marker, READ, WRITE, LinkOption.NOFOLLOW_LINKS);
    if (lock == null) {
      throw busy(given, root);
    }
    if (!lock.isProven()) {
      lock.close();
      throw new DumpException(
          root
              + ": this file system does not tell whether an import is still running; if none is,"
              + " delete this folder");
    }
    String mark = lock.read(MARK.length());
    if (!mark.isEmpty() && !mark.equals(MARK)) {
      lock.close();
      throw foreign(root, null);
    }
    clear(root, lock);
  }

  private static void removeEmpty(Path root) throws IOException {
    try {
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        throw foreign(root, null);
      }
      // The process was killed before it made the file, or after it deleted that at last.
      Files.deleteIfExists(root);
    } catch (DirectoryNotEmptyException e) {
      throw foreign(root, e);
    }
  }

  private static void clear(Path root, ProcessLock marker) throws IOException {
    Closing.all(
        () -> {
          for (Path entry : entries(root)) {
            if (!entry.endsWith(MARKER)) {
              StagedFolder.at(entry).delete();
            }
          }
          marker.delete();
          Files.deleteIfExists(root);
        },
        marker);
  }

  private static List<Path> entries(Path root) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
      all.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return entries;
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Where a link leads, so that the place to fill is on the same file system. */
  private static Path real(Path given) throws IOException {
    Path database = Files.isDirectory(given) ? given.toRealPath() : given.toAbsolutePath();
    String name = String.valueOf(database.getFileName());
    if (database.getParent() == null || name.equals(".") || name.equals("..")) {
      throw new DumpException(given + ": expected a path that ends in a name for the database");
    }
    return database;
  }

  private static Path root(Path database) {
    return database.resolveSibling("." + database.getFileName() + ".importing");
  }

  private static DumpException busy(Path given, Path root) {
    return new DumpException(
        "%s: another process is importing into it, in %s; wait for it, or stop it"
            .formatted(given, root));
  }

  private static DumpException foreign(Path root, @Nullable Exception cause) {
    return new DumpException(
        root + ": expected what an import leaves, found something else; move it away", cause);
  }
}
