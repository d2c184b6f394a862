package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Dumps and loads of a real Kuzzle, and its roles, as whole processes, against kourou with its
 * defaults and against {@link BareKuzzleClient}, which shows what the server allows. Indexport has
 * a heap of 64 MiB.
 *
 * <p>Arguments: the port of a Kuzzle that {@code dev/kuzzle-server} has started and that holds
 * nothing of value, a folder to work in, the program kourou or {@code -} for none, how many
 * documents, rounds, rounds against kourou, which is slow.
 */
public final class KuzzleSpeed {
  private static final String INDEX = "speed";
  private static final String COLLECTION = "logs";
  private static final int ROLES = 500;
  private static final String ROLE =
      "{\"controllers\":{\"document\":{\"actions\":{\"get\":true}}}}";
  private static final List<String> HEAP = List.of("-Xmx64m", "-XX:-UsePerfData");

  private final BareHttp http;
  private final WorkFolder work;
  private final Path log;
  private final String port;
  private final String kourou;
  private final SearchCorpus corpus = SearchCorpus.logs();
  private final long count;

  private KuzzleSpeed(WorkFolder work, String[] arguments) {
    this.work = work;
    this.log = work.file("log");
    this.port = arguments[0];
    this.http = new BareHttp("http://127.0.0.1:" + port);
    this.kourou = arguments[2];
    this.count = Long.parseLong(arguments[3]);
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[4]);
    int slowRounds = Integer.parseInt(arguments[5]);
    try (WorkFolder work = WorkFolder.in(Path.of(arguments[1]))) {
      KuzzleSpeed speed = new KuzzleSpeed(work, arguments);
      speed.prepare();
      Scores scores = new Scores("Kuzzle, %,d logs".formatted(speed.count));
      speed.dumps(rounds, slowRounds, scores);
      speed.loads(rounds, slowRounds, scores);
      speed.roles(slowRounds, scores);
      scores.print();
    }
  }

  private void prepare() throws Exception {
    corpus.writeBulk(work.file("bulk"), count);
    makeCollection();
    bareWrite(4, 900_000).run();
    expect();
    if (hasKourou()) {
      kourou("index:export", INDEX, "--path", work.file("theirs-in").toString()).run();
    }
    ourDump(work.file("in.dump"), "/" + INDEX + "/*", "--no-sections").run();
    StringBuilder roles = new StringBuilder("{\"type\":\"roles\",\"content\":{");
    for (int i = 0; i < ROLES; i++) {
      http.call(
          "PUT", "/roles/speed-" + i + "?refresh=" + (i == ROLES - 1 ? "wait_for" : "false"), ROLE);
      roles.append(i == 0 ? "" : ",").append("\"speed-" + i + "\":" + ROLE);
    }
    Files.writeString(work.file("roles.json"), roles.append("}}").toString());
    ourDump(work.file("roles.dump"), "", "--sections", "roles", "--settings-only").run();
  }

  private boolean hasKourou() {
    return !kourou.equals("-");
  }

  private void dumps(int rounds, int slowRounds, Scores scores) throws Exception {
    Command ours = ourDump(work.file("ours.dump"), "/" + INDEX + "/*", "--no-sections");
    List<Command> bare = new ArrayList<>();
    for (int page : List.of(2_000, 5_000, 10_000)) {
      bare.add(bare("read", String.valueOf(page)));
    }
    Command fastest = Command.fastest(bare, () -> {});
    Race race = new Race(rounds).before(this::clearFiles);
    scores.speed(race.run("dump", ours::run, "a bare client", fastest::run), 0.9);
    if (!hasKourou()) {
      return;
    }
    Command theirs = kourou("index:export", INDEX, "--path", work.file("theirs").toString());
    Race slow = new Race(slowRounds).before(this::clearFiles);
    scores.speed(slow.run("dump", ours::run, "kourou index:export", theirs::run), 1.7);
  }

  private void loads(int rounds, int slowRounds, Scores scores) throws Exception {
    Command ours =
        Command.indexport(log, HEAP, "import", work.file("in.dump").toString(), uri(""), "--quiet");
    List<Command> bare = new ArrayList<>();
    for (int connections : List.of(2, 4)) {
      bare.add(bareWrite(connections, 500_000));
      bare.add(bareWrite(connections, 900_000));
    }
    Command fastest = Command.fastest(bare, this::makeUnrefreshedCollection);
    Race.Contestant us =
        () -> {
          removeCollection();
          ours.run();
        };
    Race.Contestant client =
        () -> {
          makeUnrefreshedCollection();
          fastest.run();
        };
    scores.speed(new Race(rounds).run("load", us, "a bare client", client), 0.9);
    expect();
    if (!hasKourou()) {
      return;
    }
    Command theirs = kourou("index:import", work.file("theirs-in/" + INDEX).toString());
    Race.Contestant them =
        () -> {
          removeCollection();
          theirs.run();
        };
    scores.speed(new Race(slowRounds).run("load", us, "kourou index:import", them), 2.5);
    expect();
  }

  private void roles(int rounds, Scores scores) throws Exception {
    Command ours =
        Command.indexport(
            log,
            HEAP,
            "import",
            work.file("roles.dump").toString(),
            uri(""),
            "--sections",
            "roles",
            "--settings-only",
            "--if-exists",
            "append",
            "--quiet");
    if (!hasKourou()) {
      Command.fastest(List.of(ours, ours, ours), () -> {});
      return;
    }
    Command theirs = kourou("role:import", work.file("roles.json").toString());
    scores.speed(
        new Race(rounds).run(ROLES + " roles", ours::run, "kourou role:import", theirs::run), 20);
  }

  private String uri(String names) {
    return "kuzzle+http://127.0.0.1:" + port + names;
  }

  private Command ourDump(Path output, String names, String... options) {
    List<String> words =
        new ArrayList<>(List.of("dump", uri(names), output.toString(), "--quiet", "--overwrite"));
    words.addAll(List.of(options));
    return Command.indexport(log, HEAP, words.toArray(String[]::new));
  }

  private Command kourou(String... words) {
    List<String> all = new ArrayList<>(List.of(kourou));
    all.addAll(List.of(words));
    all.addAll(List.of("--host", "127.0.0.1", "--port", port));
    return Command.other(log, Command.NOWHERE, all.toArray(String[]::new));
  }

  private Command bareWrite(int connections, int bytes) {
    return bare(
        "write", String.valueOf(connections), String.valueOf(bytes), work.file("bulk").toString());
  }

  private Command bare(String what, String... arguments) {
    List<String> words =
        new ArrayList<>(List.of(what, "http://127.0.0.1:" + port, INDEX + "/" + COLLECTION));
    words.addAll(List.of(arguments));
    return Command.ofClass(log, BareKuzzleClient.class, words);
  }

  private void clearFiles() throws IOException {
    work.fresh("ours.dump");
    work.fresh("theirs");
  }

  private void removeCollection() throws IOException, InterruptedException {
    http.send("DELETE", "/" + INDEX, new byte[0]);
  }

  private void makeCollection() throws IOException, InterruptedException {
    removeCollection();
    // What Kuzzle wants is what Elasticsearch wants, with the settings in another order.
    http.call("PUT", "/" + INDEX + "/" + COLLECTION, corpus.indexBody());
  }

  private void makeUnrefreshedCollection() throws IOException, InterruptedException {
    removeCollection();
    http.call(
        "PUT",
        "/" + INDEX + "/" + COLLECTION,
        corpus
            .indexBody()
            .replace("\"number_of_shards\"", "\"refresh_interval\":\"-1\",\"number_of_shards\""));
  }

  private void expect() throws IOException, InterruptedException {
    String path = "/" + INDEX + "/" + COLLECTION;
    http.call("POST", path + "/_refresh", "");
    String answer = http.call("POST", path + "/_count", "{}");
    if (!answer.contains("\"result\":{\"count\":" + count + "}")) {
      throw new IOException("expected " + count + " documents, found " + answer);
    }
  }
}
