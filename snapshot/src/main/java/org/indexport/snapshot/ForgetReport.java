package org.indexport.snapshot;

import java.util.List;

/**
 * What forgetting did.
 *
 * @param forgotten the points that are no more, in the order in which they were added
 * @param kept those that are left
 */
public record ForgetReport(List<RepositoryPoint> forgotten, List<RepositoryPoint> kept) {
  /** Copies. */
  public ForgetReport {
    forgotten = List.copyOf(forgotten);
    kept = List.copyOf(kept);
  }
}
