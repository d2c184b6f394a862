package org.indexport.cli;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.indexport.transfer.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how a pass over an input goes on: a bar on a terminal, else a line every
 * few seconds. Closing it ends the display.
 */
abstract class Progress implements TransferListener, Closeable {
  /** What is told of at its end even if it was quick; the rest only prepares. */
  private static final Set<String> WORK = Set.of("convert", "dump", "import", "verify");

  private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();

  private final long started = System.nanoTime();
  private final String task;
  private final Input input;
  private final OptionalLong totalDocuments;
  private final OptionalLong totalBytes;
  private volatile long documents;
  private volatile long bytes;

  private Progress(String task, Input input) throws IOException {
    this.task = task;
    this.input = input;
    this.totalBytes = input.size();
    this.totalDocuments =
        totalBytes.isPresent() ? OptionalLong.empty() : input.announcedDocuments();
  }

  /**
   * Starts.
   *
   * @param task what is done, such as {@code importing}
   */
  static Progress start(String task, Input input, Terminal terminal, CommonOptions common)
      throws IOException {
    if (common.quiet) {
      return new Silence(task, input);
    }
    return terminal.isInteractive()
        ? new Bar(task, input, terminal)
        : new Lines(task, input, terminal);
  }

  @Override
  public void progressed(long documentsSoFar, long bytesSoFar) {
    documents = documentsSoFar;
    bytes = bytesSoFar;
    show();
  }

  /** Shows what there is to show. */
  abstract void show();

  @Override
  public void close() {}

  /** How long it has taken so far. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  String task() {
    return task;
  }

  /** The end of the scale, or 0 when it is unknown. */
  long total() {
    return Math.max(0, totalBytes.orElse(totalDocuments.orElse(0)));
  }

  /** Where on the scale it is. */
  long current() {
    return totalBytes.isPresent() ? Math.min(input.position(), total()) : documents;
  }

  /** How much of it is done, from 0 to 1; 0 where the end is unknown. */
  double fraction() {
    return total() == 0 ? 0 : Math.min(1.0, (double) current() / total());
  }

  /** Documents, bytes, rate and, where the end is known, how much is done and when it will be. */
  String line() {
    double fraction = fraction();
    if (fraction == 0 || fraction == 1) {
      return soFar();
    }
    Duration left = Duration.ofMillis((long) (elapsed().toMillis() * (1 - fraction) / fraction));
    return "%s, %d %%, %s left".formatted(soFar(), (int) (100 * fraction), Text.time(left));
  }

  /** Documents, bytes and rate. */
  String soFar() {
    double seconds = Math.max(0.001, elapsed().toMillis() / 1000.0);
    return "%s, %s, %s/s"
        .formatted(
            Text.documents(documents), Text.size(bytes), Text.size((long) (bytes / seconds)));
  }

  boolean hasDocuments() {
    return documents > 0;
  }

  /** Shows nothing. */
  private static final class Silence extends Progress {
    Silence(String task, Input input) throws IOException {
      super(task, input);
    }

    @Override
    void show() {}
  }

  /** A line every few seconds, and one at the end. */
  private static final class Lines extends Progress {
    private final Terminal terminal;
    private long last = System.nanoTime();
    private boolean shown;

    Lines(String task, Input input, Terminal terminal) throws IOException {
      super(task, input);
      this.terminal = terminal;
    }

    @Override
    synchronized void show() {
      long now = System.nanoTime();
      if (now - last >= LINE_NANOS) {
        last = now;
        shown = true;
        terminal.err().println(task() + ": " + line());
      }
    }

    @Override
    public synchronized void close() {
      if (hasDocuments() && (shown || WORK.contains(task()))) {
        terminal.err().println(task() + ": " + soFar() + ", " + Text.time(elapsed()));
      }
    }
  }

  /** A bar that is drawn over and over. */
  private static final class Bar extends Progress {
    private final Terminal terminal;
    private @Nullable ProgressBarDisplay display;

    Bar(String task, Input input, Terminal terminal) throws IOException {
      super(task, input);
      this.terminal = terminal;
    }

    @Override
    synchronized void show() {
      if (display == null) {
        display = new ProgressBarDisplay(this, terminal);
      }
      display.show();
    }

    @Override
    public synchronized void close() {
      if (display != null) {
        display.close();
      }
    }
  }
}
