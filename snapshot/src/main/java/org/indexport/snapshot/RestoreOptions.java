package org.indexport.snapshot;

import java.util.Objects;
import org.indexport.ReadLimits;
import org.indexport.io.Publication.Existing;

/** How a snapshot is restored. Immutable. */
public final class RestoreOptions {
  /** Into a new or empty folder, by as many threads as there are processors but at most eight. */
  public static final RestoreOptions DEFAULT = builder().build();

  private final Existing existing;
  private final int workers;
  private final ReadLimits limits;

  private RestoreOptions(Builder builder) {
    this.existing = builder.existing;
    this.workers = builder.workers;
    this.limits = builder.limits;
  }

  /** Options like {@link #DEFAULT} to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** What happens to a folder that is there and not empty. */
  public Existing existing() {
    return existing;
  }

  /** How many threads unpack, verify and write. */
  public int workers() {
    return workers;
  }

  /** What the snapshot may ask for. */
  public ReadLimits limits() {
    return limits;
  }

  /** Builds {@link RestoreOptions}. One thread at a time. */
  public static final class Builder {
    private Existing existing = Existing.REFUSE;
    private int workers = Math.min(8, Runtime.getRuntime().availableProcessors());
    private ReadLimits limits = SnapshotOptions.DEFAULT_LIMITS;

    private Builder() {}

    /**
     * Lets the restored files take the place of a folder with all that is in it. It is exchanged
     * only when all of the snapshot was verified and is on the storage. The engine must not use the
     * folder meanwhile.
     */
    public Builder replaceExisting() {
      this.existing = Existing.REPLACE;
      return this;
    }

    /**
     * Chooses the number of threads that unpack, verify and write.
     *
     * @throws IllegalArgumentException if it is less than one or more than 256
     */
    public Builder workers(int workers) {
      SnapshotOptions.checkWorkers(workers);
      this.workers = workers;
      return this;
    }

    /** Chooses what it may ask for, instead of {@link SnapshotOptions#DEFAULT_LIMITS}. */
    public Builder limits(ReadLimits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** The options. */
    public RestoreOptions build() {
      return new RestoreOptions(this);
    }
  }
}
