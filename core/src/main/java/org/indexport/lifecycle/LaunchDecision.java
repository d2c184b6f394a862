package org.indexport.lifecycle;

import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.lifecycle.LaunchRequest.Flag;
import org.jspecify.annotations.Nullable;

/**
 * What a server does at its start, by the rules that Meilisearch has for its import options. The
 * first row that fits counts; "keep" stands for {@code --ignore-dump-if-db-exists} or {@code
 * --ignore-snapshot-if-db-exists}, "missing" for {@code --ignore-missing-dump} or {@code
 * --ignore-missing-snapshot}.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><th>database</th><th>file</th><th>flags</th><th>outcome</th></tr>
 * <tr><td>empty</td><td>exists</td><td>any</td><td>import</td></tr>
 * <tr><td>not empty</td><td>any</td><td>no keep</td><td>refused: already exists</td></tr>
 * <tr><td>any</td><td>missing</td><td>no missing</td><td>refused: does not exist</td></tr>
 * <tr><td>empty</td><td>missing</td><td>missing</td><td>start with a new database</td></tr>
 * <tr><td>not empty</td><td>exists</td><td>keep</td><td>start, file ignored</td></tr>
 * <tr><td>not empty</td><td>missing</td><td>both</td><td>start, nothing to ignore</td></tr>
 * </table>
 *
 * <p>So a server that keeps its import option for all starts needs both flags: without "missing" it
 * does not start any more once the file is deleted.
 *
 * <p>A dump together with a snapshot, or a flag without its import option, is a usage error
 * whatever is there. A database path that is no folder or cannot be read, or from which a
 * replacement that was broken off has moved the database away, is refused before the table is
 * looked at. Without an import option the server starts with what it has.
 *
 * @param outcome what is to be done
 * @param message the same in words, with the paths
 */
public record LaunchDecision(Outcome outcome, String message) {
  /** What is to be done. */
  public enum Outcome {
    /** Import the dump, then start. */
    IMPORT_DUMP(0),
    /** Import the snapshot, then start. */
    IMPORT_SNAPSHOT(0),
    /** Start with a new database. */
    START_EMPTY(0),
    /** Start with the database that is there. */
    START_EXISTING(0),
    /** Do not start; nothing was changed. */
    REFUSED(1),
    /** Do not start; the options contradict each other. */
    USAGE_ERROR(2);

    private final int exitCode;

    Outcome(int exitCode) {
      this.exitCode = exitCode;
    }

    /** What the process should end with if it does not start; else 0. */
    public int exitCode() {
      return exitCode;
    }

    /** Whether something is to be imported. */
    public boolean isImport() {
      return this == IMPORT_DUMP || this == IMPORT_SNAPSHOT;
    }

    /** Whether the server can start, perhaps after an import. */
    public boolean isStart() {
      return exitCode == 0;
    }
  }

  /** Whether there is a file to import; a folder counts as one. */
  public enum FileState {
    /** There is something under its name, or nobody may look. */
    EXISTS,
    /** There is nothing. */
    MISSING;

    /** Looks at a path; links are followed. */
    public static FileState of(Path file) {
      return Files.notExists(file) ? MISSING : EXISTS;
    }
  }

  /** The words and flags of one kind of import. */
  private record Kind(Outcome outcome, String word, Flag keep, Flag missing) {
    static final Kind DUMP =
        new Kind(
            Outcome.IMPORT_DUMP, "dump", Flag.IGNORE_DUMP_IF_DB_EXISTS, Flag.IGNORE_MISSING_DUMP);
    static final Kind SNAPSHOT =
        new Kind(
            Outcome.IMPORT_SNAPSHOT,
            "snapshot",
            Flag.IGNORE_SNAPSHOT_IF_DB_EXISTS,
            Flag.IGNORE_MISSING_SNAPSHOT);
  }

  /**
   * Decides. Looks at nothing but its arguments.
   *
   * @param request what was asked for
   * @param database where the server keeps its data, for the message
   * @param databaseState what is there
   * @param fileState whether what is to be imported exists; does not matter if nothing is
   */
  public static LaunchDecision decide(
      LaunchRequest request, Path database, DatabaseState databaseState, FileState fileState) {
    String contradiction = contradiction(request);
    if (contradiction != null) {
      return new LaunchDecision(Outcome.USAGE_ERROR, contradiction);
    }
    if (databaseState == DatabaseState.NO_FOLDER) {
      return refused(database + " is not a folder, so it cannot be the database; move it away");
    }
    if (databaseState == DatabaseState.MOVED_AWAY) {
      return refused(
          "database at %s was about to be replaced when that was broken off; what was there is now"
                  .formatted(database)
              + " beside it, as .%s.….old: rename it back, or delete it to start without"
                  .formatted(database.getFileName()));
    }
    if (databaseState == DatabaseState.UNREADABLE) {
      return refused("database at " + database + " cannot be read; check its permissions");
    }
    if (request.dump() != null) {
      return decide(
          Kind.DUMP, request.dump(), request, database, databaseState.isEmpty(), fileState);
    }
    if (request.snapshot() != null) {
      return decide(
          Kind.SNAPSHOT, request.snapshot(), request, database, databaseState.isEmpty(), fileState);
    }
    return databaseState.isEmpty()
        ? new LaunchDecision(Outcome.START_EMPTY, "new database at " + database)
        : new LaunchDecision(Outcome.START_EXISTING, "database at " + database);
  }

  private static @Nullable String contradiction(LaunchRequest request) {
    if (request.dump() != null && request.snapshot() != null) {
      return "%s and %s exclude each other; give one of them"
          .formatted(LaunchRequest.IMPORT_DUMP, LaunchRequest.IMPORT_SNAPSHOT);
    }
    for (Flag flag : Flag.values()) {
      boolean ofDump = flag == Kind.DUMP.keep() || flag == Kind.DUMP.missing();
      boolean useless = ofDump ? request.dump() == null : request.snapshot() == null;
      if (request.flags().contains(flag) && useless) {
        return "%s needs %s"
            .formatted(
                flag.option(), ofDump ? LaunchRequest.IMPORT_DUMP : LaunchRequest.IMPORT_SNAPSHOT);
      }
    }
    return null;
  }

  private static LaunchDecision decide(
      Kind kind,
      Path file,
      LaunchRequest request,
      Path database,
      boolean empty,
      FileState fileState) {
    boolean exists = fileState == FileState.EXISTS;
    if (empty && exists) {
      return new LaunchDecision(
          kind.outcome, "importing the %s %s into %s".formatted(kind.word, file, database));
    }
    if (!empty && !request.flags().contains(kind.keep)) {
      String also = exists ? "" : "; besides, the %s %s does not exist".formatted(kind.word, file);
      return refused(
          "database already exists at %s, delete or rename it, or give %s%s"
              .formatted(database, kind.keep.option(), also));
    }
    if (!exists && !request.flags().contains(kind.missing)) {
      return refused(
          "%s does not exist at %s; check the path, or give %s"
              .formatted(kind.word, file, kind.missing.option()));
    }
    if (empty) {
      return new LaunchDecision(
          Outcome.START_EMPTY,
          "%s does not exist at %s, new database at %s".formatted(kind.word, file, database));
    }
    return new LaunchDecision(
        Outcome.START_EXISTING,
        "database exists at %s, the %s %s %s"
            .formatted(database, kind.word, file, exists ? "is ignored" : "does not exist either"));
  }

  private static LaunchDecision refused(String message) {
    return new LaunchDecision(Outcome.REFUSED, message);
  }
}
