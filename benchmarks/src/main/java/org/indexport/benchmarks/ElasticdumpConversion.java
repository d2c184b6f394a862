package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Folders of multielasticdump to v2 and back, plain and gzip, in a heap of 64 MiB, against what
 * everyday tools take to repack the same lines without looking at them.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, rounds. Needs
 * gzip and zstd.
 */
public final class ElasticdumpConversion {
  private static final List<String> JVM = List.of("-Xmx64m", "-XX:-UsePerfData");
  private static final String HITS = "corpus.json";

  private final WorkFolder work;
  private final Path log;

  private ElasticdumpConversion(WorkFolder work) {
    this.work = work;
    this.log = work.file("log");
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2_000_000_000;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    try (WorkFolder work = WorkFolder.in(folder)) {
      ElasticdumpConversion conversion = new ElasticdumpConversion(work);
      Corpus.Written lines = conversion.writeDumps(Corpus.read(Path.of(arguments[0])), bytes);
      System.out.println("elasticdump to v2 and back: " + lines);
      conversion.race(rounds, new Scores(lines.toString()));
    }
  }

  /** The folders as the tool writes them, and what they are converted to. */
  private Corpus.Written writeDumps(Corpus corpus, long bytes) throws Exception {
    Path documents = work.file("documents.jsonl");
    Corpus.Written lines = corpus.write(documents, 0, bytes);
    Path plain = Files.createDirectories(work.file("plain"));
    Path packed = Files.createDirectories(work.file("packed"));
    Path hits = plain.resolve(HITS);
    writeHits(documents, hits);
    Files.delete(documents);
    Files.writeString(plain.resolve("corpus.mapping.json"), "{\"corpus\":{\"mappings\":{}}}\n");
    shell("gzip -6 <'%s' >'%s.gz'".formatted(hits, packed.resolve(HITS)));
    indexport("convert", plain.toString(), work.file("corpus.dump").toString()).run();
    return lines;
  }

  private static void writeHits(Path documents, Path hits) throws IOException {
    long number = 0;
    try (BufferedReader in = Files.newBufferedReader(documents);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(hits), 1 << 20)) {
      for (String line; (line = in.readLine()) != null; number++) {
        String head = "{\"_index\":\"corpus\",\"_id\":\"" + number + "\",\"_score\":1,\"_source\":";
        out.write((head + line + "}\n").getBytes(UTF_8));
      }
    }
  }

  private void race(int rounds, Scores scores) throws Exception {
    Path plain = work.file("plain");
    Path packed = work.file("packed");
    Path dump = work.file("corpus.dump");
    String out = work.file("out").toString();
    Race race =
        new Race(rounds)
            .before(
                () -> {
                  work.fresh("out");
                  work.readyMemory(Files.size(plain.resolve(HITS)));
                });
    scores.speed(
        race.run(
            "gzip to v2",
            indexport("convert", packed.toString(), out)::run,
            "gzip -dc | zstd -3 -T2",
            () ->
                shell(
                    "gzip -dc '%s.gz' | zstd -3 -T2 -q -o '%s'"
                        .formatted(packed.resolve(HITS), out))),
        0.7);
    scores.speed(
        race.run(
            "plain to v2",
            indexport("convert", plain.toString(), out)::run,
            "zstd -3 -T2",
            () -> shell("zstd -3 -T2 -q -o '%s' '%s'".formatted(out, plain.resolve(HITS)))),
        0.7);
    scores.speed(
        race.run(
            "v2 to plain",
            indexport("convert", dump.toString(), out + "/", "--to", "elasticdump")::run,
            "zstd -d",
            () -> shell("zstd -dcq '%s' >'%s'".formatted(dump, out))));
    scores.speed(
        race.run(
            "v2 to gzip",
            indexport(
                    "convert",
                    dump.toString(),
                    out + "/",
                    "--to",
                    "elasticdump",
                    "-O",
                    "compress=true")
                ::run,
            "gzip -6",
            () -> shell("gzip -6 <'%s' >'%s'".formatted(plain.resolve(HITS), out))),
        1.4);
    scores.print();
  }

  private Command indexport(String... arguments) {
    String[] quiet = Arrays.copyOf(arguments, arguments.length + 1);
    quiet[arguments.length] = "--quiet";
    return Command.indexport(log, JVM, quiet);
  }

  private void shell(String line) throws IOException, InterruptedException {
    Command.other(log, Command.NOWHERE, "bash", "-c", "set -o pipefail; " + line).run();
  }
}
