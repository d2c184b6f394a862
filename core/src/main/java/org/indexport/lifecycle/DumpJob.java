package org.indexport.lifecycle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.lifecycle.DumpStatus.State;
import org.indexport.spi.EngineSource;
import org.indexport.transfer.DumpExporter;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.TransferReport;
import org.indexport.transfer.TransferReport.Rejection;
import org.jspecify.annotations.Nullable;

/** One dump from the request to its end. */
final class DumpJob {
  private static final String WRITTEN = ": written";

  private final DumpPlan plan;
  private final DumpFolder.Claim claim;
  private final Consumer<DumpStatus> listener;
  private final Throttle throttle;

  // Guarded by this.
  private State state = State.ENQUEUED;
  private boolean unwanted;
  private @Nullable DumpExporter exporter;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private long startNanos;
  private Duration took = Duration.ZERO;
  private long documents;
  private long bytes;
  private @Nullable Long totalDocuments;
  private final List<String> losses = new ArrayList<>();
  private @Nullable Throwable cause;

  /** Whether the file has appeared; what happens then does not make a failure of it. */
  private boolean published;

  DumpJob(DumpPlan plan, DumpFolder.Claim claim, Consumer<DumpStatus> listener) {
    this.plan = plan;
    this.claim = claim;
    this.listener = listener;
    this.throttle = new Throttle(plan.bytesPerSecond());
  }

  DumpUid uid() {
    return claim.uid();
  }

  synchronized boolean isFinal() {
    return state.isFinal();
  }

  synchronized DumpStatus status() {
    DumpProgress progress = null;
    if (startedAt != null) {
      Duration elapsed = state.isFinal() ? took : Duration.ofNanos(System.nanoTime() - startNanos);
      progress = new DumpProgress(documents, bytes, totalDocuments, elapsed);
    }
    boolean done = state == State.DONE;
    return new DumpStatus(
        claim.uid(),
        state,
        startedAt,
        finishedAt,
        progress,
        done ? claim.file() : null,
        done ? losses : List.of(),
        state == State.FAILED ? FailureText.of(cause) : null,
        state == State.FAILED ? cause : null);
  }

  /** Asks it to end. One that waits ends at once, a running one soon, unless it is done before. */
  void cancel() {
    boolean waited;
    synchronized (this) {
      unwanted = true;
      waited = state == State.ENQUEUED;
      if (waited) {
        state = State.CANCELED;
      }
      if (exporter != null) {
        exporter.stop();
      }
    }
    // No thread is interrupted: engines take that ill when it hits their files.
    throttle.stop();
    if (waited) {
      claim.release();
      listener.accept(status());
    }
  }

  /** Makes the dump, unless it was canceled. Throws nothing. */
  void run() {
    if (!begin()) {
      return;
    }
    listener.accept(status());
    Throwable failure = null;
    try {
      export();
    } catch (Throwable e) {
      failure = e;
    }
    claim.release();
    end(failure);
    listener.accept(status());
  }

  private synchronized boolean begin() {
    if (state != State.ENQUEUED) {
      return false;
    }
    state = State.IN_PROGRESS;
    startedAt = plan.clock().instant();
    startNanos = System.nanoTime();
    return true;
  }

  private synchronized void end(@Nullable Throwable failure) {
    took = Duration.ofNanos(System.nanoTime() - startNanos);
    finishedAt = startedAt == null ? null : startedAt.plus(took);
    exporter = null;
    if (published) {
      state = State.DONE;
      if (failure != null) {
        losses.add(
            "the dump is whole, but clearing up after it failed: " + FailureText.of(failure));
      }
    } else if (unwanted) {
      state = State.CANCELED;
    } else {
      state = State.FAILED;
      cause = failure;
    }
  }

  private void export() throws IOException {
    // Opened only now, so it holds whatever was acknowledged before the request.
    try (EngineSource engine = plan.opener().open()) {
      DumpExporter exporting =
          DumpExporter.from(new ThrottledSource(engine, throttle), plan.options().workers())
              .select(plan.selection())
              .to(plan.format())
              .listener(this::progressed);
      DumpHeader header = exporting.header();
      if (header.createdAt() == null) {
        header = header.withCreatedAt(plan.clock().instant().truncatedTo(ChronoUnit.MILLIS));
      }
      started(exporting, header);
      try (DumpWriter writer =
          plan.format().create(DumpSink.file(claim.file()), header, plan.options())) {
        TransferReport report = exporting.into(writer);
        published();
        addLosses(report, engine);
      }
    }
  }

  private synchronized void started(DumpExporter started, DumpHeader header)
      throws InterruptedIOException {
    if (unwanted) {
      throw new InterruptedIOException("canceled");
    }
    exporter = started;
    long total = 0;
    for (IndexInfo index : header.indexes()) {
      if (index.documentCount() == null) {
        return;
      }
      total += index.documentCount();
    }
    totalDocuments = total;
  }

  private synchronized void progressed(long documentsRead, long bytesRead) {
    documents = documentsRead;
    bytes = bytesRead;
  }

  private synchronized void published() {
    published = true;
  }

  private void addLosses(TransferReport report, EngineSource engine) throws IOException {
    List<String> all = new ArrayList<>();
    for (IndexReport index : report.indexes()) {
      engine.losses(index.source()).forEach(loss -> all.add(index.target() + ": " + loss));
      index.losses().forEach(loss -> all.add(index.target() + ": " + loss));
      if (index.rejected() > 0) {
        all.add(index.target() + ": documents that the format cannot hold: " + index.rejected());
      }
    }
    report.sections().stream().filter(section -> !section.endsWith(WRITTEN)).forEach(all::add);
    for (Rejection one : report.rejections()) {
      all.add(one.index() + ": " + one.id() + ": " + one.reason());
    }
    all.addAll(report.notices());
    synchronized (this) {
      losses.addAll(all);
    }
  }
}
