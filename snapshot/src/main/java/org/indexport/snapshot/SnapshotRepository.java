package org.indexport.snapshot;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.ExistingTargetException;
import org.indexport.IncompatibleSnapshotException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.snapshot.Generations.Standing;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.indexport.spi.SnapshotStore;

/**
 * A folder with snapshots of many points in time. What points have in common is stored once, so a
 * further point costs about what has changed.
 *
 * <pre>{@code
 * SnapshotRepository repository = SnapshotRepository.initialize(folder);
 * repository.store(source);
 * repository.forget(Retention.keepLast(5).and(Retention.oneADay(30)));
 * repository.collectGarbage();
 * repository.restoreLatest(target, engine, RestoreOptions.DEFAULT);
 * }</pre>
 *
 * <p>{@link #initialize} makes a repository once, {@link #open} opens it each time after. There is
 * nothing to close.
 *
 * <p>One at a time may change a repository: storing, forgetting and collecting garbage take a
 * lease, a file that others respect as long as it gives signs of life, and are refused with {@link
 * LeaseHeldException} while somebody else has one, unless {@link RepositoryOptions#waitForLease()}
 * lets them wait. Looking, verifying and restoring need none and may be done at any time; they see
 * the points that there were when they started. A process may be killed at any moment: points that
 * are listed stay whole, and what it left behind is collected as garbage.
 *
 * <p>It works on any file system, best where moves are atomic. Where they are not, as in an object
 * store, it needs no renaming of folders and relies on no listing, except to find garbage; creating
 * a file that must not be there should exclude others. The format is described in {@code
 * docs/format/repository.md}. Thread-safe.
 */
public final class SnapshotRepository implements SnapshotStore {
  private final RepositoryFolder folder;
  private final RepositoryOptions options;

  private SnapshotRepository(RepositoryFolder folder, RepositoryOptions options) {
    this.folder = folder;
    this.options = options;
  }

  /**
   * Makes an empty repository with the usual options.
   *
   * @param folder empty, or created together with its parents
   * @throws ExistingTargetException if the folder is not empty
   * @throws IOException if the file system fails
   */
  public static SnapshotRepository initialize(Path folder) throws IOException {
    return initialize(folder, RepositoryOptions.DEFAULT);
  }

  /**
   * Makes an empty repository.
   *
   * @param folder empty, or created together with its parents
   * @throws ExistingTargetException if the folder is not empty
   * @throws IOException if the file system fails
   */
  public static SnapshotRepository initialize(Path folder, RepositoryOptions options)
      throws IOException {
    Objects.requireNonNull(options, "options");
    return new SnapshotRepository(
        RepositoryFolder.initialize(folder, options.snapshots()), options);
  }

  /**
   * Opens a repository with the usual options.
   *
   * @throws UnknownFormatException if there is none
   * @throws UnsupportedVersionException if it is of a newer version
   * @throws DumpException if {@code repository.json} is damaged
   * @throws IOException if the file system fails
   */
  public static SnapshotRepository open(Path folder) throws IOException {
    return open(folder, RepositoryOptions.DEFAULT);
  }

  /**
   * Opens a repository.
   *
   * @throws UnknownFormatException if there is none
   * @throws UnsupportedVersionException if it is of a newer version
   * @throws DumpException if {@code repository.json} is damaged
   * @throws IOException if the file system fails
   */
  public static SnapshotRepository open(Path folder, RepositoryOptions options) throws IOException {
    Objects.requireNonNull(options, "options");
    return new SnapshotRepository(RepositoryFolder.open(folder, options.snapshots()), options);
  }

  /** The folder. */
  public Path folder() {
    return folder.root();
  }

  /** Tells whether two folders hold the same repository: 32 hexadecimal digits. */
  public String id() {
    return folder.id();
  }

  /**
   * Adds a point. A file is not read if an earlier point has one of the same identity, and what it
   * has in common with them is not stored again; what they have is looked at, but not read. What is
   * missing of it is stored anew, and so is what is damaged and has another length than before.
   * Damage that keeps the length is not noticed here, and further points rely on what is damaged:
   * {@link #verify()} finds it and tells what to do.
   *
   * <p>If this fails, the points are as they were. What was written is deleted as far as possible,
   * and else is garbage.
   *
   * @param source pinned once, for the length of the call, when the lease was taken
   * @throws LeaseHeldException if somebody else changes the repository
   * @throws LeaseLostException if this process stood still for so long that another could take over
   * @throws CorruptDumpException if a file changes under the copy, or does not match its own
   *     checksum
   * @throws DumpException if the list of the points is damaged
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws IOException if the engine or the storage fails
   */
  @Override
  public SnapshotReport store(SnapshotSource source) throws IOException {
    long startNanos = System.nanoTime();
    return change(
        "add", lease -> RepositoryAdd.run(folder, options.snapshots(), lease, source, startNanos));
  }

  /**
   * The points, in the order in which they were added.
   *
   * @throws DumpException if the list is damaged
   * @throws IOException if the file system fails
   */
  public List<RepositoryPoint> points() throws IOException {
    return current().shown();
  }

  private Generation current() throws IOException {
    return new Generations(folder).current().generation();
  }

  /**
   * Restores a point into a folder that appears when all files were verified and are on the
   * storage.
   *
   * @param point the id of a point
   * @param target the folder that is to appear; an empty one that is there is as good as none
   * @param engine what is to use the files
   * @throws IncompatibleSnapshotException if another engine wrote the files, or a newer one
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws CorruptDumpException if something that the point needs is missing or damaged
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws DumpException if there is no such point, or the target cannot be written
   * @throws IOException if reading or writing fails; in any case of failure nothing is left
   */
  public RestoreReport restore(
      String point, Path target, EngineVersion engine, RestoreOptions options) throws IOException {
    List<ListedPoint> points = current().points();
    for (ListedPoint listed : points) {
      if (listed.id().equals(point)) {
        return RepositoryRestore.run(folder, listed, target, engine, options);
      }
    }
    throw noSuchPoint(Set.of(point), points);
  }

  /**
   * Restores the point that was added last; otherwise as {@link #restore}.
   *
   * @throws DumpException also if there is no point
   * @throws IOException as {@link #restore}
   */
  public RestoreReport restoreLatest(Path target, EngineVersion engine, RestoreOptions options)
      throws IOException {
    List<ListedPoint> points = current().points();
    if (points.isEmpty()) {
      throw new DumpException(folder.root() + ": expected a point to restore, found none; add one");
    }
    return RepositoryRestore.run(folder, points.get(points.size() - 1), target, engine, options);
  }

  /**
   * Forgets points. What only they needed is then garbage.
   *
   * @param points their ids
   * @throws LeaseHeldException if somebody else changes the repository
   * @throws DumpException if one of them is not there, and then none is forgotten, or if the list
   *     is damaged
   * @throws IOException if the storage fails
   */
  public ForgetReport forget(Collection<String> points) throws IOException {
    Set<String> ids = Set.copyOf(points);
    return change(
        "forget",
        lease -> {
          Generations generations = new Generations(folder);
          Standing base = generations.currentForChange();
          Set<String> missing = new HashSet<>(ids);
          base.generation().points().forEach(point -> missing.remove(point.id()));
          if (!missing.isEmpty()) {
            throw noSuchPoint(missing, base.generation().points());
          }
          return forget(generations, base, ids, lease);
        });
  }

  /**
   * Forgets the points that need not be kept. What only they needed is then garbage.
   *
   * @throws LeaseHeldException if somebody else changes the repository
   * @throws IOException if the storage fails
   */
  public ForgetReport forget(Retention retention) throws IOException {
    Objects.requireNonNull(retention, "retention");
    return change(
        "forget",
        lease -> {
          Generations generations = new Generations(folder);
          Standing base = generations.currentForChange();
          Set<String> ids =
              retention.forgets(base.generation().shown()).stream()
                  .map(RepositoryPoint::id)
                  .collect(Collectors.toSet());
          return forget(generations, base, ids, lease);
        });
  }

  private static ForgetReport forget(
      Generations generations, Standing base, Set<String> ids, RepositoryLease lease)
      throws IOException {
    List<ListedPoint> points = base.generation().points();
    List<ListedPoint> kept = points.stream().filter(point -> !ids.contains(point.id())).toList();
    if (kept.size() < points.size()) {
      generations.publish(base, "forget", kept, lease);
    }
    return new ForgetReport(
        points.stream().filter(point -> ids.contains(point.id())).map(ListedPoint::point).toList(),
        kept.stream().map(ListedPoint::point).toList());
  }

  private DumpException noSuchPoint(Set<String> missing, List<ListedPoint> points) {
    String last = points.isEmpty() ? "none" : points.get(points.size() - 1).id();
    return new DumpException(
        folder.root()
            + ": expected the points "
            + missing.stream().sorted().map(SnapshotPaths::shown).toList()
            + ", found "
            + points.size()
            + " others, the last "
            + last
            + "; list the points to see which there are");
  }

  /**
   * Deletes what no point needs, and temporary files of processes that were killed, unless it is
   * younger than the time to live of a lease.
   *
   * @throws LeaseHeldException if somebody else changes the repository
   * @throws LeaseLostException if this process stood still for so long that another could take over
   * @throws CorruptDumpException if the file of a point is missing or damaged, since then it is not
   *     known what it needs; nothing is deleted
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws IOException if the storage fails; what was deleted until then was garbage
   */
  public GarbageReport collectGarbage() throws IOException {
    long startNanos = System.nanoTime();
    return change("gc", lease -> RepositoryGarbage.run(folder, options, lease, startNanos));
  }

  /** Verifies everything; otherwise as {@link #verify(VerifyScope)}. */
  public RepositoryVerification verify() throws IOException {
    return verify(VerifyScope.FULL);
  }

  /**
   * Looks whether all points can be restored: that everything is there, and that what is read has
   * the content that it should have.
   *
   * @param scope how much is read
   * @throws DumpException if the list of the points is damaged, or what leads to it
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws IOException if reading fails
   */
  public RepositoryVerification verify(VerifyScope scope) throws IOException {
    Objects.requireNonNull(scope, "scope");
    try {
      return RepositoryCheck.run(folder, options.snapshots(), scope);
    } catch (IOException e) {
      throw Interrupts.told(e);
    }
  }

  /** What is done while nobody else changes the repository. */
  @FunctionalInterface
  private interface Change<T> {
    T run(RepositoryLease lease) throws IOException;
  }

  private <T> T change(String purpose, Change<T> change) throws IOException {
    try (RepositoryLease lease = RepositoryLease.take(folder, options, purpose)) {
      return change.run(lease);
    } catch (IOException e) {
      throw Interrupts.told(e);
    }
  }
}
