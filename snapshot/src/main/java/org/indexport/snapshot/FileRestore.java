package org.indexport.snapshot;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.ExistingTargetException;
import org.indexport.IncompatibleSnapshotException;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a snapshot into a folder that appears when all of them were verified and are
 * on the storage.
 */
final class FileRestore {
  private final RestorePlan plan;
  private final Path root;

  /** Where the files of the plan are written. */
  private final List<Path> paths = new ArrayList<>();

  private FileRestore(RestorePlan plan, Path root) {
    this.plan = plan;
    this.root = root;
  }

  /**
   * Restores a snapshot. Before anything is written, the engine and the paths are checked.
   *
   * @param target the folder that is to appear; an empty one that is there is as good as none
   * @param engine what is to use the files
   * @throws IncompatibleSnapshotException if the engine cannot use them
   * @throws CorruptDumpException if a file is not what the plan says, or cannot have its path
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws ClosedByInterruptException if the calling thread is interrupted
   * @throws DumpException if the target cannot be written, or has no atomic moves
   * @throws IOException if reading or writing fails; in any case of failure nothing is left
   */
  static RestoreReport run(
      RestorePlan plan, Path target, EngineVersion engine, RestoreOptions options)
      throws IOException {
    long start = System.nanoTime();
    engine.checkCanUse(plan.engine(), plan.where());
    plan.check();
    boolean mustStayEmpty = options.existing() == Existing.REFUSE && isEmptyFolder(target);
    Existing existing = mustStayEmpty ? Existing.REPLACE : options.existing();
    clearIfPossible(target, options.existing());
    WritingMark mark = WritingMark.set(target);
    try (Publication publication = Publication.openDirectory(target, existing, Unproven.REFUSE)) {
      FileRestore restore = new FileRestore(plan, publication.path());
      restore.write(options.workers());
      if (mustStayEmpty) {
        // Before the check, so that little time is left in which something could come unseen.
        publication.force(restore.paths);
        checkEmpty(target);
      }
      Interrupts.check();
      publication.commit();
    } catch (IOException e) {
      throw Interrupts.told(e);
    } finally {
      mark.close();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new RestoreReport(
        target, plan.engine(), plan.created(), took, plan.files().size(), plan.bytes());
  }

  /** Deletes what others have left that were killed while they restored the same. */
  private static void clearIfPossible(Path target, Existing existing) {
    try {
      if (existing == Existing.REPLACE && Files.isDirectory(target) && !isEmptyFolder(target)) {
        // A folder that was to be replaced, and was: something is there.
        WritingMark.clear(target, ".tmp", ".old");
      } else {
        WritingMark.clear(target, ".tmp");
      }
    } catch (IOException e) {
      // Litter is no reason not to restore.
    }
  }

  private static boolean isEmptyFolder(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
      return !entries.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void checkEmpty(Path target) throws IOException {
    if (!isEmptyFolder(target)) {
      throw new ExistingTargetException(
          target + ": something appeared in this folder meanwhile; choose another one");
    }
  }

  private void write(int workers) throws IOException {
    for (PlannedFile file : plan.files()) {
      paths.add(resolve(file.path()));
    }
    createFolders();
    ChunkPipeline.run(
        plan.files(),
        plan.mostChunkBytes(),
        workers,
        index -> new RestoredFile(plan.where(), plan.files().get(index), paths.get(index)));
  }

  /** Where a path lies, which must be below the root, whatever the file system makes of it. */
  private Path resolve(String path) throws DumpException {
    try {
      Path resolved = root;
      for (String segment : path.split("/", -1)) {
        Path inner = resolved.resolve(segment);
        if (!resolved.equals(inner.getParent())) {
          throw cannotBeWritten(path, null);
        }
        resolved = inner;
      }
      return resolved;
    } catch (InvalidPathException e) {
      throw cannotBeWritten(path, e);
    }
  }

  private DumpException cannotBeWritten(String path, @Nullable Exception reason) {
    return new DumpException(
        plan.where()
            + ": expected paths that this file system knows, found "
            + SnapshotPaths.shown(path)
            + "; restore on a system like the one that the snapshot was taken on",
        reason);
  }

  private void createFolders() throws IOException {
    Set<Path> folders = new HashSet<>();
    folders.add(root);
    for (String folder : plan.emptyFolders()) {
      createFolder(resolve(folder), folders);
    }
    for (Path file : paths) {
      createFolder(Objects.requireNonNull(file.getParent()), folders);
    }
  }

  private void createFolder(Path folder, Set<Path> created) throws IOException {
    if (!created.add(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new DumpException(plan.where() + ": " + folder + ": cannot be created: " + e, e);
    }
  }
}
