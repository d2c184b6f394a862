package org.indexport.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a file or a folder appear under its final name whole or not at all.
 *
 * <pre>{@code
 * try (Publication publication = Publication.openFile(target, Existing.REFUSE, Unproven.REFUSE)) {
 *   try (OutputStream out = Files.newOutputStream(publication.path())) { … }
 *   publication.commit();
 * }
 * }</pre>
 *
 * <p>Open, write to {@link #path()} and close what was written, {@link #commit()}, {@link
 * #close()}. Until the commit everything lies beside the final name as {@code .NAME.XXXX.tmp};
 * {@code close()} without commit deletes it. A process that is killed leaves it behind, and, if it
 * was just exchanging folders, the former folder as {@code .NAME.XXXX.old}.
 *
 * <p>What replaces something takes over its POSIX permissions and, if possible, its group; its
 * owner is who writes. Otherwise permissions are the platform's usual ones, see {@link
 * #ownerOnly()}. A symbolic link under the final name counts as existing; when replacing, the link
 * stays and what it leads to is replaced.
 *
 * <p>Opening tries whether the file system moves atomically; one that accepts such a move is
 * believed. Of those that do not, as object stores, see {@link Unproven}.
 *
 * <p>Methods may be called from any thread; {@code close()} waits for a commit under way, so that a
 * shutdown hook can call it.
 */
public final class Publication implements Closeable {
  /** What to do when there is something under the final name. */
  public enum Existing {
    /** It stays, and opening fails; if it appears later, so does the commit. */
    REFUSE,
    /** The commit replaces it if it is of the same kind, a file or a folder with all in it. */
    REPLACE
  }

  /** What to do on a file system that cannot move atomically. */
  public enum Unproven {
    /** Opening fails. */
    REFUSE,
    /**
     * {@link #path()} is the final name itself. What lies there is incomplete until the commit,
     * must be seen to be, and is deleted by {@link #close()} without commit. What was there and is
     * to be replaced is lost on opening.
     */
    WRITE_IN_PLACE
  }

  private enum State {
    OPEN,
    FAILED,
    COMMITTED,
    CLOSED
  }

  private final PublicationTarget target;
  private final Path path;

  /** What is to be deleted at last. */
  private final List<Path> leftovers = new ArrayList<>();

  private State state = State.OPEN;

  private Publication(PublicationTarget target, Path path) {
    this.target = target;
    this.path = path;
    leftovers.add(path);
  }

  /**
   * Creates an empty file to write to.
   *
   * @param target the final name
   * @throws ExistingTargetException if there is something under the name that may not be replaced,
   *     or is not a file
   * @throws DumpException if the parent folder is missing or cannot be written to, if the path does
   *     not end in a name, or if the file system cannot move atomically and {@code unproven} does
   *     not allow for that
   * @throws IOException if the file system fails
   */
  public static Publication openFile(Path target, Existing existing, Unproven unproven)
      throws IOException {
    return open(PublicationTarget.of(PublicationKind.FILE, target, existing), unproven);
  }

  /**
   * Creates an empty folder to write into.
   *
   * @param target the final name
   * @throws ExistingTargetException if there is something under the name that may not be replaced,
   *     or is not a folder
   * @throws DumpException as {@link #openFile}
   * @throws IOException if the file system fails
   */
  public static Publication openDirectory(Path target, Existing existing, Unproven unproven)
      throws IOException {
    return open(PublicationTarget.of(PublicationKind.FOLDER, target, existing), unproven);
  }

  private static Publication open(PublicationTarget target, Unproven unproven) throws IOException {
    Objects.requireNonNull(unproven, "unproven");
    Path path;
    try {
      path = createTemporary(target);
      if (path == null) {
        path = createInPlace(target, unproven);
      }
    } catch (FileSystemException e) {
      throw cannotWrite(target, e);
    }
    return new Publication(target, path);
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
      deleteAfter(e, first, path);
      return null;
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, first, path);
      throw e;
    }
  }

  private static void deleteAfter(Throwable reason, Path... paths) {
    for (Path path : paths) {
      try {
        TreeDeletion.delete(path);
      } catch (IOException | RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }

  private static Path createInPlace(PublicationTarget target, Unproven unproven)
      throws IOException {
    if (unproven == Unproven.REFUSE) {
      throw new DumpException(
          target.shown()
              + ": expected a file system with atomic moves, found one without ("
              + target.path().getFileSystem().provider().getScheme()
              + "); write to a local folder and copy the result");
    }
    if (target.existing() == Existing.REPLACE) {
      TreeDeletion.delete(target.path());
    }
    target.kind().create(target.path());
    return target.path();
  }

  private static DumpException cannotWrite(PublicationTarget target, FileSystemException e) {
    if (e instanceof FileAlreadyExistsException) {
      return appeared(target, e);
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

  private static ExistingTargetException appeared(PublicationTarget target, IOException e) {
    return new ExistingTargetException(
        target.shown() + ": something appeared under this name meanwhile; choose another name", e);
  }

  /** Where to write: an empty file or folder, for the caller to fill. */
  public Path path() {
    return path;
  }

  /**
   * Opens the file for writing from its start. While it is written, what was written is brought to
   * the storage, so that {@link #commit()} has little left to do. To be closed before that.
   *
   * @throws IllegalStateException after {@link #commit()} or {@link #close()}
   * @throws IOException if the file system fails
   */
  public synchronized OutputStream openStream() throws IOException {
    requireOpen();
    return WriteBehindOutputStream.open(path);
  }

  /**
   * Lets nobody but the owner read or write, from before the first byte and after the commit. Does
   * nothing on a file system without POSIX permissions. To be called before writing.
   *
   * @return this
   * @throws IllegalStateException if something was written, or after {@link #commit()} or {@link
   *     #close()}
   * @throws IOException if the file system fails
   */
  public synchronized Publication ownerOnly() throws IOException {
    requireOpen();
    if (Permissions.supported(path)) {
      if (!target.kind().isEmpty(path)) {
        throw new IllegalStateException("something was already written to " + path);
      }
      // A new one: somebody may have opened the one with the usual permissions.
      Files.delete(path);
      target.kind().create(path, Permissions.ownerOnly(target.kind()));
    }
    return this;
  }

  /**
   * Makes what was written durable and lets it appear under its final name. When replacing, a file
   * is exchanged at once; between moving a former folder away and the new one in, there is nothing
   * for a moment. If this fails, what was there before is there again, nothing else is, and what
   * was written is deleted.
   *
   * <p>Where the platform has no hard links, something that appears under the name of a file in the
   * very moment of the move is replaced in spite of {@link Existing#REFUSE}.
   *
   * @throws ExistingTargetException if something appeared under the name that may not be replaced
   * @throws DumpException if a file cannot be made durable
   * @throws IOException if the file system fails
   * @throws IllegalStateException if called before, even if that failed: a second attempt could not
   *     know what reached the storage; or after {@link #close()}
   */
  public synchronized void commit() throws IOException {
    requireOpen();
    state = State.FAILED;
    try {
      target.kind().force(path);
      publish();
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, path);
      throw e;
    }
    state = State.COMMITTED;
    Durability.forceFolder(target.folder());
    try {
      discard();
    } catch (IOException e) {
      // It is published nevertheless; close() tries again and tells.
    }
  }

  /**
   * Deletes what was written unless it was committed, and what a commit left behind. A second call
   * does nothing.
   *
   * @throws IOException if something temporary cannot be deleted; a commit stands nevertheless
   */
  @Override
  public synchronized void close() throws IOException {
    state = State.CLOSED;
    discard();
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the publication is already " + state);
    }
  }

  private void publish() throws IOException {
    if (path.equals(target.path())) {
      leftovers.remove(path);
      return;
    }
    target.check();
    try {
      if (target.existing() == Existing.REFUSE) {
        publishNew();
      } else if (target.kind() == PublicationKind.FOLDER && target.exists()) {
        replaceFolder();
      } else {
        moveIn(REPLACE_EXISTING);
      }
    } catch (FileAlreadyExistsException e) {
      throw appeared(target, e);
    }
  }

  private void publishNew() throws IOException {
    // A hard link never replaces anything, while an atomic move may. A folder replaces at most an
    // empty one.
    if (target.kind() == PublicationKind.FOLDER || !link()) {
      moveIn();
    }
  }

  /** Gives the temporary file its final name as a second one; false if that is not possible. */
  private boolean link() throws IOException {
    try {
      Files.createLink(target.path(), path);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void moveIn(CopyOption... options) throws IOException {
    CopyOption[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = ATOMIC_MOVE;
    Files.move(path, target.path(), all);
    leftovers.remove(path);
  }

  private void replaceFolder() throws IOException {
    Path former = target.sibling(".old");
    Files.move(target.path(), former, ATOMIC_MOVE);
    try {
      moveIn();
    } catch (IOException | RuntimeException | Error e) {
      putBack(former, e);
      throw e;
    }
    leftovers.add(former);
  }

  private void putBack(Path former, Throwable reason) throws DumpException {
    try {
      Files.move(former, target.path(), ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      DumpException stranded =
          new DumpException(
              target.shown()
                  + ": could not be replaced, and what was there is now "
                  + former
                  + "; rename it back",
              reason);
      stranded.addSuppressed(e);
      throw stranded;
    }
  }

  /** Deletes what is left over; what cannot be deleted is left for the next call. */
  private void discard() throws IOException {
    IOException failure = null;
    for (Path leftover : List.copyOf(leftovers)) {
      try {
        TreeDeletion.delete(leftover);
        leftovers.remove(leftover);
      } catch (IOException e) {
        if (failure == null) {
          failure = new DumpException(leftover + ": could not be deleted: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
