package org.indexport.snapshot;

import java.util.List;
import org.indexport.Completeness;
import org.jspecify.annotations.Nullable;

/**
 * What verifying a snapshot file has found. All of its bytes were read, and all files in it
 * unpacked, unless its end is damaged, without which nothing can be found.
 *
 * @param completeness {@code COMPLETE} if everything is there and sound, {@code INCOMPLETE} if the
 *     file does not end as a snapshot does, {@code DAMAGED} in all other cases
 * @param files how many files there are, sound or not; 0 if that is not known
 * @param bytes the sum of their lengths
 * @param damages everything that is wrong, in the order of the files
 */
public record SnapshotVerification(
    Completeness completeness, long files, long bytes, List<Damage> damages) {
  /** Copies. */
  public SnapshotVerification {
    damages = List.copyOf(damages);
  }

  /** Whether the snapshot can be restored. */
  public boolean isSound() {
    return completeness == Completeness.COMPLETE;
  }

  /**
   * Something that is wrong.
   *
   * @param file the path of the file that it hits, or null if it is none
   * @param from the first byte of that file that is lost
   * @param to the byte after the last
   * @param offset where the damage lies in the snapshot file, or -1 if it is all of it
   * @param packedBytes how many bytes of the snapshot file are in question
   * @param reason what was expected and what was found there
   */
  public record Damage(
      @Nullable String file, long from, long to, long offset, long packedBytes, String reason) {}
}
