package org.indexport.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * JSON lines to v1 and back against the {@code gzip} command, as whole processes.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, rounds.
 */
public final class GzipConversion {
  private GzipConversion() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 500_000_000;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written lines =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), 0, bytes);
      Path log = work.file("log");
      Path gz = work.file("corpus.jsonl.gz");
      System.out.println("JSON lines to v1: " + lines);
      new Race(rounds)
          .run(
              "indexport convert --to v1",
              () -> convert(log, lines.file(), work.fresh("corpus.dump"), "v1"),
              "gzip -6",
              () -> Command.other(log, gz, "gzip", "-6", "-c", lines.file().toString()).run());
      System.out.printf(
          "  size: v1 %,.0f MB, gzip -6 %,.0f MB%n",
          WorkFolder.bytes(work.file("corpus.dump")) / 1e6, WorkFolder.bytes(gz) / 1e6);
      System.out.println("v1 to JSON lines: " + lines);
      new Race(rounds)
          .run(
              "indexport convert --to jsonl",
              () -> convert(log, work.file("corpus.dump"), work.fresh("back.jsonl"), "jsonl"),
              "gzip -d",
              () ->
                  Command.other(log, work.fresh("gunzipped"), "gzip", "-dc", gz.toString()).run());
    }
  }

  private static void convert(Path log, Path from, Path to, String format) throws Exception {
    Command.indexport(
            log, List.of(), "convert", from.toString(), to.toString(), "--to", format, "--quiet")
        .run();
  }
}
