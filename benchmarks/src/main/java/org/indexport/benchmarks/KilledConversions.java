package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kills conversions to v2 at random moments and resumes them with the same command, files and
 * folders by turns; each dump must then be complete and equal the input, document by document.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many documents at least, how many
 * kills, the seed of the moments.
 */
public final class KilledConversions {
  private static final List<String> JVM = List.of("-Xmx256m");

  /** A dump is then left to be finished, so that many get their turn. */
  private static final int KILLS_OF_ONE = 5;

  private final WorkFolder work;
  private final Path lines;
  private final Random random;

  private KilledConversions(WorkFolder work, Path lines, long seed) {
    this.work = work;
    this.lines = lines;
    this.random = new Random(seed);
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long documents = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1_000_000;
    int kills = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
    long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : System.nanoTime();
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written written =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), documents, 0);
      System.out.println("Killed conversions: " + written + ", " + kills + " kills, seed " + seed);
      new KilledConversions(work, written.file(), seed).run(kills);
    }
  }

  private void run(int kills) throws Exception {
    long start = System.nanoTime();
    convert("undisturbed.dump").run();
    long undisturbed = (System.nanoTime() - start) / 1_000_000;
    System.out.printf("  undisturbed: %.1f s%n", undisturbed / 1e3);
    int killed = 0;
    for (int target = 0; killed < kills; target++) {
      killed +=
          killAndResume(
              target % 2 == 0 ? "file.dump" : "folder/",
              Math.min(KILLS_OF_ONE, kills - killed),
              undisturbed);
    }
    System.out.println("  " + kills + " kills, every dump equal to its input");
  }

  /** One dump to its end; tells how often it was killed on its way. */
  private int killAndResume(String target, int most, long undisturbed) throws Exception {
    work.fresh(target);
    Files.deleteIfExists(work.file("checkpoint"));
    List<Long> moments = new ArrayList<>();
    boolean finished = false;
    while (!finished && moments.size() < most) {
      long moment = (long) (random.nextDouble() * undisturbed);
      finished = !convert(target).runAndKillAfter(moment);
      if (!finished) {
        moments.add(moment);
        // It appears when it is whole, and then there is nothing to go on with.
        finished = Files.exists(work.file(target));
      }
    }
    if (!finished) {
      convert(target).run();
    }
    indexport("verify", work.file(target).toString(), "--deep").run();
    indexport("diff", lines.toString(), work.file(target).toString()).run();
    checkNothingLeft();
    if (!moments.isEmpty()) {
      System.out.println("  " + target + " killed after " + moments + " ms, resumed: equal");
    }
    return moments.size();
  }

  private Command convert(String target) {
    // A path forgets the slash that asks for a folder.
    String output = work.file(target) + (target.endsWith("/") ? "/" : "");
    return indexport(
        "convert",
        lines.toString(),
        output,
        "--to",
        "v2",
        "--checkpoint",
        work.file("checkpoint").toString(),
        "--resume",
        "--quiet",
        "--checkpoint-every",
        "4MiB");
  }

  private Command indexport(String... arguments) {
    return Command.indexport(work.file("log"), JVM, arguments);
  }

  private void checkNothingLeft() throws IOException {
    try (Stream<Path> all = Files.list(work.file(""))) {
      List<Path> hidden =
          all.filter(file -> file.getFileName().toString().startsWith(".")).toList();
      if (!hidden.isEmpty()) {
        throw new IOException("left behind: " + hidden);
      }
    }
  }
}
