package org.indexport.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.indexport.lifecycle.LaunchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** How the server starts: the decision table, by processes with flags and environment variables. */
class LaunchTest {
  private static final Path MEILISEARCH_DUMP =
      Path.of(System.getProperty("basedir", "")).resolve("../data/meilisearch-0.29.dump");

  @TempDir Path folder;

  private Path home() throws IOException {
    return Files.createDirectories(folder.resolve("home"));
  }

  /** A dump or a snapshot of two documents. */
  private Path file(String kind) throws IOException {
    Path other = folder.resolve("other");
    try (TestServer server = TestServer.start(other)) {
      Client client = server.client();
      client.put("/indexes/movies", "");
      client.post("/indexes/movies/documents", "{\"id\":1}{\"id\":2}");
      if (kind.equals("dump")) {
        String uid = client.post("/dumps", "").uid();
        assertThat(client.awaitDump(uid)).isEqualTo("done");
        return other.resolve("dumps").resolve(uid + ".dump");
      }
      assertThat(client.post("/snapshots", "").status()).isEqualTo(202);
      while (!client.get("/snapshots").body().contains("\"taken\":1")) {
        Thread.onSpinWait();
      }
      return other.resolve("snapshots").resolve("data.ix.snapshot");
    }
  }

  @ParameterizedTest(name = "{0}: {1} database, {2} file, {3}")
  @CsvSource({
    "dump,empty,existing,none,2 documents",
    "dump,empty,existing,both,2 documents",
    "dump,filled,existing,none,exit 1: database already exists",
    "dump,filled,missing,none,exit 1: database already exists",
    "dump,filled,missing,ignore-missing,exit 1: database already exists",
    "dump,empty,missing,none,exit 1: does not exist",
    "dump,empty,missing,if-db-exists,exit 1: does not exist",
    "dump,filled,missing,if-db-exists,exit 1: does not exist",
    "dump,empty,missing,ignore-missing,no documents",
    "dump,filled,existing,if-db-exists,1 document",
    "dump,filled,missing,both,1 document",
    "snapshot,empty,existing,none,2 documents",
    "snapshot,filled,existing,none,exit 1: database already exists",
    "snapshot,empty,missing,none,exit 1: does not exist",
    "snapshot,filled,missing,if-db-exists,exit 1: does not exist",
    "snapshot,empty,missing,ignore-missing,no documents",
    "snapshot,filled,existing,if-db-exists,1 document",
    "snapshot,filled,missing,both,1 document"
  })
  void startsAsTheTableSays(
      String kind, String database, String file, String flags, String expected) throws IOException {
    if (database.equals("filled")) {
      fill();
    }
    Path path = file.equals("existing") ? file(kind) : folder.resolve("missing");
    List<String> options = new ArrayList<>(List.of("--import-" + kind + "=" + path));
    if (flags.equals("both") || flags.equals("ignore-missing")) {
      options.add("--ignore-missing-" + kind);
    }
    if (flags.equals("both") || flags.equals("if-db-exists")) {
      options.add("--ignore-" + kind + "-if-db-exists");
    }
    // Dumps by flags, snapshots by the environment.
    Map<String, String> environment = kind.equals("dump") ? Map.of() : environment(options);
    List<String> arguments = kind.equals("dump") ? options : List.of();
    try (ServerProcess server = ServerProcess.start(home(), environment, arguments)) {
      check(server, expected);
    }
  }

  private void fill() throws IOException {
    try (TestServer server = TestServer.start(home())) {
      server.client().put("/indexes/movies", "");
      server.client().post("/indexes/movies/documents", "{\"id\":1}");
    }
  }

  private static Map<String, String> environment(List<String> options) {
    Map<String, String> environment = new HashMap<>();
    for (String option : options) {
      String[] parts = option.substring(2).split("=", 2);
      String name = "INDEXPORT_" + parts[0].toUpperCase(Locale.ROOT).replace('-', '_');
      environment.put(name, parts.length == 1 ? "true" : parts[1]);
    }
    return environment;
  }

  private static void check(ServerProcess server, String expected) throws IOException {
    if (expected.startsWith("exit 1: ")) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.log()).contains(expected.substring(8));
      return;
    }
    Client.Response movies = server.client().get("/indexes/movies");
    if (expected.equals("no documents")) {
      assertThat(movies.status()).isEqualTo(404);
    } else {
      assertThat(movies.body()).contains("\"documents\":" + expected.charAt(0) + "}");
    }
    // Orderly: 128 + SIGTERM.
    assertThat(server.terminate()).isEqualTo(143);
    assertThat(server.log()).doesNotContain("failed", "Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "--import-dump=a --import-snapshot=b",
    "--ignore-missing-dump",
    "--ignore-dump-if-db-exists",
    "--ignore-missing-snapshot",
    "--ignore-snapshot-if-db-exists",
    "--import-dump=a --ignore-missing-snapshot",
    "--unknown",
    "--db-path",
    "--ignore-missing-dump=yes",
    "--http-addr=nowhere",
    "--http-addr=localhost:99999",
    "--dump-batch-size=0",
    "--dump-batch-size=x",
    "--schedule-snapshot=soon",
    "--schedule-snapshot=0",
    "--schedule-snapshot soon",
    "--schedule-snapshot=",
    "--import-dump=",
    "--db-path=",
    "--http-addr=",
    "--import-dump --ignore-missing-dump",
    "--import-dump=a --import-dump=b",
    "--import-dump a --import-dump a",
    "--import-dump=a --ignore-missing-dump --ignore-missing-dump",
    "60"
  })
  void contradictionsAreWrongUsage(String arguments) throws IOException {
    List<String> all = new ArrayList<>(TestServer.in(home()));
    all.addAll(List.of(arguments.split(" ")));
    assertThat(run(all, Map.of())).isEqualTo(2);
    assertThat(home()).isEmptyDirectory();
  }

  @Test
  void anEmptyValueIsNone() throws IOException {
    List<String> all = new ArrayList<>(TestServer.in(home()));
    all.addAll(List.of("--import-dump", ""));
    assertThat(run(all, Map.of())).isEqualTo(2);
    assertThat(home()).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "true,TRUE,t,T,yes,Yes,y,Y,on,ON,1",
    "false,False,f,F,no,NO,n,N,off,Off,0",
  })
  void switchesAreSaidInManyWords(ArgumentsAccessor words) {
    for (Object word : words.toArray()) {
      ServerOptions options =
          ServerOptions.of(
              List.of("--import-dump=x"), Map.of("INDEXPORT_IGNORE_MISSING_DUMP", "" + word));
      assertThat(options.has(Option.IGNORE_MISSING_DUMP))
          .as("%s", word)
          .isEqualTo(words.getString(0).equals("true"));
    }
  }

  @Test
  void theIntervalMayFollowItsOption() {
    for (List<String> arguments :
        List.of(
            List.of("--schedule-snapshot", "60"),
            List.of("--schedule-snapshot=60"),
            List.of("--schedule-snapshot", "60", "--db-path", "x"))) {
      assertThat(ServerOptions.of(arguments, Map.of()).snapshotInterval()).hasSeconds(60);
    }
    assertThat(
            ServerOptions.of(List.of("--schedule-snapshot", "--db-path", "x"), Map.of())
                .snapshotInterval())
        .hasDays(1);
  }

  @ParameterizedTest
  @CsvSource({
    "INDEXPORT_IGNORE_MISSING_DUMP,true",
    "INDEXPORT_IGNORE_MISSING_DUMP,perhaps",
    "INDEXPORT_SCHEDULE_SNAPSHOT,daily",
    "INDEXPORT_DUMP_BATCH_SIZE,many"
  })
  void theEnvironmentHasTheSameRules(String name, String value) throws IOException {
    assertThat(run(TestServer.in(home()), Map.of(name, value))).isEqualTo(2);
    List<String> withDump = new ArrayList<>(TestServer.in(home()));
    withDump.add("--import-snapshot=x");
    assertThat(run(withDump, Map.of("INDEXPORT_IMPORT_DUMP", "y"))).isEqualTo(2);
  }

  private static int run(List<String> arguments, Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return ServerCommand.run(arguments, environment, nowhere, nowhere);
  }

  @Test
  void helpNamesEveryOption() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(ServerCommand.run(List.of("--help"), Map.of(), print, print)).isZero();
    for (Option option : Option.values()) {
      assertThat(out.toString(StandardCharsets.UTF_8)).contains(option.flag());
    }
  }

  @Test
  void theCommandLineWins() {
    ServerOptions options =
        ServerOptions.of(
            List.of("--db-path", "x", "--schedule-snapshot=5"),
            Map.of(
                "INDEXPORT_DB_PATH", "y",
                "INDEXPORT_DUMP_DIR", "z",
                "INDEXPORT_SCHEDULE_SNAPSHOT", "",
                "INDEXPORT_IGNORE_MISSING_DUMP", "false"));
    assertThat(options.database()).isEqualTo(Path.of("x"));
    assertThat(options.dumpFolder()).isEqualTo(Path.of("z"));
    assertThat(options.snapshotInterval()).hasSeconds(5);
    assertThat(options.has(Option.IGNORE_MISSING_DUMP)).isFalse();
    assertThat(ServerOptions.of(List.of("--schedule-snapshot"), Map.of()).snapshotInterval())
        .hasDays(1);
    assertThat(
            ServerOptions.of(List.of(), Map.of("INDEXPORT_SCHEDULE_SNAPSHOT", ""))
                .snapshotInterval())
        .isNull();
  }

  @Test
  void importsMeilisearchDumps() throws IOException {
    try (TestServer server = TestServer.start(home(), "--import-dump=" + MEILISEARCH_DUMP)) {
      Client client = server.client();
      assertThat(client.get("/indexes/movies").body()).contains("\"primaryKey\":\"id\"");
      assertThat(client.get("/indexes/movies/search?q=star+wars&limit=3").body())
          .contains("Star Wars");
      assertThat(client.post("/indexes/movies/documents", "{\"id\":-1,\"title\":\"New\"}").body())
          .isEqualTo("{\"accepted\":1}");
    }
  }

  @Test
  void aDamagedDumpLeavesNothing() throws IOException {
    Path dump = folder.resolve("damaged.dump");
    byte[] bytes = Files.readAllBytes(MEILISEARCH_DUMP);
    Files.write(dump, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> TestServer.start(home(), "--import-dump=" + dump))
        .isInstanceOf(LaunchException.class);
    assertThat(home().resolve("data.ix")).doesNotExist();
    try (Stream<Path> left = Files.list(home())) {
      assertThat(left).containsExactly(home().resolve(".data.ix.lock"));
    }
  }

  @Test
  void whatIsLeftOfAnUnfinishedIndexGoes() throws IOException {
    Path left = Files.createDirectories(home().resolve("data.ix").resolve(".new"));
    Files.writeString(left.resolve("write.lock"), "");
    Files.writeString(left.resolve("pending_segments_1"), "x");
    try (TestServer server = TestServer.start(home())) {
      assertThat(left).doesNotExist();
      assertThat(server.client().put("/indexes/movies", "").status()).isEqualTo(201);
    }
  }

  private String refused(String... further) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(TestServer.in(home()));
    all.add("--http-addr=localhost:0");
    all.addAll(List.of(further));
    assertThat(ServerCommand.run(all, Map.of(), print, print)).isEqualTo(1);
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aDatabaseHasOneServer() throws IOException {
    fill();
    try (TestServer first = TestServer.start(home())) {
      assertThat(refused()).contains("another server has this database", ".data.ix.lock");
      assertThat(first.client().get("/indexes/movies").status()).isEqualTo(200);
    }
    TestServer.start(home()).close();
  }

  @Test
  void evenIfItIsEmpty() throws IOException {
    try (TestServer first = TestServer.start(home())) {
      assertThat(refused()).contains("another server has this database");
      assertThat(refused("--import-dump=" + MEILISEARCH_DUMP))
          .contains("another server has this database");
      try (ServerProcess process = ServerProcess.start(home(), Map.of(), List.of())) {
        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.log()).contains("another server has this database");
      }
      Path link = Files.createSymbolicLink(folder.resolve("link"), home().resolve("data.ix"));
      assertThat(
              run(
                  List.of("--db-path=" + link, "--dump-dir=" + folder, "--http-addr=localhost:0"),
                  Map.of()))
          .isEqualTo(1);
      assertThat(first.client().put("/indexes/movies", "").status()).isEqualTo(201);
      assertThat(first.client().post("/indexes/movies/documents", "{\"id\":1}").status())
          .isEqualTo(200);
    }
  }

  @Test
  void aServerThatWasKilledKeepsNobodyOut() throws IOException {
    ServerProcess process = ServerProcess.start(home(), Map.of(), List.of());
    assertThat(process.client().put("/indexes/movies", "").status()).isEqualTo(201);
    process.close();
    try (TestServer next = TestServer.start(home())) {
      assertThat(next.client().get("/indexes/movies").status()).isEqualTo(200);
    }
  }

  @Test
  void foreignFoldersAreNoDatabase() throws IOException {
    Files.writeString(Files.createDirectories(home().resolve("data.ix")).resolve("file"), "");
    assertThat(refused()).contains("found neither");
  }
}
