package org.indexport.spi;

import java.util.Map;

/** What became of a batch. */
public sealed interface BatchResult {
  /** Every document was taken. */
  BatchResult ACKNOWLEDGED = new Delivered(Map.of());

  /**
   * The batch arrived. Documents that are not listed were taken.
   *
   * @param exceptions by position in the batch: what happened to documents that were not taken
   */
  record Delivered(Map<Integer, Outcome> exceptions) implements BatchResult {
    /** Copies the map. */
    public Delivered {
      exceptions = Map.copyOf(exceptions);
    }
  }

  /**
   * The batch is larger than the engine takes; nothing of it was taken. A smaller one may pass.
   *
   * @param reason the engine's words
   */
  record TooLarge(String reason) implements BatchResult {}

  /**
   * The batch did not arrive, or the engine asks for patience. It may be sent again.
   *
   * @param reason the engine's words
   */
  record NotSent(String reason) implements BatchResult {}

  /**
   * Why one document was not taken.
   *
   * @param kind whether it may be sent again
   * @param reason the engine's words
   */
  record Outcome(Kind kind, String reason) {
    /** Whether a document may be sent again. */
    public enum Kind {
      /** The engine will never take it. */
      REJECTED,
      /** The engine may take it later. */
      RETRY_LATER
    }

    /** The engine will never take it. */
    public static Outcome rejected(String reason) {
      return new Outcome(Kind.REJECTED, reason);
    }

    /** The engine may take it later. */
    public static Outcome retryLater(String reason) {
      return new Outcome(Kind.RETRY_LATER, reason);
    }
  }
}
