package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.benchmarks.OpenLoop.Latencies;
import org.jspecify.annotations.Nullable;

/**
 * How long searches of the example server take while it makes dumps, one after the other, against
 * how long they take while it does not, in pairs of phases. The searches arrive at fixed moments,
 * as often as keeps the server busy for less than 40 % of one processor when it makes no dump. A
 * dump has one worker, as it usually has, and a rate limit.
 *
 * <p>Arguments: a folder to work in, a corpus of JSON lines, how many documents at least, pairs,
 * seconds of each phase, how many bytes of documents a dump reads in a second.
 */
public final class SearchLatency {
  private static final List<String> JVM = List.of("-Xmx1g");
  private static final double MOST_LOAD = 0.40;

  /** What is aimed at, as no two phases have the same load. */
  private static final double HIGHEST_LOAD = 0.36;

  private static final double WANTED_LOAD = 0.33;
  private static final double LEAST_LOAD = 0.30;
  private static final int CALIBRATIONS = 12;
  private static final int STEADY = 2;
  private static final double FIRST_RATE = 20;
  private static final double BAR = 3;
  private static final int QUERIES = 10_000;
  private static final Pattern WORD = Pattern.compile("[a-z]{4,}");
  private static final int FOLLOW_MILLIS = 100;

  private final ServerProcess server;
  private final ServerClient client;
  private final OpenLoop searches;
  private final Path dumps;
  private final double seconds;
  private double rate = FIRST_RATE;

  private SearchLatency(ServerProcess server, OpenLoop searches, Path dumps, double seconds)
      throws IOException {
    this.server = server;
    this.client = new ServerClient(server.port());
    this.searches = searches;
    this.dumps = dumps;
    this.seconds = seconds;
  }

  /** What was measured in one phase. */
  private record Phase(Latencies latencies, double load, int dumps) {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Corpus corpus = Corpus.read(Path.of(arguments[1]));
    long documents = arguments.length > 2 ? Long.parseLong(arguments[2]) : 500_000;
    int pairs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    double seconds = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 60;
    long bytesPerSecond = arguments.length > 5 ? Long.parseLong(arguments[5]) : 16_000_000;
    try (WorkFolder work = WorkFolder.in(Path.of(arguments[0]))) {
      Corpus.Written lines = corpus.write(work.file("corpus.jsonl"), documents, 0);
      LuceneImport.importDump(lines.file(), work.file("data.ix"));
      System.out.printf(
          "Searches during dumps: %s, dumps of %.1f MB in a second%n", lines, bytesPerSecond / 1e6);
      Path dumps = work.file("dumps");
      List<String> options =
          List.of(
              "--db-path", work.file("data.ix").toString(),
              "--dump-dir", dumps.toString(),
              "--dump-bytes-per-second", String.valueOf(bytesPerSecond));
      try (ServerProcess server = ServerProcess.start(work.file("server.log"), JVM, options);
          OpenLoop searches = new OpenLoop(server.port(), queries(corpus, documents))) {
        SearchLatency latency = new SearchLatency(server, searches, dumps, seconds);
        latency.calibrate();
        latency.race(pairs);
      }
    }
  }

  /** One or two words of a document each, so that frequent words are looked for frequently. */
  private static List<String> queries(Corpus corpus, long documents) {
    Random random = new Random(20261121);
    List<String> queries = new ArrayList<>();
    while (queries.size() < QUERIES) {
      byte[] document = corpus.document(Math.floorMod(random.nextLong(), documents));
      List<String> words = new ArrayList<>();
      Matcher matcher = WORD.matcher(new String(document, UTF_8));
      while (matcher.find()) {
        words.add(matcher.group());
      }
      if (!words.isEmpty()) {
        String query = words.get(random.nextInt(words.size()));
        if (random.nextBoolean()) {
          query += "+" + words.get(random.nextInt(words.size()));
        }
        queries.add("/indexes/corpus/search?limit=10&q=" + query);
      }
    }
    return queries;
  }

  /** Finds how many searches the load may have, in a server that has run for a while. */
  private void calibrate() throws Exception {
    double length = Math.max(5, seconds / 3);
    // Dumps, too, are to be compiled before they are measured.
    phase(length, true);
    int steady = 0;
    for (int i = 0; i < CALIBRATIONS && steady < STEADY; i++) {
      Phase phase = phase(length, false);
      System.out.printf(
          "  %.0f searches in a second: %.0f %% of one processor, %s%n",
          rate, 100 * phase.load(), phase.latencies());
      if (phase.load() <= HIGHEST_LOAD && phase.load() >= LEAST_LOAD) {
        steady++;
      } else {
        steady = 0;
        rate *= Math.min(4, WANTED_LOAD / Math.max(0.01, phase.load()));
      }
    }
  }

  private void race(int pairs) throws Exception {
    double[] ratios = new double[pairs];
    double worst = 0;
    System.out.println("| without a dump | during dumps | p99 | dumps | load |");
    System.out.println("|---|---|---|---|---|");
    for (int pair = 0; pair < pairs; pair++) {
      boolean dumpFirst = pair % 2 == 1;
      Phase first = phase(seconds, dumpFirst);
      Phase second = phase(seconds, !dumpFirst);
      Phase without = dumpFirst ? second : first;
      Phase with = dumpFirst ? first : second;
      ratios[pair] = with.latencies().quantile(0.99) / without.latencies().quantile(0.99);
      worst = Math.max(worst, without.load());
      System.out.printf(
          "| %s | %s | **%.2f x** | %d | %.0f %%, %.0f %% |%n",
          without.latencies(),
          with.latencies(),
          ratios[pair],
          with.dumps(),
          100 * without.load(),
          100 * with.load());
    }
    double median = Race.median(ratios);
    System.out.printf(
        "  %.0f searches in a second: median %.2f x, bar %.0f x: %s; at most %.0f %% of one"
            + " processor without a dump, allowed %.0f %%: %s%n",
        rate,
        median,
        BAR,
        median <= BAR ? "holds" : "MISSED",
        100 * worst,
        100 * MOST_LOAD,
        worst <= MOST_LOAD ? "holds" : "MISSED");
  }

  /** Searches for some time, during which there is always a dump, or never. */
  private Phase phase(double length, boolean withDumps) throws Exception {
    new ProcessBuilder("sync").start().waitFor();
    Dumping dumping = withDumps ? new Dumping() : null;
    long cpu = server.cpuTime().toNanos();
    long start = System.nanoTime();
    Latencies latencies = searches.run(rate, length);
    double load = (double) (server.cpuTime().toNanos() - cpu) / (System.nanoTime() - start);
    return new Phase(latencies, load, dumping == null ? 0 : dumping.end());
  }

  /** Has the server make one dump after the other. */
  private final class Dumping implements Runnable {
    private final Thread thread = new Thread(this, "dumps");
    private volatile boolean ending;
    private volatile @Nullable Exception failure;
    private final AtomicInteger begun = new AtomicInteger();

    /** Returns when the first one has begun. */
    Dumping() throws InterruptedException {
      thread.start();
      while (begun.get() == 0 && thread.isAlive()) {
        Thread.sleep(1);
      }
    }

    @Override
    public void run() {
      try {
        while (!ending) {
          String uid = client.requestDump();
          begun.incrementAndGet();
          client.awaitDump(uid, FOLLOW_MILLIS);
          Files.delete(dumps.resolve(uid + ".dump"));
        }
      } catch (IOException | InterruptedException e) {
        failure = e;
      }
    }

    /** Waits for the last one; tells how many there were. */
    int end() throws IOException, InterruptedException {
      ending = true;
      thread.join();
      Exception failed = failure;
      if (failed != null) {
        throw new IOException("a dump failed", failed);
      }
      return begun.get();
    }
  }
}
