package org.indexport.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints what happens, step by step, in columns: number, title, text, time. */
final class Story {
  private static final String INDENT = " ".repeat(12);

  private final PrintStream out;
  private int steps;

  Story(PrintStream out) {
    this.out = out;
  }

  /** Prints a line outside of the steps. */
  void say(String line) {
    out.println(line);
  }

  /** Begins a step; its time is taken until the first line of it is told. */
  Step step(String title) {
    return new Step(title, System.nanoTime());
  }

  /** One step of the story. */
  final class Step {
    private final String title;
    private final long start;
    private boolean begun;

    private Step(String title, long start) {
      this.title = title;
      this.start = start;
    }

    /** Tells what was done: the first line comes with the time that it took. */
    void tell(String line) {
      if (begun) {
        out.println(INDENT + line);
        return;
      }
      begun = true;
      steps++;
      out.println();
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      out.printf(Locale.ROOT, "%2d  %-7s %-72s %7s%n", steps, title, line, Figures.seconds(time));
    }
  }
}
