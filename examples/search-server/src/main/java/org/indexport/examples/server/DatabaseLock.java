package org.indexport.examples.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpException;
import org.indexport.lifecycle.ProcessLock;

/**
 * Keeps a second server from a database by a locked file beside it, {@code .NAME.lock}: so it holds
 * while there is no database yet, and while an import exchanges the folder. A server that is killed
 * loses it; the file stays, since another could otherwise lock one that is being deleted.
 */
final class DatabaseLock {
  private DatabaseLock() {}

  /**
   * Locks a database that is there or not.
   *
   * @param log told when the file cannot be made; nothing can be imported then either
   * @return frees the lock
   * @throws DumpException if another server has it
   */
  static Closeable take(Path database, PrintStream log) throws IOException {
    // Whatever link it was named by.
    Path real = Files.isDirectory(database) ? database.toRealPath() : database.toAbsolutePath();
    Path file = real.resolveSibling("." + real.getFileName() + ".lock");
    ProcessLock lock;
    try {
      Path parent = file.getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
      lock = ProcessLock.tryAcquire(file, CREATE, WRITE);
    } catch (FileSystemException e) {
      if (Files.exists(file)) {
        throw new DumpException(file + ": cannot be locked: " + e + "; check its permissions", e);
      }
      // As beside a mounted file system. Lucene locks each index that there is all the same.
      log.println("see that no other server has " + database + ", it cannot be locked: " + e);
      return () -> {};
    }
    if (lock == null) {
      throw new DumpException(
          "%s: another server has this database, or is importing it, and has locked %s;"
                  .formatted(database, file)
              + " stop it, or choose another folder");
    }
    return lock;
  }
}
