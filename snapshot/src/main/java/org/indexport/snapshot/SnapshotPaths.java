package org.indexport.snapshot;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.indexport.spi.PinnedFile;
import org.jspecify.annotations.Nullable;

/** What the paths of one snapshot must be, so that they can be written below any folder. */
final class SnapshotPaths {
  private static final int MOST_SHOWN = 200;

  private SnapshotPaths() {}

  /**
   * What is wrong with the paths of a snapshot.
   *
   * @param files the files
   * @param emptyFolders the folders without files
   * @return null if all stay below a folder, none comes twice, and no file or empty folder has
   *     something in it
   */
  static @Nullable String problem(Collection<String> files, Collection<String> emptyFolders) {
    Set<String> seen = new HashSet<>();
    String problem = problem(files, seen);
    if (problem == null) {
      problem = problem(emptyFolders, seen);
    }
    if (problem != null) {
      return problem;
    }
    for (String path : seen) {
      for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
        if (seen.contains(path.substring(0, end))) {
          return shown(path) + " in what is no folder, or an empty one";
        }
      }
    }
    return null;
  }

  private static @Nullable String problem(Collection<String> paths, Set<String> seen) {
    for (String path : paths) {
      if (!PinnedFile.isPath(path)) {
        return "the path " + shown(path);
      }
      if (!seen.add(path)) {
        return shown(path) + " twice";
      }
    }
    return null;
  }

  /** A path that is not trusted, without what could upset a terminal or fill a screen. */
  static String shown(String path) {
    String start = path.length() > MOST_SHOWN ? path.substring(0, MOST_SHOWN) + "…" : path;
    return "\"" + start.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
