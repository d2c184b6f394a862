package org.indexport.examples.server;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.io.StagedFolder;

/**
 * Where an index is made, one at a time, until it is whole and gets its place in the database. A
 * server that is killed meanwhile leaves it behind.
 */
final class Nursery {
  /** The name of no index: none is escaped to one that starts with a dot. */
  private static final String NAME = ".new";

  /** What any file system may have at its root. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final Pattern OF_LUCENE =
      Pattern.compile("_[a-z0-9]+.*|(pending_)?segments_[a-z0-9]+|write\\.lock");

  private final Path database;
  private final Path folder;

  Nursery(Path database) {
    this.database = database;
    this.folder = database.resolve(NAME);
  }

  /** Makes an empty index and gives it its place. */
  void make(IndexInfo info, Path home) throws IOException {
    clear();
    SearchIndex.make(folder, info);
    Files.createDirectories(home.getParent());
    StagedFolder.at(folder).moveTo(home);
  }

  /** Whether there is nothing in the database but what is left here. */
  boolean isAlone() throws IOException {
    return list(database).stream()
        .allMatch(path -> path.endsWith(NAME) || path.endsWith(LOST_AND_FOUND));
  }

  /** Whether what was found in the database is what is left here: an index that is still empty. */
  boolean holds(IndexInfo index) {
    Long documents = index.documentCount();
    return index.name().equals(IndexName.of(NAME)) && documents != null && documents == 0;
  }

  /**
   * Deletes what is left, if that is an unfinished index.
   *
   * @throws DumpException if it is something else, and then nothing is deleted
   */
  void clear() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    for (Path file : list(folder)) {
      if (!OF_LUCENE.matcher("" + file.getFileName()).matches() || Files.isDirectory(file)) {
        throw new DumpException(
            "%s: expected what is left of an unfinished index, found %s; move it away"
                .formatted(folder, file.getFileName()));
      }
    }
    StagedFolder.at(folder).delete();
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }
}
