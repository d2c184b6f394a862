package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * JSON lines to v1 to Lucene in a heap of 64 MiB, with no temporary file.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, the heap.
 */
public final class SmallHeap {
  private SmallHeap() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2_000_000_000L;
    String heap = arguments.length > 3 ? arguments[3] : "64m";
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written lines =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), 0, bytes);
      System.out.println("Heap of " + heap + ": " + lines);
      String dump = work.file("corpus.dump").toString();
      String target = "lucene:" + work.file("target");
      run(work, heap, "convert", lines.file().toString(), dump, "--to", "v1", "--quiet");
      run(work, heap, "import", dump, target, "--quiet");
      run(work, heap, "diff", lines.file().toString(), target);
    }
  }

  private static void run(WorkFolder work, String heap, String... arguments) throws Exception {
    Path temporary = Files.createDirectories(work.fresh("temporary"));
    List<String> jvm = new ArrayList<>(List.of("-Xmx" + heap, "-XX:-UsePerfData"));
    jvm.add("-Djava.io.tmpdir=" + temporary);
    Path log = work.file("log");
    long start = System.nanoTime();
    Command.indexport(log, jvm, arguments).run();
    System.out.printf("  %s: %.0f s%n", arguments[0], (System.nanoTime() - start) / 1e9);
    checkEmpty(temporary);
  }

  private static void checkEmpty(Path temporary) throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      List<Path> files = left.toList();
      if (!files.isEmpty()) {
        throw new IOException("temporary files: " + files);
      }
    }
  }
}
