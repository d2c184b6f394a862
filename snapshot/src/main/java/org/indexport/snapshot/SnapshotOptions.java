package org.indexport.snapshot;

import java.time.InstantSource;
import java.util.Objects;
import org.indexport.ReadLimits;

/** How snapshots are written, and what they may ask for when they are looked at. Immutable. */
public final class SnapshotOptions {
  /** The level unless said otherwise: the files of search engines hardly get smaller. */
  public static final int DEFAULT_LEVEL = 1;

  /**
   * The usual ones, but for expansion: files may be nearly empty, as those that an engine reserves,
   * and what is unpacked goes to the storage, not to memory.
   */
  public static final ReadLimits DEFAULT_LIMITS =
      new ReadLimits(
          ReadLimits.DEFAULT.maxDocumentBytes(),
          ReadLimits.DEFAULT.maxDepth(),
          ReadLimits.DEFAULT.maxNameBytes(),
          ReadLimits.DEFAULT.maxEntries(),
          ReadLimits.DEFAULT.maxIndexes(),
          ReadLimits.DEFAULT.maxMetadataBytes(),
          100_000);

  /** As many workers as there are processors but at most eight, level 1, as fast as possible. */
  public static final SnapshotOptions DEFAULT = builder().build();

  private static final int MOST_WORKERS = 256;
  private static final int MOST_LEVEL = 19;

  private final int workers;
  private final int level;
  private final long bytesPerSecond;
  private final InstantSource clock;
  private final ReadLimits limits;

  private SnapshotOptions(Builder builder) {
    this.workers = builder.workers;
    this.level = builder.level;
    this.bytesPerSecond = builder.bytesPerSecond;
    this.clock = builder.clock;
    this.limits = builder.limits;
  }

  /** Options like {@link #DEFAULT} to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many threads pack, or unpack and verify. */
  public int workers() {
    return workers;
  }

  /** The level of compression. */
  public int level() {
    return level;
  }

  /** How many bytes of the engine's files are read in a second; 0 if there is no limit. */
  public long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** Tells when a snapshot was created. */
  public InstantSource clock() {
    return clock;
  }

  /** What a snapshot may ask for. */
  public ReadLimits limits() {
    return limits;
  }

  static void checkWorkers(int workers) {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          workers + " workers are not 1 to " + MOST_WORKERS + " of them");
    }
  }

  /** Builds {@link SnapshotOptions}. One thread at a time. */
  public static final class Builder {
    private int workers = Math.min(8, Runtime.getRuntime().availableProcessors());
    private int level = DEFAULT_LEVEL;
    private long bytesPerSecond;
    private InstantSource clock = InstantSource.system();
    private ReadLimits limits = DEFAULT_LIMITS;

    private Builder() {}

    /**
     * Chooses the number of threads that pack, or unpack and verify. What is written does not
     * depend on it.
     *
     * @throws IllegalArgumentException if it is less than one or more than 256
     */
    public Builder workers(int workers) {
      checkWorkers(workers);
      this.workers = workers;
      return this;
    }

    /**
     * Chooses the level of compression.
     *
     * @throws IllegalArgumentException if it is not one of 1 to 19
     */
    public Builder level(int level) {
      if (level < 1 || level > MOST_LEVEL) {
        throw new IllegalArgumentException("level " + level + " is not one of 1 to " + MOST_LEVEL);
      }
      this.level = level;
      return this;
    }

    /**
     * Limits how fast the engine's files are read, so that others get on with their work.
     *
     * @param bytes how many in a second
     * @throws IllegalArgumentException if it is less than one
     */
    public Builder bytesPerSecond(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException(bytes + " bytes per second");
      }
      this.bytesPerSecond = bytes;
      return this;
    }

    /** Chooses what tells when a snapshot was created. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Chooses what a snapshot may ask for, instead of {@link #DEFAULT_LIMITS}. */
    public Builder limits(ReadLimits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** The options. */
    public SnapshotOptions build() {
      return new SnapshotOptions(this);
    }
  }
}
