package org.indexport.transfer;

import java.nio.file.Path;
import java.time.Duration;
import org.indexport.spi.Indexer.IfExists;
import org.jspecify.annotations.Nullable;

/**
 * How a dump is imported. Immutable.
 *
 * @param batchDocuments the most documents of a batch
 * @param batchBytes the most bytes of a batch, except that one document always fits
 * @param workers how many threads send batches, as far as {@link
 *     org.indexport.spi.Indexer#concurrency()} allows; also how many batches are in flight
 * @param ifExists what happens to indexes that exist in the target; with {@code APPEND}, documents
 *     without ids are added with ids that no other import gives, and a resumed one gives again
 * @param checkpoint where the import notes how far it came, or null to be able to resume never
 * @param start whether it goes on from the checkpoint
 * @param checkpointBytes a checkpoint is due after so many bytes of documents
 * @param checkpointInterval a checkpoint is due after this time
 * @param rejects where rejected documents are written to, or null
 * @param retryFor how long a batch that the engine does not take yet is sent again
 * @param effect whether the target is changed
 */
public record ImportOptions(
    int batchDocuments,
    long batchBytes,
    int workers,
    IfExists ifExists,
    @Nullable Path checkpoint,
    Start start,
    long checkpointBytes,
    Duration checkpointInterval,
    @Nullable Path rejects,
    Duration retryFor,
    Effect effect) {
  /** Where an import begins. */
  public enum Start {
    /** At the first document; a checkpoint file must not exist. */
    ANEW,
    /** Where the checkpoint says; at the first document if there is none yet. */
    FROM_CHECKPOINT
  }

  /** Whether an import changes its target. */
  public enum Effect {
    /** It does. */
    IMPORT,
    /** Everything is read and checked, nothing is sent. */
    DRY_RUN
  }

  /**
   * Batches of 20,000 documents or 4 MiB, a worker for each processor, existing indexes refused, no
   * checkpoint (else every 256 MiB or 30 seconds), retries for five minutes.
   */
  public static final ImportOptions DEFAULT = builder().build();

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a size, count or time is below 1, or a resume lacks a file
   */
  public ImportOptions {
    if (batchDocuments < 1 || batchBytes < 1 || workers < 1 || checkpointBytes < 1) {
      throw new IllegalArgumentException("batch sizes, workers and checkpoint bytes start at 1");
    }
    if (checkpointInterval.isNegative() || retryFor.isNegative()) {
      throw new IllegalArgumentException("negative time");
    }
    if (start == Start.FROM_CHECKPOINT && checkpoint == null) {
      throw new IllegalArgumentException("to resume, name the checkpoint file");
    }
  }

  /** Starts with the values of {@link #DEFAULT}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects {@link ImportOptions}. Not thread-safe. */
  public static final class Builder {
    private int batchDocuments = 20_000;
    private long batchBytes = 4L << 20;
    private int workers = Runtime.getRuntime().availableProcessors();
    private IfExists ifExists = IfExists.REFUSE;
    private @Nullable Path checkpoint;
    private Start start = Start.ANEW;
    private long checkpointBytes = 256L << 20;
    private Duration checkpointInterval = Duration.ofSeconds(30);
    private @Nullable Path rejects;
    private Duration retryFor = Duration.ofMinutes(5);
    private Effect effect = Effect.IMPORT;

    private Builder() {}

    /** Sets the most documents of a batch. */
    public Builder batchDocuments(int value) {
      batchDocuments = value;
      return this;
    }

    /** Sets the most bytes of a batch. */
    public Builder batchBytes(long value) {
      batchBytes = value;
      return this;
    }

    /** Sets how many threads send batches. */
    public Builder workers(int value) {
      workers = value;
      return this;
    }

    /** Sets what happens to indexes that exist. */
    public Builder ifExists(IfExists value) {
      ifExists = value;
      return this;
    }

    /** Sets the checkpoint file. */
    public Builder checkpoint(@Nullable Path value) {
      checkpoint = value;
      return this;
    }

    /** Sets where the import begins. */
    public Builder start(Start value) {
      start = value;
      return this;
    }

    /** Sets after how many bytes and how much time a checkpoint is due. */
    public Builder checkpointEvery(long bytes, Duration interval) {
      checkpointBytes = bytes;
      checkpointInterval = interval;
      return this;
    }

    /** Sets the file for rejected documents. */
    public Builder rejects(@Nullable Path value) {
      rejects = value;
      return this;
    }

    /** Sets how long a batch is sent again. */
    public Builder retryFor(Duration value) {
      retryFor = value;
      return this;
    }

    /** Sets whether the target is changed. */
    public Builder effect(Effect value) {
      effect = value;
      return this;
    }

    /** Builds the options. */
    public ImportOptions build() {
      return new ImportOptions(
          batchDocuments,
          batchBytes,
          workers,
          ifExists,
          checkpoint,
          start,
          checkpointBytes,
          checkpointInterval,
          rejects,
          retryFor,
          effect);
    }
  }
}
