package org.indexport.lifecycle;

import java.time.Instant;
import org.indexport.spi.SnapshotReport;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the snapshots of a service at a moment. Immutable.
 *
 * @param state whether one is being taken
 * @param startedAt when the one that is being taken was begun, or the last one; null before any
 * @param taken how many were taken since the service was made
 * @param failed how many failed
 * @param lastReport what the last one stored that did not fail, or null
 * @param lastFailureAt when the last one failed that did, or null
 * @param lastError why it failed, for people; or null
 * @param lastCause the failure itself, or null
 */
public record SnapshotStatus(
    State state,
    @Nullable Instant startedAt,
    long taken,
    long failed,
    @Nullable SnapshotReport lastReport,
    @Nullable Instant lastFailureAt,
    @Nullable String lastError,
    @Nullable Throwable lastCause) {
  /** Whether something is being done. */
  public enum State {
    /** Nothing. */
    IDLE,
    /** A snapshot is being taken. */
    RUNNING
  }

  static final SnapshotStatus NONE =
      new SnapshotStatus(State.IDLE, null, 0, 0, null, null, null, null);

  SnapshotStatus started(Instant at) {
    return new SnapshotStatus(
        State.RUNNING, at, taken, failed, lastReport, lastFailureAt, lastError, lastCause);
  }

  SnapshotStatus taken(SnapshotReport report) {
    return new SnapshotStatus(
        State.IDLE, startedAt, taken + 1, failed, report, lastFailureAt, lastError, lastCause);
  }

  SnapshotStatus failed(Instant at, String error, Throwable cause) {
    return new SnapshotStatus(
        State.IDLE, startedAt, taken, failed + 1, lastReport, at, error, cause);
  }
}
