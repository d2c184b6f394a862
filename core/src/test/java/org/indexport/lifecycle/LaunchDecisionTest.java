package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.lifecycle.LaunchDecision.FileState;
import org.indexport.lifecycle.LaunchDecision.Outcome;
import org.indexport.lifecycle.LaunchRequest.Flag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchDecisionTest {
  private static final Path DATABASE = Path.of("data.db");
  private static final Path DUMP = Path.of("movies.dump");
  private static final Path SNAPSHOT = Path.of("data.snapshot");

  /**
   * What Meilisearch does, case by case: database, file, whether the flag is given that keeps an
   * existing database, whether the one is that ignores a missing file; and what happens.
   */
  private static final String TABLE =
      """
      empty   exists   -     -        import
      empty   exists   -     missing  import
      empty   exists   keep  -        import
      empty   exists   keep  missing  import
      empty   missing  -     -        no-file
      empty   missing  -     missing  new
      empty   missing  keep  -        no-file
      empty   missing  keep  missing  new
      filled  exists   -     -        exists-already
      filled  exists   -     missing  exists-already
      filled  exists   keep  -        existing
      filled  exists   keep  missing  existing
      filled  missing  -     -        exists-already
      filled  missing  -     missing  exists-already
      filled  missing  keep  -        no-file
      filled  missing  keep  missing  existing
      """;

  private static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : TABLE.lines().toList()) {
      List<String> cells = List.of(line.split(" +"));
      table.put(String.join(" ", cells.subList(0, 4)), cells.get(4));
    }
    assertThat(table).hasSize(16);
    return table;
  }

  /** What is expected by the table, and by the rules around it. */
  private static String expected(
      boolean dump,
      boolean snapshot,
      Set<Flag> flags,
      DatabaseState database,
      FileState file,
      Map<String, String> table) {
    boolean flagOfDump =
        flags.contains(Flag.IGNORE_MISSING_DUMP) || flags.contains(Flag.IGNORE_DUMP_IF_DB_EXISTS);
    boolean flagOfSnapshot =
        flags.contains(Flag.IGNORE_MISSING_SNAPSHOT)
            || flags.contains(Flag.IGNORE_SNAPSHOT_IF_DB_EXISTS);
    if ((dump && snapshot) || (flagOfDump && !dump) || (flagOfSnapshot && !snapshot)) {
      return "usage";
    }
    if (EnumSet.of(DatabaseState.NO_FOLDER, DatabaseState.UNREADABLE, DatabaseState.MOVED_AWAY)
        .contains(database)) {
      return "no-database";
    }
    boolean filled = database == DatabaseState.NOT_EMPTY;
    if (!dump && !snapshot) {
      return filled ? "existing" : "new";
    }
    boolean keep =
        flags.contains(dump ? Flag.IGNORE_DUMP_IF_DB_EXISTS : Flag.IGNORE_SNAPSHOT_IF_DB_EXISTS);
    boolean missing =
        flags.contains(dump ? Flag.IGNORE_MISSING_DUMP : Flag.IGNORE_MISSING_SNAPSHOT);
    String key =
        String.join(
            " ",
            filled ? "filled" : "empty",
            file == FileState.EXISTS ? "exists" : "missing",
            keep ? "keep" : "-",
            missing ? "missing" : "-");
    String outcome = table.get(key);
    return outcome == null ? "?" : outcome;
  }

  private static String told(LaunchDecision decision, boolean dump) {
    String message = decision.message();
    return switch (decision.outcome()) {
      case IMPORT_DUMP -> dump ? "import" : "?";
      case IMPORT_SNAPSHOT -> dump ? "?" : "import";
      case START_EMPTY -> "new";
      case START_EXISTING -> "existing";
      case USAGE_ERROR -> "usage";
      case REFUSED -> {
        if (message.startsWith("database already exists at data.db, delete or rename it")) {
          yield "exists-already";
        }
        if (message.startsWith(
            dump ? "dump does not exist at movies" : "snapshot does not exist at data")) {
          yield "no-file";
        }
        yield message.contains("data.db") ? "no-database" : "?";
      }
    };
  }

  @Test
  void everyCaseIsDecidedAsTheTableSays() {
    Map<String, String> table = table();
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    for (boolean dump : new boolean[] {false, true}) {
      for (boolean snapshot : new boolean[] {false, true}) {
        for (Set<Flag> flags : allFlags()) {
          LaunchRequest request =
              new LaunchRequest(dump ? DUMP : null, snapshot ? SNAPSHOT : null, flags);
          for (DatabaseState database : DatabaseState.values()) {
            for (FileState file : FileState.values()) {
              cases++;
              String expected = expected(dump, snapshot, flags, database, file, table);
              LaunchDecision decision = LaunchDecision.decide(request, DATABASE, database, file);
              if (!told(decision, dump).equals(expected)) {
                wrong.add(request + " " + database + " " + file + ": " + decision);
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).isEqualTo(2 * 2 * 16 * 6 * 2);
  }

  private static List<Set<Flag>> allFlags() {
    List<Set<Flag>> all = new ArrayList<>();
    all.add(Set.of());
    for (Flag flag : Flag.values()) {
      for (Set<Flag> fewer : List.copyOf(all)) {
        Set<Flag> flags = EnumSet.of(flag);
        flags.addAll(fewer);
        all.add(flags);
      }
    }
    return all;
  }

  @Test
  void outcomesHaveExitCodes() {
    assertThat(Outcome.values()).extracting(Outcome::exitCode).containsExactly(0, 0, 0, 0, 1, 2);
    assertThat(Outcome.values())
        .filteredOn(Outcome::isStart)
        .containsExactly(
            Outcome.IMPORT_DUMP,
            Outcome.IMPORT_SNAPSHOT,
            Outcome.START_EMPTY,
            Outcome.START_EXISTING);
    assertThat(Outcome.values())
        .filteredOn(Outcome::isImport)
        .containsExactly(Outcome.IMPORT_DUMP, Outcome.IMPORT_SNAPSHOT);
  }

  private static LaunchDecision decide(
      LaunchRequest request, DatabaseState database, FileState file) {
    return LaunchDecision.decide(request, DATABASE, database, file);
  }

  @Test
  void messagesTellWhatToDo() {
    LaunchRequest dump = LaunchRequest.NONE.withDump(DUMP);
    assertThat(decide(dump, DatabaseState.EMPTY, FileState.EXISTS).message())
        .isEqualTo("importing the dump movies.dump into data.db");
    assertThat(decide(dump, DatabaseState.NOT_EMPTY, FileState.EXISTS).message())
        .isEqualTo(
            "database already exists at data.db, delete or rename it,"
                + " or give --ignore-dump-if-db-exists");
    assertThat(decide(dump, DatabaseState.NOT_EMPTY, FileState.MISSING).message())
        .endsWith("; besides, the dump movies.dump does not exist");
    assertThat(decide(dump, DatabaseState.MISSING, FileState.MISSING).message())
        .isEqualTo(
            "dump does not exist at movies.dump; check the path, or give --ignore-missing-dump");
    LaunchRequest snapshot =
        LaunchRequest.NONE
            .withSnapshot(SNAPSHOT)
            .with(Flag.IGNORE_SNAPSHOT_IF_DB_EXISTS)
            .with(Flag.IGNORE_MISSING_SNAPSHOT);
    assertThat(decide(snapshot, DatabaseState.NOT_EMPTY, FileState.EXISTS).message())
        .isEqualTo("database exists at data.db, the snapshot data.snapshot is ignored");
    assertThat(decide(snapshot, DatabaseState.NOT_EMPTY, FileState.MISSING).message())
        .isEqualTo("database exists at data.db, the snapshot data.snapshot does not exist either");
    assertThat(decide(snapshot, DatabaseState.EMPTY, FileState.MISSING).message())
        .isEqualTo("snapshot does not exist at data.snapshot, new database at data.db");
    assertThat(decide(snapshot.withDump(DUMP), DatabaseState.EMPTY, FileState.EXISTS).message())
        .isEqualTo("--import-dump and --import-snapshot exclude each other; give one of them");
    assertThat(decide(snapshot.withSnapshot(null), DatabaseState.EMPTY, FileState.EXISTS).message())
        .isEqualTo("--ignore-missing-snapshot needs --import-snapshot");
    assertThat(decide(dump, DatabaseState.NO_FOLDER, FileState.EXISTS).message())
        .isEqualTo("data.db is not a folder, so it cannot be the database; move it away");
    assertThat(decide(dump, DatabaseState.MOVED_AWAY, FileState.EXISTS).message())
        .contains("as .data.db.….old: rename it back");
    assertThat(decide(dump, DatabaseState.UNREADABLE, FileState.EXISTS).message())
        .isEqualTo("database at data.db cannot be read; check its permissions");
  }

  @Test
  void pathsAreLookedAt(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path filled = Files.createDirectory(folder.resolve("filled"));
    Files.createDirectory(filled.resolve("lost+found"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), empty);
    Path dead = Files.createSymbolicLink(folder.resolve("dead"), folder.resolve("none"));

    assertThat(DatabaseState.of(folder.resolve("none"))).isEqualTo(DatabaseState.MISSING);
    assertThat(DatabaseState.of(empty)).isEqualTo(DatabaseState.EMPTY);
    Files.createDirectory(folder.resolve(".data.db.0123456789abcdef.old"));
    assertThat(DatabaseState.of(folder.resolve("data.db"))).isEqualTo(DatabaseState.MOVED_AWAY);
    assertThat(DatabaseState.of(folder.resolve("data"))).isEqualTo(DatabaseState.MISSING);
    assertThat(DatabaseState.of(link)).isEqualTo(DatabaseState.EMPTY);
    assertThat(DatabaseState.of(filled)).isEqualTo(DatabaseState.NOT_EMPTY);
    assertThat(DatabaseState.of(file)).isEqualTo(DatabaseState.NO_FOLDER);
    assertThat(DatabaseState.of(dead)).isEqualTo(DatabaseState.NO_FOLDER);
    assertThat(FileState.of(file)).isEqualTo(FileState.EXISTS);
    assertThat(FileState.of(empty)).isEqualTo(FileState.EXISTS);
    assertThat(FileState.of(folder.resolve("none"))).isEqualTo(FileState.MISSING);
  }

  @Test
  void requestsAreCopies() {
    Set<Flag> flags = EnumSet.of(Flag.IGNORE_MISSING_DUMP);
    @Nullable Path none = null;
    LaunchRequest request = new LaunchRequest(DUMP, none, flags);
    flags.clear();
    assertThat(request.flags()).containsExactly(Flag.IGNORE_MISSING_DUMP);
    assertThat(Flag.IGNORE_MISSING_DUMP.option()).isEqualTo("--ignore-missing-dump");
  }
}
