package org.indexport.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.io.PublicationStart.Fate;
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
 * <p>What is to outlive its process, {@link #openResumableFile} and {@link #openResumableDirectory}
 * let lie as {@code .NAME.unfinished}, also after {@code close()} without commit. {@link
 * #resumeFile} and {@link #resumeDirectory} take it up.
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
  private final Fate fate;

  /** Whether only its owner can open it until the commit. */
  private boolean hidden;

  /** Whom the commit opens it to if it is hidden; null if it stays its owner's. */
  private @Nullable PosixFileAttributes usual;

  private @Nullable WriteBehindOutputStream stream;

  /** What is to be deleted at last. */
  private final Set<Path> leftovers = new LinkedHashSet<>();

  private State state = State.OPEN;

  private Publication(PublicationStart start) {
    this.target = start.target();
    this.path = start.path();
    this.fate = start.fate();
    this.usual = start.usual();
    this.hidden = usual != null;
    if (fate == Fate.DELETED) {
      leftovers.add(path);
    }
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
    Objects.requireNonNull(unproven, "unproven");
    return new Publication(
        PublicationStart.once(
            PublicationTarget.of(PublicationKind.FILE, target, existing), unproven));
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
    Objects.requireNonNull(unproven, "unproven");
    return new Publication(
        PublicationStart.once(
            PublicationTarget.of(PublicationKind.FOLDER, target, existing), unproven));
  }

  /**
   * Creates an empty file to write to that is kept until it is committed or abandoned, even if the
   * process is killed, as {@code .NAME.unfinished} beside the final name. Until the commit only its
   * owner can open it, as after {@link #hideUntilCommit()}.
   *
   * @param target the final name
   * @throws ExistingTargetException as {@link #openFile}, or if an unfinished one is there
   * @throws DumpException as {@link #openFile}, and always where moves are not atomic
   * @throws IOException if the file system fails
   */
  public static Publication openResumableFile(Path target, Existing existing) throws IOException {
    return new Publication(
        PublicationStart.resumable(PublicationTarget.of(PublicationKind.FILE, target, existing)));
  }

  /**
   * Creates an empty folder to write into; otherwise as {@link #openResumableFile}.
   *
   * @param target the final name
   * @throws ExistingTargetException as {@link #openDirectory}, or if an unfinished one is there
   * @throws DumpException as {@link #openResumableFile}
   * @throws IOException if the file system fails
   */
  public static Publication openResumableDirectory(Path target, Existing existing)
      throws IOException {
    return new Publication(
        PublicationStart.resumable(PublicationTarget.of(PublicationKind.FOLDER, target, existing)));
  }

  /**
   * Takes up what {@link #openResumableFile} has created and nobody writes to any more, as it was
   * left. Two that write to it at a time spoil it.
   *
   * @param target the final name
   * @throws ExistingTargetException if there is something under the name that may not be replaced,
   *     or is not a file, or is what was left
   * @throws DumpException if there is no unfinished file, or as {@link #openResumableFile}
   * @throws IOException if the file system fails
   */
  public static Publication resumeFile(Path target, Existing existing) throws IOException {
    return new Publication(
        PublicationStart.resumed(PublicationTarget.of(PublicationKind.FILE, target, existing)));
  }

  /**
   * Takes up what {@link #openResumableDirectory} has created; otherwise as {@link #resumeFile}.
   *
   * @param target the final name
   * @throws ExistingTargetException if there is something under the name that may not be replaced,
   *     or is not a folder
   * @throws DumpException if there is no unfinished folder, or as {@link #openResumableFile}
   * @throws IOException if the file system fails
   */
  public static Publication resumeDirectory(Path target, Existing existing) throws IOException {
    return new Publication(
        PublicationStart.resumed(PublicationTarget.of(PublicationKind.FOLDER, target, existing)));
  }

  /**
   * What was moved away from a name by a replacement that was broken off, so that there is nothing
   * now. A publication that may replace brings back the only one when it opens.
   *
   * @param target the final name
   * @return beside it; empty when there is something under the name, or nobody can look
   */
  public static List<Path> movedAway(Path target) {
    return PublicationTarget.movedAway(target);
  }

  /**
   * A name beside a final one that nobody else has, made as those of temporary files are.
   *
   * @param target the final name
   * @param ending what it ends with, such as {@code .tmp}
   */
  public static Path temporary(Path target, String ending) {
    return PublicationTarget.sibling(target.toAbsolutePath(), ending);
  }

  /**
   * What there is under such names, whoever made it. Final names that begin with the same 60
   * characters share them.
   *
   * @param target the final name
   * @param ending what they end with: {@code .tmp} for what is being written or was left, {@code
   *     .old} for folders that were moved away
   * @return nothing if there is no folder
   * @throws IOException if the folder cannot be listed
   */
  public static List<Path> temporaries(Path target, String ending) throws IOException {
    return PublicationTarget.siblings(target.toAbsolutePath(), ending);
  }

  /** What a resumable publication is called until it is committed. */
  public static Path unfinished(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".unfinished");
  }

  /** Where to write: a file or folder for the caller to fill, at first empty. */
  public Path path() {
    return path;
  }

  /**
   * Opens the file for writing from its start. While it is written, what was written is brought to
   * the storage, so that {@link #commit()} has little left to do. To be closed before that.
   *
   * @throws IllegalStateException if it was opened before, or after {@link #commit()} or {@link
   *     #close()}
   * @throws IOException if the file system fails
   */
  public OutputStream openStream() throws IOException {
    return openStreamAt(0);
  }

  /**
   * Cuts the file to a length and opens it for writing there; otherwise as {@link #openStream()}.
   *
   * @param length bytes, at most those that the file has
   * @throws IllegalArgumentException if the length is negative
   * @throws DumpException if the file is shorter
   * @throws IllegalStateException as {@link #openStream()}
   * @throws IOException if the file system fails
   */
  public synchronized OutputStream openStreamAt(long length) throws IOException {
    if (length < 0) {
      throw new IllegalArgumentException("a file of " + length + " bytes");
    }
    requireOpen();
    if (stream != null) {
      throw new IllegalStateException("the file was opened before");
    }
    stream = WriteBehindOutputStream.open(path, length);
    return stream;
  }

  /**
   * Opens a file of a folder for writing at its end; otherwise as {@link #openStream()}, for any
   * number of files, each any number of times.
   *
   * @param file a closed one within {@link #path()}
   * @return to be closed by the caller, which tells if what was written could not be made durable
   * @throws IllegalStateException after {@link #commit()} or {@link #close()}
   * @throws IOException if the file system fails
   */
  public synchronized OutputStream append(Path file) throws IOException {
    requireOpen();
    return WriteBehindOutputStream.open(file, Files.size(file));
  }

  /**
   * Lets nobody but the owner read or write until the commit, which then opens it to the usual ones
   * unless {@link #ownerOnly()} was called meanwhile. Does nothing on a file system without POSIX
   * permissions. To be called before writing.
   *
   * @return this
   * @throws IllegalStateException if something was written, or after {@link #commit()} or {@link
   *     #close()}
   * @throws IOException if the file system fails
   */
  public synchronized Publication hideUntilCommit() throws IOException {
    requireOpen();
    if (!hidden && Permissions.supported(path)) {
      PosixFileAttributes wanted = Permissions.of(path);
      hide();
      usual = wanted;
    }
    return this;
  }

  /**
   * Lets nobody but the owner read or write, from before the first byte and after the commit. Does
   * nothing on a file system without POSIX permissions. To be called before writing, or, after
   * {@link #hideUntilCommit()}, at any time before the commit.
   *
   * @return this
   * @throws IllegalStateException if something was written that is not hidden, or after {@link
   *     #commit()} or {@link #close()}
   * @throws IOException if the file system fails
   */
  public synchronized Publication ownerOnly() throws IOException {
    requireOpen();
    if (!hidden && Permissions.supported(path)) {
      hide();
    }
    usual = null;
    return this;
  }

  private void hide() throws IOException {
    if (stream != null || !target.kind().isEmpty(path)) {
      throw new IllegalStateException("something was already written to " + path);
    }
    // A new one: somebody may have opened the one with the usual permissions.
    Files.delete(path);
    target.kind().create(path, Permissions.ownerOnly(target.kind()));
    hidden = true;
  }

  /**
   * Brings all that was written to the stream to the storage.
   *
   * @throws DumpException if that fails; then a commit is refused
   * @throws IllegalStateException unless the stream is open, or after {@link #commit()} or {@link
   *     #close()}
   */
  public synchronized void force() throws IOException {
    requireOpen();
    if (stream == null) {
      throw new IllegalStateException("no stream was opened");
    }
    stream.force();
  }

  /**
   * Brings files of a folder to the storage, and that they are there.
   *
   * @param files closed ones within {@link #path()}
   * @throws DumpException if that fails
   * @throws IllegalStateException after {@link #commit()} or {@link #close()}
   * @throws IOException if the file system fails
   */
  public synchronized void force(Collection<Path> files) throws IOException {
    requireOpen();
    Set<Path> folders = new LinkedHashSet<>();
    Durability.forceFiles(files);
    for (Path file : files) {
      Path folder = file.getParent();
      while (folder != null && folder.startsWith(path) && folders.add(folder)) {
        folder = folder.getParent();
      }
    }
    for (Path folder : folders) {
      Durability.forceFolder(folder);
    }
  }

  /**
   * Makes what was written durable and lets it appear under its final name. When replacing, a file
   * is exchanged at once; between moving a former folder away and the new one in, there is nothing
   * for a moment. If this fails, what was there before is there again, nothing else is, and what
   * was written is deleted unless it can be resumed.
   *
   * <p>Where the platform has no hard links, something that appears under the name of a file in the
   * very moment of the move is replaced in spite of {@link Existing#REFUSE}.
   *
   * @throws ExistingTargetException if something appeared under the name that may not be replaced
   * @throws DumpException if a file cannot be made durable
   * @throws IOException if the file system fails
   * @throws IllegalStateException if called before, even if that failed: a second attempt could not
   *     know what reached the storage; or if the stream said that it could not be made durable; or
   *     after {@link #close()}
   */
  public synchronized void commit() throws IOException {
    requireOpen();
    state = State.FAILED;
    try {
      if (stream != null && stream.hasFailed()) {
        throw new IllegalStateException(path + " was not made durable");
      }
      if (usual != null) {
        Permissions.give(path, usual);
      }
      target.kind().force(path);
      publish();
    } catch (IOException | RuntimeException | Error e) {
      if (fate == Fate.DELETED) {
        TreeDeletion.deleteAfter(e, path);
      }
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
   * Closes and deletes what was written, even if it could be resumed.
   *
   * @throws IllegalStateException after a {@link #commit()} that did not fail, or {@link #close()}
   * @throws IOException if something cannot be deleted
   */
  public synchronized void abandon() throws IOException {
    if (state == State.COMMITTED || state == State.CLOSED) {
      throw new IllegalStateException("the publication is already " + state);
    }
    leftovers.add(path);
    close();
  }

  /**
   * Deletes what was written unless it was committed or can be resumed, and what a commit left
   * behind. A second call does nothing.
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
      throw target.appeared(e);
    }
  }

  private void publishNew() throws IOException {
    // A hard link never replaces anything, while an atomic move may. A folder replaces at most an
    // empty one.
    if (target.kind() == PublicationKind.FOLDER || !link()) {
      moveIn();
    } else {
      leftovers.add(path);
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
    Path former = target.sibling(PublicationTarget.FORMER);
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
