package org.indexport.format.meilisearch.write;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;

/**
 * What the folders of indexes are called: as they were in the dump that they come from, else as the
 * index if that is no longer than names of files may be. The engine does not care.
 */
final class FolderNames {
  private static final int MOST_BYTES = 200;
  private static final Set<String> FILES =
      Set.of("metadata.json", "settings.json", "documents.jsonl");

  private final Map<IndexName, String> kept = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The names that were asked for. */
  private final Set<String> given = new HashSet<>();

  /** Gives the known indexes their names first, so that none takes that of another. */
  FolderNames(List<IndexInfo> known) {
    for (IndexInfo index : known) {
      String folder = V6Metadata.text(index, V6Metadata.DIRECTORY);
      if (folder != null && SectionFiles.isName(folder) && taken.add(folder)) {
        kept.put(index.name(), folder);
      }
    }
  }

  /** The name of an index's folder. To be asked for once. */
  String of(IndexInfo index) {
    String folder = kept.get(index.name());
    String name = folder == null ? newName(index) : folder;
    given.add(name);
    return name;
  }

  private String newName(IndexInfo index) {
    String uid = index.name().name();
    String start = uid.substring(0, Math.min(MOST_BYTES, uid.length()));
    String name = start;
    for (int number = 2; !taken.add(name); number++) {
      name = start + '-' + number;
    }
    return name;
  }

  /**
   * Whether a file that nobody knows may have a path: the engine takes each folder among those of
   * indexes for an index.
   */
  boolean leaveRoomFor(String path) {
    String[] names = path.split("/", -1);
    if (!names[0].equals(SectionFiles.INDEXES) || names.length < 2) {
      return true;
    }
    return names.length == 2
        ? !taken.contains(names[1])
        : given.contains(names[1]) && !FILES.contains(names[2]);
  }

  /** Sees to it that no folder gets the name of such a file. */
  void makeRoomFor(String path) {
    String[] names = path.split("/", -1);
    if (names[0].equals(SectionFiles.INDEXES) && names.length == 2) {
      taken.add(names[1]);
    }
  }
}
