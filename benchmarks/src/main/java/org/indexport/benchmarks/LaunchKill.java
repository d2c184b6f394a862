package org.indexport.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Kills a server while it imports a dump or a snapshot before it answers. */
final class LaunchKill extends KillKind {
  private static final int REFUSED = 1;

  private final WorkFolder work;
  private final String word;
  private final Path source;
  private final ServerContents expected;

  /**
   * Chooses what is imported.
   *
   * @param word {@code dump} or {@code snapshot}
   * @param expected what must then be there
   */
  LaunchKill(WorkFolder work, String word, Path source, ServerContents expected) {
    super("launch import of a " + word);
    this.work = work;
    this.word = word;
    this.source = source;
    this.expected = expected;
  }

  private Path home() {
    return work.file("launch");
  }

  private Path database() {
    return home().resolve("data.ix");
  }

  private Path staging() {
    return home().resolve(".data.ix.importing");
  }

  private ServerProcess begin(String... further) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--db-path",
                database().toString(),
                "--dump-dir",
                home().resolve("dumps").toString(),
                "--snapshot-dir",
                home().resolve("snapshots").toString(),
                "--import-" + word,
                source.toString()));
    options.addAll(List.of(further));
    return ServerProcess.begin(work.file("launch.log"), ServerUnderTest.JVM, options);
  }

  /** Until there is something of the import. */
  private void awaitBegin(ServerProcess process) throws Exception {
    while (!Files.exists(staging()) && process.isAlive() && !process.hasStarted()) {
      Thread.sleep(1);
    }
  }

  @Override
  long undisturbed() throws Exception {
    Files.createDirectories(work.fresh("launch"));
    try (ServerProcess process = begin()) {
      awaitBegin(process);
      long start = System.nanoTime();
      require(process.answers(), process.said());
      long took = millisecondsSince(start);
      check(process);
      return took;
    }
  }

  @Override
  boolean killAfter(long moment) throws Exception {
    Files.createDirectories(work.fresh("launch"));
    boolean ended;
    try (ServerProcess process = begin()) {
      awaitBegin(process);
      Thread.sleep(moment);
      require(process.isAlive(), "the server ended by itself: " + process.said());
      process.kill();
      ended = process.hasStarted();
    }
    boolean isThere = Files.exists(database());
    if (isThere) {
      requireExpected(database().toString(), ServerContents.ofDatabase(database()));
    }
    startAgain(isThere);
    return !ended;
  }

  /** The next start imports, or says that there is a database. */
  private void startAgain(boolean isThere) throws Exception {
    try (ServerProcess process = begin()) {
      boolean answers = process.answers();
      require(answers != isThere, "a database was there: " + isThere + ": " + process.said());
      if (answers) {
        check(process);
        return;
      }
      require(
          process.exitCode() == REFUSED
              && process.said().contains("database already exists at " + database()),
          "exit code " + process.exitCode() + ": " + process.said());
    }
    try (ServerProcess process = begin("--ignore-" + word + "-if-db-exists")) {
      require(process.answers(), process.said());
      check(process);
    }
  }

  private void check(ServerProcess process) throws Exception {
    ServerClient client = new ServerClient(process.port());
    requireExpected("the server", ServerContents.of(client, expected.rows().size() + 1));
    require(Files.notExists(staging()), staging() + " is left after a start");
    process.kill();
    requireExpected(database().toString(), ServerContents.ofDatabase(database()));
  }

  private void requireExpected(String where, ServerContents found) throws Violation {
    require(found.isSame(expected), where + " does not hold what was in " + source);
  }
}
