package org.indexport.snapshot;

import java.time.Instant;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.EngineVersion;

/**
 * What a snapshot wants to be written. Nothing in it is trusted before {@link #check()}.
 *
 * @param where names the snapshot in messages
 * @param engine what wrote the files
 * @param created when they were pinned
 * @param files all of them
 * @param emptyFolders paths of folders that no file is in
 * @param mostChunkBytes the most plain bytes of any frame
 */
record RestorePlan(
    String where,
    EngineVersion engine,
    Instant created,
    List<PlannedFile> files,
    List<String> emptyFolders,
    int mostChunkBytes) {

  /**
   * Makes sure that everything can lie below one folder.
   *
   * @throws CorruptDumpException if not
   */
  void check() throws CorruptDumpException {
    String problem =
        SnapshotPaths.problem(files.stream().map(PlannedFile::path).toList(), emptyFolders);
    if (problem != null) {
      throw new CorruptDumpException(
          where, "paths that can lie below one folder", problem, "restore another snapshot");
    }
  }

  /** The sum of the files' lengths. */
  long bytes() {
    return files.stream().mapToLong(PlannedFile::length).sum();
  }
}
