package org.indexport.snapshot;

import java.time.Duration;
import java.util.Objects;

/** How a repository is used. Immutable. */
public final class RepositoryOptions {
  /** The usual way to take snapshots; a lease of two minutes, for which nobody waits. */
  public static final RepositoryOptions DEFAULT = builder().build();

  private final SnapshotOptions snapshots;
  private final Duration leaseTimeToLive;
  private final Duration waitForLease;
  private final String holder;

  private RepositoryOptions(Builder builder) {
    this.snapshots = builder.snapshots;
    this.leaseTimeToLive = builder.leaseTimeToLive;
    this.waitForLease = builder.waitForLease;
    this.holder = builder.holder;
  }

  /** Options like {@link #DEFAULT} to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** How files are packed and read, and what tells the time. */
  public SnapshotOptions snapshots() {
    return snapshots;
  }

  /** After how long without a sign of life others need not respect this process any more. */
  public Duration leaseTimeToLive() {
    return leaseTimeToLive;
  }

  /** How long to wait while somebody else changes the repository. */
  public Duration waitForLease() {
    return waitForLease;
  }

  /** What others are told about who changes the repository. */
  public String holder() {
    return holder;
  }

  /** Builds {@link RepositoryOptions}. One thread at a time. */
  public static final class Builder {
    private SnapshotOptions snapshots = SnapshotOptions.DEFAULT;
    private Duration leaseTimeToLive = Duration.ofMinutes(2);
    private Duration waitForLease = Duration.ZERO;
    private String holder = "process " + ProcessHandle.current().pid();

    private Builder() {}

    /** Chooses how files are packed and read, and what tells the time. */
    public Builder snapshots(SnapshotOptions snapshots) {
      this.snapshots = Objects.requireNonNull(snapshots, "snapshots");
      return this;
    }

    /**
     * Chooses after how long without a sign of life others need not respect this process any more;
     * it gives one three times as often. So long, too, garbage is left alone. It must be longer
     * than a process may stand still, and than the clocks of those who use the repository may
     * differ.
     *
     * @throws IllegalArgumentException if it is not longer than nothing, or longer than a day
     */
    public Builder leaseTimeToLive(Duration timeToLive) {
      if (timeToLive.toMillis() < 1 || timeToLive.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("a lease of " + timeToLive);
      }
      this.leaseTimeToLive = timeToLive;
      return this;
    }

    /**
     * Waits while somebody else changes the repository, instead of failing at once. Who waits for
     * at least the time to live also gets past a lease whose date lies in the future, of a process
     * that is no more.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder waitForLease(Duration most) {
      if (most.isNegative()) {
        throw new IllegalArgumentException("waiting for " + most);
      }
      this.waitForLease = most;
      return this;
    }

    /** Chooses what others are told about who changes the repository, as a host's name. */
    public Builder holder(String holder) {
      this.holder = Objects.requireNonNull(holder, "holder");
      return this;
    }

    /** The options. */
    public RepositoryOptions build() {
      return new RepositoryOptions(this);
    }
  }
}
