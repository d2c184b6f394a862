package org.indexport.snapshot;

import java.util.List;

/**
 * What verifying a repository has found.
 *
 * @param points how many points there are
 * @param blobs how many blobs they need
 * @param blobsRead how many of these were read and unpacked
 * @param bytesRead how many bytes were read of them
 * @param problems everything that is wrong
 * @param orphans the blobs that no point needs, as paths within the repository; they are no
 *     problem, and collecting garbage deletes them
 * @param orphanBytes how many bytes the orphans have
 */
public record RepositoryVerification(
    long points,
    long blobs,
    long blobsRead,
    long bytesRead,
    List<Problem> problems,
    List<String> orphans,
    long orphanBytes) {
  /** Copies. */
  public RepositoryVerification {
    problems = List.copyOf(problems);
    orphans = List.copyOf(orphans);
  }

  /** Whether nothing is wrong with what was looked at. */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /** What is wrong. */
  public enum Kind {
    /** The file is not there. */
    MISSING,
    /** The file is there but is not what it should be. */
    DAMAGED
  }

  /**
   * A file of the repository with which something is wrong.
   *
   * @param kind what
   * @param file its path within the repository
   * @param reason what was expected, what was found, and for stored content what to do: to delete
   *     what is damaged and to add a point, which stores it anew if the engine still has it
   * @param hit the files that cannot be restored because of it
   */
  public record Problem(Kind kind, String file, String reason, List<HitFile> hit) {
    /** Copies. */
    public Problem {
      hit = List.copyOf(hit);
    }
  }

  /**
   * A file that cannot be restored.
   *
   * @param point the point's id
   * @param path the file's path; empty if it is the whole point
   */
  public record HitFile(String point, String path) {}
}
