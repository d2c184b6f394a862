package org.indexport.cli;

import java.io.Closeable;
import java.nio.charset.Charset;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal; apart, so that its library is loaded only where there is one. */
final class ProgressBarDisplay implements Closeable {
  private static final int MEBIBYTE = 1 << 20;
  private static final int INTERVAL_MILLIS = 200;

  private final ProgressBar bar;

  ProgressBarDisplay(Progress progress, Terminal terminal) {
    boolean unicode = Charset.defaultCharset().name().startsWith("UTF");
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(progress.task())
            .setInitialMax(progress.total() == 0 ? -1 : progress.total())
            .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .clearDisplayOnFinish()
            .setConsumer(new Line(terminal));
    if (progress.countsBytes()) {
      builder.setUnit(" MiB", MEBIBYTE);
    }
    bar = builder.build();
  }

  void show(Progress progress) {
    bar.stepTo(progress.current());
    bar.setExtraMessage(" " + progress.counts());
  }

  @Override
  public void close() {
    bar.close();
  }

  /** One line that is written over. */
  private static final class Line implements ProgressBarConsumer {
    private final Terminal terminal;

    Line(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public int getMaxRenderedLength() {
      return terminal.columns() - 1;
    }

    @Override
    public void accept(String rendered) {
      terminal.err().print("\r" + rendered);
      terminal.err().flush();
    }

    @Override
    public void clear() {
      terminal.err().print("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
      terminal.err().flush();
    }

    @Override
    public void close() {
      clear();
    }
  }
}
