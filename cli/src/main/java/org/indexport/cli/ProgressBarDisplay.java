package org.indexport.cli;

import java.io.Closeable;
import java.nio.charset.Charset;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** A bar on a terminal; apart, so that its library is loaded only where there is one. */
final class ProgressBarDisplay implements Closeable {
  private static final int INTERVAL_MILLIS = 200;
  private static final int LEAST_BAR = 5;
  private static final int LONGEST_BAR = 30;

  private final Progress progress;
  private final char full;
  private final char empty;
  private final ProgressBar bar;

  ProgressBarDisplay(Progress progress, Terminal terminal) {
    this.progress = progress;
    boolean unicode = Charset.defaultCharset().name().startsWith("UTF");
    full = unicode ? '█' : '#';
    empty = unicode ? '░' : '.';
    bar =
        new ProgressBarBuilder()
            .setTaskName(progress.task())
            .setInitialMax(progress.total() == 0 ? -1 : progress.total())
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .clearDisplayOnFinish()
            .setRenderer((state, length) -> render(length))
            .setConsumer(new Line(terminal))
            .build();
  }

  /** The task, the bar as long as there is room for it, and the numbers. */
  private String render(int length) {
    String numbers = progress.line();
    String line = progress.task() + "  " + numbers;
    int room = Math.min(LONGEST_BAR, length - line.length() - 1);
    if (progress.total() > 0 && room >= LEAST_BAR) {
      int done = (int) (room * progress.fraction());
      String drawn = String.valueOf(full).repeat(done) + String.valueOf(empty).repeat(room - done);
      line = progress.task() + " " + drawn + "  " + numbers;
    }
    return line.length() > length ? line.substring(0, length) : line;
  }

  void show() {
    bar.stepTo(progress.current());
  }

  @Override
  public void close() {
    bar.close();
  }

  /** One line that is written over. */
  private static final class Line implements ProgressBarConsumer {
    private final Terminal terminal;
    private int width;

    Line(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public int getMaxRenderedLength() {
      return terminal.columns() - 1;
    }

    @Override
    public synchronized void accept(String rendered) {
      String rest = " ".repeat(Math.max(0, width - rendered.length()));
      width = rendered.length();
      terminal.err().print("\r" + rendered + rest);
      terminal.err().flush();
    }

    @Override
    public synchronized void clear() {
      terminal.err().print("\r" + " ".repeat(width) + "\r");
      terminal.err().flush();
      width = 0;
    }

    @Override
    public void close() {
      clear();
    }
  }
}
