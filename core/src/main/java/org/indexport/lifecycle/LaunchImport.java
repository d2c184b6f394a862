package org.indexport.lifecycle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Objects;
import org.indexport.lifecycle.LaunchDecision.FileState;
import org.indexport.lifecycle.LaunchDecision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Brings a dump or a snapshot into the database of a server before that opens it.
 *
 * <pre>{@code
 * try {
 *   LaunchImport.into(database, request)
 *       .dumps(DumpLoader.into(LuceneIndexer::open))
 *       .snapshots((file, folder) -> SnapshotFile.at(file).restore(folder, engine, options))
 *       .run();
 * } catch (LaunchException e) {
 *   System.err.println(e.getMessage());
 *   System.exit(e.exitCode());
 * }
 * }</pre>
 *
 * <p>What happens is decided by {@link LaunchDecision}. What is imported grows in {@code
 * .NAME.importing} beside the database, is brought to the storage, and gets the name of the
 * database by one move. So a process that is killed never leaves a database that is there in part:
 * the next start finds it empty still, deletes what was left, and imports again. A failed import
 * leaves nothing.
 *
 * <p>The folder of the database must be one that can be moved: where another file system is mounted
 * the import is refused, and a folder within is to be the database. Two processes do not import
 * into one database at a time.
 *
 * <p>One thread. Nothing is to be closed.
 */
public final class LaunchImport {
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;

  private final Path database;
  private final LaunchRequest request;
  private @Nullable Loader dumps;
  private @Nullable Loader snapshots;

  private LaunchImport(Path database, LaunchRequest request) {
    this.database = Objects.requireNonNull(database, "database");
    this.request = Objects.requireNonNull(request, "request");
  }

  /** Fills a folder from a file. */
  @FunctionalInterface
  public interface Loader {
    /**
     * Makes a database. May leave other things in the parent of the folder, which are deleted.
     *
     * @param source the file to load, as it was given
     * @param folder where the database is to be, closed when this returns; there is nothing yet,
     *     and nobody else
     * @throws IOException if the source or the file system fails
     */
    void load(Path source, Path folder) throws IOException;
  }

  /**
   * Prepares a start.
   *
   * @param database the folder of the server's data; it need not exist
   * @param request what was asked for
   */
  public static LaunchImport into(Path database, LaunchRequest request) {
    return new LaunchImport(database, request);
  }

  /** Sets how dumps are loaded; there is {@link DumpLoader}. */
  public LaunchImport dumps(Loader loader) {
    dumps = Objects.requireNonNull(loader, "loader");
    return this;
  }

  /** Sets how snapshots are loaded. */
  public LaunchImport snapshots(Loader loader) {
    snapshots = Objects.requireNonNull(loader, "loader");
    return this;
  }

  /** Tells what {@link #run} would do now. Changes nothing. */
  public LaunchDecision decide() {
    Path file = request.dump() == null ? request.snapshot() : request.dump();
    FileState fileState = file == null ? FileState.MISSING : FileState.of(file);
    return LaunchDecision.decide(request, database, DatabaseState.of(database), fileState);
  }

  /**
   * Clears away what a killed import has left, and imports if that is to be done.
   *
   * @return what was decided, and done
   * @throws LaunchException if the server is not to start: the decision was that, the import
   *     failed, another process is importing, or the folder cannot be replaced
   * @throws IllegalStateException if there is no loader for what is to be imported
   */
  public LaunchDecision run() throws LaunchException {
    LaunchDecision decision = decide();
    if (decision.outcome() != Outcome.USAGE_ERROR) {
      requireLoaders();
      removeLeftOver();
    }
    if (!decision.outcome().isStart()) {
      throw new LaunchException(decision.message(), decision.outcome().exitCode(), null);
    }
    if (decision.outcome() == Outcome.IMPORT_DUMP) {
      load(decision, request.dump(), dumps);
    } else if (decision.outcome() == Outcome.IMPORT_SNAPSHOT) {
      load(decision, request.snapshot(), snapshots);
    }
    return decision;
  }

  private void removeLeftOver() throws LaunchException {
    try {
      ImportStaging.removeLeftOver(database);
    } catch (IOException e) {
      throw new LaunchException(FailureText.of(e), FAILED, e);
    }
  }

  private void requireLoaders() {
    if (request.dump() != null && dumps == null) {
      throw new IllegalStateException("there is no loader for dumps");
    }
    if (request.snapshot() != null && snapshots == null) {
      throw new IllegalStateException("there is no loader for snapshots");
    }
  }

  private void load(LaunchDecision decision, @Nullable Path file, @Nullable Loader loader)
      throws LaunchException {
    try (ImportStaging staging = ImportStaging.begin(database)) {
      Objects.requireNonNull(loader).load(Objects.requireNonNull(file), staging.folder());
      staging.commit();
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw new LaunchException(decision.message() + " was interrupted", INTERRUPTED, e);
    } catch (IOException | RuntimeException e) {
      throw new LaunchException(decision.message() + " failed: " + FailureText.of(e), FAILED, e);
    }
  }
}
