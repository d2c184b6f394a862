package org.indexport.transfer;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.indexport.Document;
import org.indexport.ImportException;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a batch until each of its documents was taken or refused: splits what is too large, sends
 * again what the engine puts off, with growing pauses. Thread-safe.
 */
final class BatchSender {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Indexer indexer;
  private final Duration retryFor;
  private final RetryPolicy<String> policy;

  BatchSender(Indexer indexer, Duration retryFor) {
    this.indexer = indexer;
    this.retryFor = retryFor;
    // Failsafe wants the first pause to be shorter than all of them together.
    long firstPause = Math.min(FIRST_PAUSE_MILLIS, retryFor.toMillis() / 2);
    RetryPolicyBuilder<String> builder =
        RetryPolicy.<String>builder().handleResultIf(putOff -> putOff != null);
    policy =
        firstPause == 0
            ? builder.withMaxRetries(0).build()
            : builder
                // By default any exception is tried again, and there are those no retry mends.
                .abortOn(Throwable.class)
                .withBackoff(firstPause, LONGEST_PAUSE_MILLIS, ChronoUnit.MILLIS)
                .withJitter(0.2)
                .withMaxRetries(-1)
                .withMaxDuration(retryFor)
                .build();
  }

  /**
   * Sends a batch.
   *
   * @return by position in the batch, why a document was refused
   * @throws ImportException if the engine puts the batch off for too long
   * @throws IOException if the engine fails
   */
  Map<Integer, String> send(DocumentBatch batch) throws IOException {
    Map<Integer, String> rejected = new TreeMap<>();
    new Sending(batch, IntStream.range(0, batch.size()).toArray(), rejected).send();
    return rejected;
  }

  /** A batch, or what is left of it, on its way. */
  private final class Sending {
    private DocumentBatch batch;
    private int[] positions;
    private final Map<Integer, String> rejected;

    Sending(DocumentBatch batch, int[] positions, Map<Integer, String> rejected) {
      this.batch = batch;
      this.positions = positions;
      this.rejected = rejected;
    }

    void send() throws IOException {
      String putOff;
      try {
        putOff = Failsafe.with(policy).get(this::attempt);
      } catch (FailsafeException e) {
        throw unwrapped(e);
      }
      if (putOff != null) {
        throw new ImportException(
            "index " + batch.index().name(),
            "the engine to take a batch of %d documents within %d seconds"
                .formatted(batch.size(), retryFor.toSeconds()),
            putOff,
            "see what holds it up, then resume");
      }
    }

    /** Sends what is left; returns why there is still something left, or null. */
    private @Nullable String attempt() throws IOException {
      BatchResult result = indexer.addDocuments(batch);
      if (result instanceof BatchResult.NotSent notSent) {
        return notSent.reason();
      }
      if (result instanceof BatchResult.TooLarge tooLarge) {
        split(tooLarge.reason());
        return null;
      }
      Map<Integer, Outcome> exceptions = ((BatchResult.Delivered) result).exceptions();
      return exceptions.isEmpty() ? null : settle(exceptions);
    }

    private void split(String reason) throws IOException {
      if (batch.size() == 1) {
        rejected.put(positions[0], reason);
        return;
      }
      int middle = batch.size() / 2;
      part(0, middle).send();
      part(middle, batch.size()).send();
    }

    private Sending part(int from, int to) {
      return new Sending(
          batch.slice(from, to), java.util.Arrays.copyOfRange(positions, from, to), rejected);
    }

    private @Nullable String settle(Map<Integer, Outcome> exceptions) {
      List<Integer> again = new ArrayList<>();
      String reason = null;
      Set<String> takenLater = new HashSet<>();
      for (int i = batch.size() - 1; i >= 0; i--) {
        Outcome outcome = exceptions.get(i);
        if (outcome == null) {
          takenLater.add(batch.ids().get(i));
        } else if (outcome.kind() == Outcome.Kind.REJECTED) {
          rejected.put(positions[i], outcome.reason());
        } else if (!takenLater.contains(batch.ids().get(i))) {
          // Sent again after a later one of its id was taken, it would replace that.
          again.add(0, i);
          reason = outcome.reason();
        }
      }
      keep(again);
      return reason;
    }

    private void keep(List<Integer> indexes) {
      List<Document> documents = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      long bytes = 0;
      int[] kept = new int[indexes.size()];
      for (int i = 0; i < kept.length; i++) {
        int index = indexes.get(i);
        documents.add(batch.documents().get(index));
        ids.add(batch.ids().get(index));
        bytes += batch.documents().get(index).length();
        kept[i] = positions[index];
      }
      batch = new DocumentBatch(batch.index(), documents, ids, bytes);
      positions = kept;
    }
  }

  private static IOException unwrapped(FailsafeException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new InterruptedIOException("interrupted while a batch was put off");
    }
    return new IOException(cause == null ? e : cause);
  }
}
