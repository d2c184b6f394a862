package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * JSON lines to v2 and back against the {@code zstd} command, and {@code gzip} for comparison, as
 * whole processes.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, rounds,
 * rounds against the slow {@code gzip}.
 */
public final class ZstdConversion {
  private final WorkFolder work;
  private final Path log;
  private final String lines;
  private final Path dump;
  private final Path zst;
  private final Path gz;
  private final int rounds;
  private final int slowRounds;
  private final Scores scores;

  private ZstdConversion(WorkFolder work, Corpus.Written written, int rounds, int slowRounds) {
    this.work = work;
    this.log = work.file("log");
    this.lines = written.file().toString();
    this.dump = work.file("corpus.dump");
    this.zst = work.file("corpus.jsonl.zst");
    this.gz = work.file("corpus.jsonl.gz");
    this.rounds = rounds;
    this.slowRounds = slowRounds;
    this.scores = new Scores(written.toString());
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 4_000_000_000L;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    int slowRounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1;
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written written =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), 0, bytes);
      System.out.println("JSON lines to v2 and back: " + written);
      ZstdConversion conversion = new ZstdConversion(work, written, rounds, slowRounds);
      conversion.write();
      conversion.read();
      conversion.scores.print();
    }
  }

  private void write() throws Exception {
    Command zstd = other(Command.NOWHERE, "zstd", "-3", "-T2", "-q", lines, "-o", zst.toString());
    Command gzip = other(gz, "gzip", "-6", "-c", lines);
    Command convert = indexport("convert", lines, dump.toString(), "--to", "v2", "--quiet");
    Command trusting =
        indexport("convert", lines, dump.toString(), "--to", "v2", "--quiet", "--trust-input");
    Race race = new Race(rounds).before(this::prepare);
    scores.speed(race.run("convert", convert::run, "zstd -3 -T2", zstd::run), 0.6);
    scores.speed(race.run("convert --trust-input", trusting::run, "zstd -3 -T2", zstd::run), 0.9);
    Race slow = new Race(slowRounds).before(this::prepare);
    scores.speed(slow.run("convert", convert::run, "gzip -6", gzip::run), 6);
    // Each run deleted what the one before had made.
    prepare();
    convert.run();
    zstd.run();
    scores.size("size", WorkFolder.bytes(dump), "zstd -3", WorkFolder.bytes(zst), 1.02);
  }

  private void read() throws Exception {
    Command verify = indexport("verify", dump.toString());
    Command cat = indexport("cat", dump.toString(), "corpus").to(Command.NOWHERE);
    Command zstd = other(Command.NOWHERE, "zstd", "-d", "-c", "-q", zst.toString());
    Command gzip = other(Command.NOWHERE, "gzip", "-d", "-c", gz.toString());
    scores.speed(new Race(rounds).run("verify", verify::run, "zstd -d", zstd::run), 1.0);
    scores.speed(new Race(rounds).run("cat", cat::run, "zstd -d", zstd::run), 1.0);
    scores.speed(new Race(slowRounds).run("cat", cat::run, "gzip -d", gzip::run), 4);
  }

  /** The file of {@code gzip} is written over. */
  private void prepare() throws IOException {
    work.fresh(zst.getFileName().toString());
    work.fresh(dump.getFileName().toString());
    work.readyMemory(Files.size(Path.of(lines)) / 2);
  }

  private Command indexport(String... arguments) {
    return Command.indexport(log, List.of(), arguments);
  }

  private Command other(Path output, String... words) {
    return Command.other(log, output, words);
  }
}
