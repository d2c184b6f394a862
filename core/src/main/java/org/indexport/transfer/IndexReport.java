package org.indexport.transfer;

import java.util.List;
import org.indexport.DocumentTotals;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/**
 * What became of one index. Always {@code read = filtered + acknowledged + rejected}, except after
 * a dry run.
 *
 * @param source the name in the input
 * @param target the name in the target
 * @param read what was read; its hashes are over the input
 * @param filtered how many documents a filter or the limit left out
 * @param acknowledged what the target took; its hashes are over what was sent
 * @param rejected how many documents the target refused
 * @param replaced how many acknowledged documents have the id of another, whose place they took,
 *     unless the target was told to leave that; null where the target cannot say
 * @param losses settings that the target cannot carry, one sentence each
 */
public record IndexReport(
    IndexName source,
    IndexName target,
    DocumentTotals read,
    long filtered,
    DocumentTotals acknowledged,
    long rejected,
    @Nullable Long replaced,
    List<String> losses) {
  /** Copies the list. */
  public IndexReport {
    losses = List.copyOf(losses);
  }
}
