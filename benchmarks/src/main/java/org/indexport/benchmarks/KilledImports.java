package org.indexport.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills imports into Lucene at random moments and resumes them; each target must then equal the
 * input, document by document.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many documents at least, how many
 * kills, the seed of the moments.
 */
public final class KilledImports {
  private static final List<String> JVM = List.of("-Xmx256m");

  private final WorkFolder work;
  private final Path lines;
  private final Random random;

  private KilledImports(WorkFolder work, Path lines, long seed) {
    this.work = work;
    this.lines = lines;
    this.random = new Random(seed);
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long documents = arguments.length > 2 ? Long.parseLong(arguments[2]) : 200_000;
    int kills = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
    long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : System.nanoTime();
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written written =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), documents, 0);
      System.out.println("Killed imports: " + written + ", " + kills + " kills, seed " + seed);
      new KilledImports(work, written.file(), seed).run(kills);
    }
  }

  private void run(int kills) throws Exception {
    long start = System.nanoTime();
    importTo("undisturbed", "undisturbed.checkpoint").run();
    long undisturbed = (System.nanoTime() - start) / 1_000_000;
    System.out.printf("  undisturbed: %.1f s%n", undisturbed / 1e3);
    for (int killed = 0; killed < kills; ) {
      List<Long> moments = new ArrayList<>();
      work.fresh("target");
      Files.deleteIfExists(work.file("checkpoint"));
      while (killed < kills) {
        long moment = (long) (random.nextDouble() * undisturbed);
        if (!importTo("target", "checkpoint").runAndKillAfter(moment)) {
          break;
        }
        moments.add(moment);
        killed++;
      }
      importTo("target", "checkpoint").run();
      Command.indexport(
              work.file("log"),
              JVM,
              "diff",
              "lucene:" + work.file("undisturbed"),
              "lucene:" + work.file("target"))
          .run();
      System.out.println("  killed after " + moments + " ms, resumed: identical");
    }
    System.out.println("  " + kills + " kills, every target identical");
  }

  private Command importTo(String target, String checkpoint) {
    return Command.indexport(
        work.file("log"),
        JVM,
        "import",
        lines.toString(),
        "lucene:" + work.file(target),
        "--primary-key",
        "id",
        "--checkpoint",
        work.file(checkpoint).toString(),
        "--resume",
        "--quiet",
        "--checkpoint-every",
        "4MiB");
  }
}
