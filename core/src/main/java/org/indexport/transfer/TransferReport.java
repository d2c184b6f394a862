package org.indexport.transfer;

import java.util.List;
import org.indexport.DumpException;

/**
 * What became of a transfer.
 *
 * @param indexes what became of each index, in the order of the input
 * @param sections what became of side data, one sentence each
 * @param rejections the first rejected documents, at most {@value #SHOWN_REJECTIONS}
 * @param damages what was wrong with the input where damage was to be skipped
 * @param notices what else is to be known of what was written, one sentence each
 */
public record TransferReport(
    List<IndexReport> indexes,
    List<String> sections,
    List<Rejection> rejections,
    List<DumpException> damages,
    List<String> notices) {
  /** How many rejected documents a report shows; the reject file has all. */
  public static final int SHOWN_REJECTIONS = 10;

  /**
   * A document that the target refused.
   *
   * @param index the written name of its index in the target
   * @param id its id
   * @param reason why it was refused
   */
  public record Rejection(String index, String id, String reason) {}

  /** Copies the lists. */
  public TransferReport {
    indexes = List.copyOf(indexes);
    sections = List.copyOf(sections);
    rejections = List.copyOf(rejections);
    damages = List.copyOf(damages);
    notices = List.copyOf(notices);
  }

  /** How many documents were rejected. */
  public long rejected() {
    return indexes.stream().mapToLong(IndexReport::rejected).sum();
  }

  /** How many documents the target took. */
  public long acknowledged() {
    return indexes.stream().mapToLong(index -> index.acknowledged().documents()).sum();
  }
}
