package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Dumps and loads of a real Elasticsearch or OpenSearch as whole processes, against elasticdump
 * with its defaults and with its best options, and against {@link BareSearchClient}, which shows
 * what the server allows. Indexport has a heap of 64 MiB and writes and reads elasticdump's files.
 *
 * <p>Arguments: a kind of server such as {@code opensearch-2}, {@code packages} or {@code logs}, a
 * corpus of JSON lines, a folder to work in, the program elasticdump, how many documents, rounds,
 * rounds against elasticdump's defaults, which are slow. Needs GNU time.
 */
public final class SearchServerSpeed {
  private static final int PORT = 9_377;
  private static final String INDEX = "speed";
  private static final List<String> HEAP = List.of("-Xmx64m", "-XX:-UsePerfData");

  private final WorkFolder work;
  private final Path log;
  private final SearchServer server;
  private final SearchCorpus corpus;
  private final String elasticdump;
  private final long count;
  private final boolean isSmall;

  private SearchServerSpeed(
      WorkFolder work, SearchServer server, SearchCorpus corpus, String[] arguments) {
    this.work = work;
    this.log = work.file("log");
    this.server = server;
    this.corpus = corpus;
    this.elasticdump = arguments[4];
    this.count = Long.parseLong(arguments[5]);
    this.isSmall = arguments[1].equals("logs");
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    SearchCorpus corpus =
        arguments[1].equals("logs")
            ? SearchCorpus.logs()
            : SearchCorpus.packages(Corpus.read(Path.of(arguments[2])));
    int rounds = Integer.parseInt(arguments[6]);
    int slowRounds = Integer.parseInt(arguments[7]);
    try (WorkFolder work = WorkFolder.in(Path.of(arguments[3]));
        SearchServer server =
            SearchServer.start(arguments[0], PORT, work.file("server"), work.file("log"))) {
      SearchServerSpeed speed = new SearchServerSpeed(work, server, corpus, arguments);
      speed.prepare();
      Scores scores = new Scores("%s, %,d %s".formatted(arguments[0], speed.count, arguments[1]));
      speed.dumps(rounds, slowRounds, scores);
      speed.loads(rounds, slowRounds, scores);
      scores.print();
      speed.printMemory();
    }
  }

  private void prepare() throws Exception {
    corpus.writeBulk(work.file("bulk"), count);
    Path folder = Files.createDirectories(work.file("files"));
    corpus.writeHits(folder.resolve(INDEX + ".json"), INDEX, count);
    System.out.printf(
        "%,d documents, %,.0f MB as elasticdump writes them%n",
        count, Files.size(folder.resolve(INDEX + ".json")) / 1e6);
    makeIndex();
    bareWrite(2, 4 << 20).run();
    server.expect(INDEX, count);
    server.call("POST", "/" + INDEX + "/_forcemerge?max_num_segments=1", "");
    for (String type : List.of("mapping", "settings")) {
      elasticdump(
              "--input=" + index(),
              "--output=" + folder.resolve(INDEX + "." + type + ".json"),
              "--type=" + type)
          .run();
    }
  }

  private void dumps(int rounds, int slowRounds, Scores scores) throws Exception {
    Command ours = ourDump(work.file("ours/"));
    int page = isSmall ? 5_000 : 1_000;
    Command best = theirDump("--limit=" + page);
    List<Command> bare = new ArrayList<>();
    for (int readers = 1; readers <= 3; readers++) {
      for (int size : List.of(5_000, 10_000)) {
        bare.add(bareRead(readers, size));
      }
    }
    Command fastest = Command.fastest(bare, () -> {});
    Race race = new Race(rounds).before(this::clearFiles);
    scores.speed(race.run("dump", ours::run, "a bare client", fastest::run), 0.9);
    scores.speed(race.run("dump", ours::run, "elasticdump --limit=" + page, best::run), 1.8);
    Race slow = new Race(slowRounds).before(this::clearFiles);
    scores.speed(slow.run("dump", ours::run, "elasticdump", theirDump()::run), 4.5);
  }

  private void loads(int rounds, int slowRounds, Scores scores) throws Exception {
    Command ours = ourLoad();
    String options = "--limit=%d --concurrency=4 --noRefresh".formatted(isSmall ? 5_000 : 1_000);
    Command best = theirLoad(options.split(" ", -1));
    List<Command> bare = new ArrayList<>();
    for (int connections = 2; connections <= 3; connections++) {
      for (int size : List.of(4 << 20, 8 << 20)) {
        bare.add(bareWrite(connections, size));
      }
    }
    Command fastest = Command.fastest(bare, this::makeUnrefreshedIndex);
    Race.Contestant us =
        () -> {
          server.delete(INDEX);
          ours.run();
        };
    Race.Contestant client =
        () -> {
          makeUnrefreshedIndex();
          fastest.run();
        };
    Race race = new Race(rounds);
    scores.speed(race.run("load", us, "a bare client", client), 0.9);
    server.expect(INDEX, count);
    scores.speed(race.run("load", us, "elasticdump " + options, into(best)), 1.8);
    Race.Result defaults = new Race(slowRounds).run("load", us, "elasticdump", into(theirLoad()));
    scores.speed(defaults, isSmall ? 12 : 6);
    server.expect(INDEX, count);
  }

  private Race.Contestant into(Command theirs) {
    return () -> {
      makeIndex();
      theirs.run();
    };
  }

  private void makeIndex() throws IOException, InterruptedException {
    server.delete(INDEX);
    server.call("PUT", "/" + INDEX, corpus.indexBody());
  }

  private void makeUnrefreshedIndex() throws IOException, InterruptedException {
    makeIndex();
    server.call("PUT", "/" + INDEX + "/_settings", "{\"index\":{\"refresh_interval\":\"-1\"}}");
  }

  private void clearFiles() throws IOException {
    work.fresh("ours");
    work.fresh("ours.manifest.json");
    work.fresh("theirs.json");
  }

  private void printMemory() throws Exception {
    clearFiles();
    server.delete(INDEX);
    Path report = work.file("memory-report");
    ourLoad().reportingMemory(report).run();
    String load = Files.readString(report).strip();
    ourDump(work.file("ours/")).reportingMemory(report).run();
    String dump = Files.readString(report).strip();
    theirDump().reportingMemory(report).run();
    String theirDump = Files.readString(report).strip();
    makeIndex();
    theirLoad().reportingMemory(report).run();
    System.out.printf(
        "Peak RSS in KiB: dump %s (elasticdump %s), load %s (elasticdump %s)%n",
        dump, theirDump, load, Files.readString(report).strip());
  }

  private Command ourDump(Path output) {
    return Command.indexport(
        log, HEAP, "dump", index(), output + "/", "--to", "elasticdump", "--quiet");
  }

  private Command ourLoad() {
    return Command.indexport(
        log, HEAP, "import", work.file("files").toString(), server.url(), "--quiet");
  }

  private Command theirDump(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("--input=" + index(), "--output=" + work.file("theirs.json"), "--type=data"));
    words.addAll(List.of(options));
    return elasticdump(words.toArray(String[]::new));
  }

  private Command theirLoad(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--input=" + work.file("files/" + INDEX + ".json"),
                "--output=" + index(),
                "--type=data"));
    words.addAll(List.of(options));
    return elasticdump(words.toArray(String[]::new));
  }

  private Command elasticdump(String... options) {
    List<String> words = new ArrayList<>(List.of(elasticdump));
    words.addAll(List.of(options));
    return Command.other(log, Command.NOWHERE, words.toArray(String[]::new));
  }

  private Command bareRead(int readers, int page) {
    return bare("read", server.url(), INDEX, String.valueOf(readers), String.valueOf(page));
  }

  private Command bareWrite(int connections, int bytes) {
    return bare(
        "write",
        server.url(),
        INDEX,
        String.valueOf(connections),
        String.valueOf(bytes),
        work.file("bulk").toString());
  }

  private Command bare(String... arguments) {
    return Command.ofClass(log, BareSearchClient.class, List.of(arguments));
  }

  private String index() {
    return server.url() + "/" + INDEX;
  }
}
