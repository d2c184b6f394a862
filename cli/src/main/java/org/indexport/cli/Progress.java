package org.indexport.cli;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.transfer.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how a pass over an input goes on: a bar on a terminal, else a line every
 * few seconds. Closing it ends the display.
 */
abstract class Progress implements TransferListener, Closeable {
  /** What is told of at its end even if it was quick; the rest only prepares. */
  private static final Set<String> WORK =
      Set.of("convert", "dump", "filter", "import", "merge", "pack", "salvage", "unpack", "verify");

  private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();

  private final long started = System.nanoTime();
  private final String task;
  private final Scale scale;
  private volatile @Nullable Place place;
  private volatile long documents;
  private volatile long bytes;

  /**
   * In which of several indexes it is.
   *
   * @param documents how many documents of it were read
   */
  private record Place(IndexName index, long documents) {}

  /**
   * Where it ends.
   *
   * @param bytes the size of the input, if it is read from start to end
   * @param documents how many documents there are, if that is known
   * @param position how many bytes of the input were read
   * @param indexes how many documents each index has, where there are several and that is known
   */
  private record Scale(
      OptionalLong bytes,
      OptionalLong documents,
      LongSupplier position,
      Map<IndexName, Long> indexes) {
    static Scale of(Input input) throws IOException {
      Manifest manifest = input.reader().manifest();
      if (manifest != null) {
        Map<IndexName, Long> counts = new HashMap<>();
        manifest.indexes().forEach(index -> counts.put(index.name(), index.documents()));
        return of(manifest).with(counts);
      }
      OptionalLong bytes = input.size();
      OptionalLong documents =
          bytes.isPresent() ? OptionalLong.empty() : input.announcedDocuments();
      return new Scale(bytes, documents, input::position, Map.of()).with(counts(input));
    }

    static Scale of(Manifest... manifests) {
      long documents = 0;
      for (Manifest manifest : manifests) {
        documents += manifest.indexes().stream().mapToLong(Manifest.IndexSummary::documents).sum();
      }
      return new Scale(OptionalLong.empty(), OptionalLong.of(documents), () -> 0, Map.of());
    }

    private static Map<IndexName, Long> counts(Input input) {
      Map<IndexName, Long> counts = new HashMap<>();
      for (IndexInfo index : input.reader().header().indexes()) {
        Long count = index.documentCount();
        if (count != null) {
          counts.put(index.name(), count);
        }
      }
      return counts;
    }

    private Scale with(Map<IndexName, Long> counts) {
      return new Scale(bytes, documents, position, counts.size() < 2 ? Map.of() : counts);
    }
  }

  private Progress(String task, Scale scale) {
    this.task = task;
    this.scale = scale;
  }

  /**
   * Starts.
   *
   * @param task what is done, such as {@code importing}
   */
  static Progress start(String task, Input input, Terminal terminal, CommonOptions common)
      throws IOException {
    return start(task, Scale.of(input), terminal, common);
  }

  /**
   * Starts what copies dumps.
   *
   * @param manifests what the dumps hold; none where nobody knows
   */
  static Progress start(
      String task, List<Manifest> manifests, Terminal terminal, CommonOptions common) {
    return start(task, Scale.of(manifests.toArray(Manifest[]::new)), terminal, common);
  }

  private static Progress start(String task, Scale scale, Terminal terminal, CommonOptions common) {
    if (common.quiet) {
      return new Silence(task, scale);
    }
    return terminal.isInteractive()
        ? new Bar(task, scale, terminal)
        : new Lines(task, scale, terminal);
  }

  @Override
  public void progressed(long documentsSoFar, long bytesSoFar) {
    documents = documentsSoFar;
    bytes = bytesSoFar;
    show();
  }

  @Override
  public void progressedIn(IndexName index, long ofIndex) {
    place = new Place(index, ofIndex);
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
    return Math.max(0, scale.bytes().orElse(scale.documents().orElse(0)));
  }

  /** Where on the scale it is. */
  long current() {
    return scale.bytes().isPresent() ? Math.min(scale.position().getAsLong(), total()) : documents;
  }

  /** How much of it is done, from 0 to 1; 0 where the end is unknown. */
  double fraction() {
    return total() == 0 ? 0 : Math.min(1.0, (double) current() / total());
  }

  /**
   * How far the present index is, where there are several; documents, bytes, rate and, where the
   * end is known, how much is done and when it will be.
   */
  String line() {
    double fraction = fraction();
    if (fraction == 0 || fraction == 1) {
      return inPlace() + soFar();
    }
    Duration left = Duration.ofMillis((long) (elapsed().toMillis() * (1 - fraction) / fraction));
    return "%s%s, %d %%, %s left"
        .formatted(inPlace(), soFar(), (int) (100 * fraction), Text.time(left));
  }

  private String inPlace() {
    Place now = place;
    Long all = now == null ? null : scale.indexes().get(now.index());
    return now == null || all == null
        ? ""
        : "%s %s/%s, %d %%; "
            .formatted(
                Text.printable(now.index().toString()),
                Text.number(now.documents()),
                Text.number(Math.max(all, now.documents())),
                all == 0 ? 100 : Math.min(100, 100 * now.documents() / all));
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
    Silence(String task, Scale scale) {
      super(task, scale);
    }

    @Override
    void show() {}
  }

  /** A line every few seconds, and one at the end. */
  private static final class Lines extends Progress {
    private final Terminal terminal;
    private long last = System.nanoTime();
    private boolean shown;

    Lines(String task, Scale scale, Terminal terminal) {
      super(task, scale);
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

    Bar(String task, Scale scale, Terminal terminal) {
      super(task, scale);
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
