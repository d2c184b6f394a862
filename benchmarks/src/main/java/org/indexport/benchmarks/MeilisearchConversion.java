package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Meilisearch dump of version V6 to v2, in a heap of 64 MiB and without a temporary file, against
 * {@code gzip -dc | zstd -3 -T2}, which does not look at what it repacks. In the dump, all
 * documents come before what tells which index they belong to, as in many that engines have
 * written.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, rounds. Needs
 * GNU tar and gzip.
 */
public final class MeilisearchConversion {
  private static final String TIME = "2026-01-02T03:04:05Z";

  private final WorkFolder work;
  private final Path log;

  private MeilisearchConversion(WorkFolder work) {
    this.work = work;
    this.log = work.file("log");
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2_000_000_000;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    try (WorkFolder work = WorkFolder.in(folder)) {
      MeilisearchConversion conversion = new MeilisearchConversion(work);
      Corpus.Written lines = conversion.writeDump(Corpus.read(Path.of(arguments[0])), bytes);
      System.out.println("Meilisearch V6 to v2: " + lines);
      conversion.race(rounds, new Scores(lines.toString()));
    }
  }

  private Corpus.Written writeDump(Corpus corpus, long bytes) throws Exception {
    Path tree = work.file("tree");
    Path index = Files.createDirectories(tree.resolve("indexes/corpus"));
    Files.createDirectories(tree.resolve("tasks"));
    Corpus.Written lines = corpus.write(index.resolve("documents.jsonl"), 0, bytes);
    Files.writeString(
        index.resolve("metadata.json"),
        """
        {"uid":"corpus","primaryKey":"id","createdAt":"%s","updatedAt":"%s"}"""
            .formatted(TIME, TIME));
    Files.writeString(index.resolve("settings.json"), "{}");
    Files.writeString(
        tree.resolve("metadata.json"),
        """
        {"dumpVersion":"V6","dbVersion":"1.50.0","dumpDate":"%s"}"""
            .formatted(TIME));
    Files.createFile(tree.resolve("keys.jsonl"));
    Files.createFile(tree.resolve("tasks/queue.jsonl"));
    String documents = "indexes/corpus/documents.jsonl";
    String rest = "indexes/corpus/metadata.json indexes/corpus/settings.json tasks keys.jsonl";
    shell(
        work.file("corpus-v6.dump"),
        "tar -C '%s' --format=gnu -cf - %s %s metadata.json | gzip -6"
            .formatted(tree, documents, rest));
    work.fresh("tree");
    return lines;
  }

  private void race(int rounds, Scores scores) throws Exception {
    String dump = work.file("corpus-v6.dump").toString();
    String v2 = work.file("corpus.dump").toString();
    String zst = work.file("corpus.tar.zst").toString();
    Path temporary = Files.createDirectories(work.file("temporary"));
    List<String> jvm = List.of("-Xmx64m", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary);
    Command convert =
        Command.indexport(log, jvm, "convert", dump, v2, "--to", "v2", "--trust-input", "--quiet");
    Race race =
        new Race(rounds)
            .before(
                () -> {
                  work.fresh("corpus.dump");
                  work.fresh("corpus.tar.zst");
                  work.readyMemory(Files.size(Path.of(dump)));
                });
    scores.speed(
        race.run(
            "convert --trust-input",
            () -> {
              convert.run();
              expectNothingIn(temporary);
            },
            "gzip -dc | zstd -3 -T2",
            () ->
                shell(
                    Command.NOWHERE,
                    "gzip -dc '%s' | zstd -3 -T2 -q -o '%s'".formatted(dump, zst))),
        0.7);
    scores.print();
  }

  private static void expectNothingIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> left = files.toList();
      if (!left.isEmpty()) {
        throw new IOException("temporary files: " + left);
      }
    }
  }

  private void shell(Path output, String line) throws IOException, InterruptedException {
    Command.other(log, output, "bash", "-c", "set -o pipefail; " + line).run();
  }
}
