package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code pack}, {@code unpack}, {@code filter} and {@code merge} against {@code cp} of something of
 * the same shape and size as what they write. Both make what they write durable: after {@code cp}
 * comes {@code sync} of its files. In a folder in memory ({@code /dev/shm}) that costs nothing, and
 * the copying alone is compared.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes of JSON lines each of
 * the two indexes has at least, rounds.
 */
public final class CopySpeed {
  private final WorkFolder work;
  private final Path log;
  private final Race race;
  private final Scores scores;

  private CopySpeed(WorkFolder work, int rounds, String title) {
    this.work = work;
    this.log = work.file("log");
    this.race = new Race(rounds).before(this::prepare);
    this.scores = new Scores(title);
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2_500_000_000L;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written written =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), 0, bytes);
      System.out.println("Copies of dumps of two indexes: each " + written);
      CopySpeed copies = new CopySpeed(work, rounds, "2 x " + written);
      copies.make(written.file());
      copies.run();
      copies.scores.print();
    }
  }

  private void make(Path lines) throws Exception {
    for (String index : List.of("first", "second")) {
      indexport(
              "convert",
              lines.toString(),
              path(index + ".dump"),
              "--to",
              "v2",
              "--index-name",
              index,
              "--trust-input",
              "--quiet")
          .run();
    }
    work.fresh(lines.getFileName().toString());
    indexport("merge", path("first.dump"), path("second.dump"), path("both.dump"), "--quiet").run();
    indexport("unpack", path("both.dump"), path("folder") + "/", "--quiet").run();
    System.out.printf(
        "  first %,.0f MB, both %,.0f MB, folder %,.0f MB%n",
        WorkFolder.bytes(work.file("first.dump")) / 1e6,
        WorkFolder.bytes(work.file("both.dump")) / 1e6,
        WorkFolder.bytes(work.file("folder")) / 1e6);
  }

  private void run() throws Exception {
    Command toFile = copy("both.dump", "copy.dump");
    Command pack = indexport("pack", path("folder"), path("out.dump"), "--quiet");
    scores.speed(race.run("pack", pack::run, "cp, sync", toFile::run));
    Command toFolder = copy("folder", "copy");
    Command unpack = indexport("unpack", path("both.dump"), path("out") + "/", "--quiet");
    scores.speed(race.run("unpack", unpack::run, "cp -R, sync", toFolder::run));
    Command oneIndex = copy("first.dump", "copy.dump");
    Command filter =
        indexport("filter", path("both.dump"), path("out.dump"), "--index", "first", "--quiet");
    scores.speed(race.run("filter", filter::run, "cp, sync", oneIndex::run));
    Command merge =
        indexport("merge", path("first.dump"), path("second.dump"), path("out.dump"), "--quiet");
    scores.speed(race.run("merge", merge::run, "cp, sync", toFile::run));
  }

  private void prepare() throws IOException {
    for (String output : List.of("out.dump", "copy.dump", "out", "copy")) {
      work.fresh(output);
    }
    work.readyMemory(Files.size(work.file("both.dump")));
  }

  private String path(String name) {
    return work.file(name).toString();
  }

  private Command copy(String from, String to) {
    String script = "cp -R \"$1\" \"$2\" && find \"$2\" -exec sync {} +";
    return Command.other(log, Command.NOWHERE, "sh", "-c", script, "sh", path(from), path(to));
  }

  private Command indexport(String... arguments) {
    return Command.indexport(log, List.of(), arguments);
  }
}
