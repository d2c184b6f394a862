package org.indexport.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.jspecify.annotations.Nullable;

/**
 * What a publication starts with.
 *
 * @param target the final name
 * @param path what to write to
 * @param fate what becomes of it without a commit
 * @param usual who can open it after a commit, if until then only its owner can
 */
record PublicationStart(
    PublicationTarget target, Path path, Fate fate, @Nullable PosixFileAttributes usual) {
  /** What becomes of something without a commit. */
  enum Fate {
    DELETED,
    KEPT
  }

  /** Creates something that is deleted without a commit. */
  static PublicationStart once(PublicationTarget target, Unproven unproven) throws IOException {
    Path path;
    try {
      bringBack(target);
      path = createTemporary(target);
      if (path == null) {
        path = createInPlace(target, unproven);
      }
    } catch (FileSystemException e) {
      throw cannotWrite(target, e);
    }
    return new PublicationStart(target, path, Fate.DELETED, null);
  }

  /** Finishes what a process began to undo, or was killed over: there was something to replace. */
  private static void bringBack(PublicationTarget target) throws IOException {
    if (target.existing() == Existing.REPLACE && target.kind() == PublicationKind.FOLDER) {
      List<Path> moved = PublicationTarget.movedAway(target.path());
      if (moved.size() == 1) {
        Files.move(moved.get(0), target.path(), ATOMIC_MOVE);
      }
    }
  }

  /** Creates something that is kept for another publication. */
  static PublicationStart resumable(PublicationTarget target) throws IOException {
    Path unfinished = target.unfinished();
    try {
      PosixFileAttributes usual = usual(target);
      create(target, unfinished);
      Durability.forceFolder(target.folder());
      return new PublicationStart(target, unfinished, Fate.KEPT, usual);
    } catch (FileSystemException e) {
      throw cannotWrite(target, e);
    }
  }

  private static void create(PublicationTarget target, Path unfinished) throws IOException {
    PublicationKind kind = target.kind();
    try {
      if (Permissions.supported(unfinished)) {
        kind.create(unfinished, Permissions.ownerOnly(kind));
      } else {
        kind.create(unfinished);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ExistingTargetException(
          target.shown()
              + ": an unfinished one is there, "
              + unfinished
              + "; resume it with its checkpoint, or delete it",
          e);
    }
  }

  /** Takes up what another publication has left. */
  static PublicationStart resumed(PublicationTarget target) throws IOException {
    target.checkUnfinished();
    Path unfinished = target.unfinished();
    try {
      PosixFileAttributes usual = usual(target);
      if (usual != null) {
        // A commit that failed may have opened it to others.
        Permissions.close(unfinished, target.kind());
      }
      return new PublicationStart(target, unfinished, Fate.KEPT, usual);
    } catch (FileSystemException e) {
      throw cannotWrite(target, e);
    }
  }

  /**
   * Makes sure that moves are atomic, and finds out whom the result will be open to.
   *
   * @return null where there are no such permissions
   */
  private static @Nullable PosixFileAttributes usual(PublicationTarget target) throws IOException {
    Path probe = createTemporary(target);
    if (probe == null) {
      throw withoutAtomicMoves(target);
    }
    try {
      return Permissions.of(probe);
    } finally {
      TreeDeletion.delete(probe);
    }
  }

  /** Creates what is written to, or returns null if it could not be moved atomically. */
  private static @Nullable Path createTemporary(PublicationTarget target) throws IOException {
    PublicationKind kind = target.kind();
    Path first = target.sibling(".tmp");
    Path path = target.sibling(".tmp");
    boolean adopting = target.exists() && Permissions.supported(path);
    try {
      if (adopting) {
        kind.create(first, Permissions.ownerOnly(kind));
      } else {
        kind.create(first);
      }
      kind.proveAtomicMove(first, path);
      if (adopting) {
        Permissions.adopt(path, target.path(), kind);
      }
      return path;
    } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
      TreeDeletion.deleteAfter(e, first, path);
      return null;
    } catch (IOException | RuntimeException | Error e) {
      TreeDeletion.deleteAfter(e, first, path);
      throw e;
    }
  }

  private static Path createInPlace(PublicationTarget target, Unproven unproven)
      throws IOException {
    if (unproven == Unproven.REFUSE) {
      throw withoutAtomicMoves(target);
    }
    if (target.existing() == Existing.REPLACE) {
      TreeDeletion.delete(target.path());
    }
    target.kind().create(target.path());
    return target.path();
  }

  private static DumpException withoutAtomicMoves(PublicationTarget target) {
    return new DumpException(
        target.shown()
            + ": expected a file system with atomic moves, found one without ("
            + target.path().getFileSystem().provider().getScheme()
            + "); write to a local folder and copy the result");
  }

  private static DumpException cannotWrite(PublicationTarget target, FileSystemException e) {
    if (e instanceof FileAlreadyExistsException) {
      return target.appeared(e);
    }
    if (Files.notExists(target.folder())) {
      return new DumpException(
          target.shown()
              + ": expected the folder "
              + target.folder()
              + ", found nothing; make that folder first",
          e);
    }
    return new DumpException(
        target.shown() + ": cannot write into the folder " + target.folder() + ": " + e, e);
  }
}
