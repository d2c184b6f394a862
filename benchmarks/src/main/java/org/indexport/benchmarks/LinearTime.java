package org.indexport.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether time grows as the data does: {@code convert}, {@code verify} and {@code cat} of 1, 2, 5
 * and 10 GB by turns, as seconds per GB.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in with room for 25 GB, rounds, the bytes
 * that count as 1 GB.
 */
public final class LinearTime {
  private static final long[] SIZES = {1, 2, 5, 10};
  private static final List<String> COMMANDS = List.of("convert", "verify", "cat");

  private final WorkFolder work;
  private final List<Corpus.Written> inputs;
  private final double[][][] secondsPerGigabyte;

  private LinearTime(WorkFolder work, List<Corpus.Written> inputs, int rounds) {
    this.work = work;
    this.inputs = inputs;
    this.secondsPerGigabyte = new double[COMMANDS.size()][inputs.size()][rounds];
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    long unit = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1_000_000_000;
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus corpus = Corpus.read(Path.of(arguments[0]));
      List<Corpus.Written> inputs = new ArrayList<>();
      for (long size : SIZES) {
        inputs.add(corpus.write(work.file(size + ".jsonl"), 0, size * unit));
        System.out.println(inputs.get(inputs.size() - 1));
      }
      LinearTime times = new LinearTime(work, inputs, rounds);
      for (int round = 0; round < rounds; round++) {
        for (int size = 0; size < inputs.size(); size++) {
          times.run(round, size);
        }
      }
      times.print();
    }
  }

  private void run(int round, int size) throws Exception {
    Corpus.Written input = inputs.get(size);
    Path dump = work.fresh(SIZES[size] + ".dump");
    List<Command> commands =
        List.of(
            indexport("convert", input.file().toString(), dump.toString(), "--to", "v2", "--quiet"),
            indexport("verify", dump.toString()),
            indexport("cat", dump.toString(), Long.toString(SIZES[size])).to(Command.NOWHERE));
    for (int command = 0; command < commands.size(); command++) {
      new ProcessBuilder("sync").inheritIO().start().waitFor();
      long start = System.nanoTime();
      commands.get(command).run();
      double seconds = (System.nanoTime() - start) / 1e9;
      secondsPerGigabyte[command][size][round] = seconds / (input.bytes() / 1e9);
      System.out.printf(
          "  round %d: %s of %,.0f MB %.2f s%n",
          round + 1, COMMANDS.get(command), input.bytes() / 1e6, seconds);
    }
  }

  private Command indexport(String... arguments) {
    return Command.indexport(work.file("log"), List.of(), arguments);
  }

  private void print() {
    StringBuilder head = new StringBuilder("\n| seconds per GB |");
    for (Corpus.Written input : inputs) {
      head.append(String.format(" %,.1f GB |", input.bytes() / 1e9));
    }
    System.out.println(head.append(" largest / smallest |"));
    System.out.println("|" + "---|".repeat(inputs.size() + 2));
    for (int command = 0; command < COMMANDS.size(); command++) {
      double[] medians =
          Arrays.stream(secondsPerGigabyte[command]).mapToDouble(Race::median).toArray();
      StringBuilder row = new StringBuilder("| `" + COMMANDS.get(command) + "` |");
      for (double median : medians) {
        row.append(String.format(" %.2f |", median));
      }
      System.out.printf("%s **%.2f x** |%n", row, medians[medians.length - 1] / medians[0]);
    }
  }
}
