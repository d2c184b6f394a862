package org.indexport.format.meilisearch.write;

import java.util.List;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Fits the lines of a file to an engine, one after the other, and counts what that costs. */
interface LineProfile {
  /**
   * Fits a line.
   *
   * @param text the line
   * @param line the same, read
   * @return the line as the engine knows it, or null if it is left out
   * @throws MalformedJsonException if a member has another shape than it must have
   */
  @Nullable String fit(String text, JsonObject line) throws MalformedJsonException;

  /** Whether an attachment of this name belongs to a line that was left out. */
  default boolean leavesOut(String attachment) {
    return false;
  }

  /** What was left out so far, one sentence each. */
  List<String> losses();
}
