package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes and reads v2 in a heap of 64 MiB: first so many bytes, then so many parts.
 *
 * <p>The heap depends on the sizes of few parts and on the number of all, so a dump of tiny parts
 * shows what a dump of 250 GB needs, which has 60,000 parts of 4 MiB. How much that is per part
 * comes from two such dumps of different numbers.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many bytes at least, the heap, how
 * many parts. Needs GNU time.
 */
public final class DumpHeap {
  private static final Set<String> OPTIONS = Set.of("--deep", "--range");

  private final WorkFolder work;
  private final String heap;
  private final List<IOException> failures = new ArrayList<>();

  private DumpHeap(WorkFolder work, String heap) {
    this.work = work;
    this.heap = heap;
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long bytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 20_000_000_000L;
    String heap = arguments.length > 3 ? arguments[3] : "64m";
    int parts = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 60_000;
    try (WorkFolder work = WorkFolder.in(folder)) {
      DumpHeap dumpHeap = new DumpHeap(work, heap);
      dumpHeap.manyBytes(Corpus.read(Path.of(arguments[0])), bytes);
      dumpHeap.manyParts(parts);
      if (!dumpHeap.failures.isEmpty()) {
        throw dumpHeap.failures.get(0);
      }
    }
  }

  private void manyBytes(Corpus corpus, long bytes) throws Exception {
    Corpus.Written lines = corpus.write(work.file("corpus.jsonl"), 0, bytes);
    System.out.printf("%n| %s, `-Xmx%s` | seconds | peak RSS |%n|---|---|---|%n", lines, heap);
    String dump = work.file("corpus.dump").toString();
    measure("convert", lines.file().toString(), dump, "--to", "v2", "--quiet");
    work.fresh("corpus.jsonl");
    measure("verify", dump);
    measure("cat", dump, "corpus");
    work.fresh("corpus.dump");
  }

  private void manyParts(int parts) throws Exception {
    int fewer = Math.max(1, parts / 4);
    String dump = work.file("parts.dump").toString();
    long[] few = heapOf(fewer, dump);
    work.fresh("parts.dump");
    long[] many = heapOf(parts, dump);
    System.out.printf(
        "%n| live heap, `-Xmx%s` | %,d parts | %,d parts | per part |%n|---|---|---|---|%n",
        heap, fewer, parts);
    List<String> names = List.of("before the manifest is written", "open for reading");
    for (int i = 0; i < names.size(); i++) {
      System.out.printf(
          "| %s | %,.1f MB | %,.1f MB | **%,.0f bytes** |%n",
          names.get(i), few[i] / 1e6, many[i] / 1e6, (double) (many[i] - few[i]) / (parts - fewer));
    }
    System.out.printf(
        "%n| %,d parts, `-Xmx%s` | seconds | peak RSS |%n|---|---|---|%n", parts, heap);
    measure("verify", dump);
    measure("verify", dump, "--deep");
    measure("cat", dump, "parts");
    measure("cat", dump, "parts", "--range", (parts - 1) + ":" + parts);
    measure("filter", dump, work.file("copy.dump").toString(), "--index", "parts", "--quiet");
  }

  /** The heap while writing and while reading, in bytes. */
  private long[] heapOf(int parts, String dump) throws Exception {
    Path results = work.file("heap");
    Path log = work.file("log");
    Command.other(
            log,
            log,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            HeapOfParts.class.getName(),
            dump,
            Integer.toString(parts),
            results.toString())
        .run();
    return Files.readAllLines(results).stream().mapToLong(Long::parseLong).toArray();
  }

  private void measure(String... arguments) throws Exception {
    Path temporary = Files.createDirectories(work.fresh("temporary"));
    List<String> jvm = new ArrayList<>(List.of("-Xmx" + heap, "-XX:-UsePerfData"));
    jvm.add("-Djava.io.tmpdir=" + temporary);
    Path memory = work.file("memory");
    Path log = work.fresh("log");
    long start = System.nanoTime();
    try {
      Command.indexport(log, jvm, arguments).to(Command.NOWHERE).reportingMemory(memory).run();
    } catch (IOException e) {
      failures.add(e);
      System.out.printf("| `%s` | FAILED | |%n", name(arguments));
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double megabytes = Long.parseLong(Files.readString(memory).strip()) * 1024 / 1e6;
    System.out.printf("| `%s` | %.1f | %,.0f MB |%n", name(arguments), seconds, megabytes);
    checkEmpty(temporary);
  }

  /** The command and its options, without files. */
  private static String name(String... arguments) {
    return Stream.of(arguments)
        .filter(word -> word.equals(arguments[0]) || OPTIONS.contains(word))
        .collect(Collectors.joining(" "));
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
