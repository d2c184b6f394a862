package org.indexport.lifecycle;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.indexport.io.Publication;

/**
 * What is found where a server keeps its data. Meilisearch takes a plain file and a folder that it
 * cannot read for an empty database; here both are what they are, and nothing is imported over
 * them.
 */
public enum DatabaseState {
  /** There is nothing. */
  MISSING,
  /**
   * There is nothing, but what was there lies beside it: a process was killed while it replaced it.
   */
  MOVED_AWAY,
  /** A folder without entries. */
  EMPTY,
  /** A folder with entries; {@code lost+found} of a mounted file system is one. */
  NOT_EMPTY,
  /** Something that is no folder, or a link that leads nowhere. */
  NO_FOLDER,
  /** A folder that cannot be read, or nobody can tell what it is. */
  UNREADABLE;

  /** Looks at a path; links are followed. */
  public static DatabaseState of(Path database) {
    if (Files.notExists(database, LinkOption.NOFOLLOW_LINKS)) {
      return Publication.movedAway(database).isEmpty() ? MISSING : MOVED_AWAY;
    }
    if (!Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
      return UNREADABLE;
    }
    if (!Files.isDirectory(database)) {
      return NO_FOLDER;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(database)) {
      return entries.iterator().hasNext() ? NOT_EMPTY : EMPTY;
    } catch (IOException | DirectoryIteratorException e) {
      return UNREADABLE;
    }
  }

  /** Whether there are no data, so that an import can bring some. */
  public boolean isEmpty() {
    return this == MISSING || this == EMPTY;
  }
}
