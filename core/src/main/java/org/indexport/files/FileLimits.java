package org.indexport.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;

/** Lists the folders of one dump, and counts its indexes, within the limits. One thread. */
public final class FileLimits {
  private final String where;
  private final ReadLimits limits;
  private long entries;

  /**
   * Starts with nothing counted.
   *
   * @param where names the dump in messages
   */
  public FileLimits(String where, ReadLimits limits) {
    this.where = where;
    this.limits = limits;
  }

  /**
   * What is in a folder, ordered by name. The entries of all folders count together.
   *
   * @throws LimitExceededException if there are too many, or a name is too long
   * @throws IOException if reading fails
   */
  public List<Path> list(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path child : all) {
        check("entries", ++entries, limits.maxEntries());
        check("bytes in a name", name(child).getBytes(UTF_8).length, limits.maxNameBytes());
        children.add(child);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(FileLimits::name));
    return children;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /**
   * Makes sure that a dump may have so many indexes.
   *
   * @throws LimitExceededException if it may not
   */
  public void checkIndexes(int count) throws LimitExceededException {
    check("indexes", count, limits.maxIndexes());
  }

  private void check(String what, long found, long most) throws LimitExceededException {
    if (found > most) {
      throw new LimitExceededException(
          where, "at most " + most + " " + what, "more", "raise this limit if the dump is sound");
    }
  }
}
