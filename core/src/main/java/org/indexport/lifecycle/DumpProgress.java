package org.indexport.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a dump has come.
 *
 * @param documents how many documents were read so far
 * @param bytes the sum of their lengths in bytes
 * @param totalDocuments how many documents there are, or null when the engine does not tell
 * @param elapsed how long the dump has been running, or ran, by a clock that never jumps
 */
public record DumpProgress(
    long documents, long bytes, @Nullable Long totalDocuments, Duration elapsed) {
  /**
   * How long it is going to take still if it goes on as it went so far; null when that cannot be
   * told.
   */
  public @Nullable Duration remaining() {
    if (totalDocuments == null || documents == 0) {
      return null;
    }
    double left = Math.max(0, totalDocuments - documents);
    return Duration.ofMillis(Math.round(elapsed.toMillis() * (left / documents)));
  }
}
