package org.indexport.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;

/**
 * A folder that is filled under a name of the caller's choice, on the file system of its final
 * name, which it then gets by one move. For what must be found again by its name when the process
 * was killed; otherwise a {@link Publication} does all of it.
 */
public final class StagedFolder {
  private final Path path;

  private StagedFolder(Path path) {
    this.path = path;
  }

  /** The folder at a path; nothing is done to it. */
  public static StagedFolder at(Path path) {
    return new StagedFolder(path);
  }

  /**
   * Makes all that is in the folder durable and moves it to its final name at once. If that fails,
   * it stays where it is, and so does what is under the final name. Moving an empty folder to an
   * empty one shows whether that can be replaced.
   *
   * @param target where there is nothing, or an empty folder, whose POSIX permissions and group are
   *     taken over as far as possible
   * @throws ExistingTargetException if there is something else
   * @throws DumpException if a file cannot be made durable, or the file system does not let a
   *     folder get this name, as where another one is mounted there
   * @throws IOException if the file system fails
   */
  public void moveTo(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      requireEmpty(absolute);
      if (Permissions.supported(absolute)) {
        Permissions.adopt(path, absolute, PublicationKind.FOLDER);
      }
    }
    PublicationKind.FOLDER.force(path);
    try {
      move(absolute);
    } catch (FileSystemException e) {
      if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
        requireEmpty(absolute);
      }
      throw new DumpException(
          target
              + ": a folder cannot be moved to this name: "
              + e
              + "; if another file system is mounted there, name a folder within it",
          e);
    }
    Durability.forceFolder(Objects.requireNonNull(absolute.getParent()));
  }

  private void move(Path target) throws IOException {
    try {
      Files.move(path, target, ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | AccessDeniedException e) {
      // Not everywhere does a folder take the place of an empty one.
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      Files.delete(target);
      Files.move(path, target, ATOMIC_MOVE);
    }
  }

  private static void requireEmpty(Path target) throws IOException {
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
        || !PublicationKind.FOLDER.isEmpty(target)) {
      throw new ExistingTargetException(
          target + ": expected nothing or an empty folder, found something else; move it away");
    }
  }

  /**
   * Deletes the folder with all that is in it, going on after failures; links are not followed, and
   * nothing there is fine.
   *
   * @throws IOException the first failure, to which the others are attached
   */
  public void delete() throws IOException {
    TreeDeletion.delete(path);
  }
}
