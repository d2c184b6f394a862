package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One document, of which only the position is known, out of a large dump, against a start of the
 * command line that does nothing.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, rounds, the
 * seed of the positions.
 */
public final class RangeRead {
  private RangeRead() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 5_000_000_000L;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 21;
    long seed = arguments.length > 4 ? Long.parseLong(arguments[4]) : 20261121;
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus corpus = Corpus.read(Path.of(arguments[0]));
      Corpus.Written written = corpus.write(work.file("corpus.jsonl"), 0, bytes);
      System.out.println("One document out of a dump: " + written);
      Path log = work.file("log");
      String dump = work.file("corpus.dump").toString();
      Command.indexport(
              log,
              List.of(),
              "convert",
              written.file().toString(),
              dump,
              "--to",
              "v2",
              "--trust-input",
              "--quiet")
          .run();
      work.fresh("corpus.jsonl");
      Random random = new Random(seed);
      Path output = work.file("document");
      Command version = Command.indexport(log, List.of(), "--version").to(Command.NOWHERE);
      Race.Result result =
          new Race(rounds)
              .run(
                  "cat --range",
                  () -> {
                    long position = (long) (random.nextDouble() * written.documents());
                    String range = position + ":" + (position + 1);
                    Command.indexport(log, List.of(), "cat", dump, "corpus", "--range", range)
                        .to(output)
                        .run();
                    check(output, corpus.document(position));
                  },
                  "--version",
                  version::run);
      Scores scores = new Scores(written.toString());
      scores.time(result, 3);
      scores.print();
    }
  }

  private static void check(Path output, byte[] expected) throws IOException {
    byte[] found = Files.readAllBytes(output);
    if (found.length != expected.length + 1
        || Arrays.mismatch(found, expected) != expected.length) {
      throw new IOException("another document than was asked for");
    }
  }
}
