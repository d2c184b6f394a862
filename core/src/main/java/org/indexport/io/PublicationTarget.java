package org.indexport.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.io.Publication.Existing;
import org.jspecify.annotations.Nullable;

/**
 * A final name and what may be there.
 *
 * @param kind what is to be published
 * @param existing what to do with what is there
 * @param shown the name as it was given, for messages
 * @param path the same, absolute, and where a replaced link leads
 * @param folder the parent of {@code path}
 */
record PublicationTarget(
    PublicationKind kind, Existing existing, String shown, Path path, Path folder) {
  // Leaves room for the rest of a temporary name even if each char takes three of 255 bytes.
  private static final int LONGEST_STEM = 60;

  private static final int UNIQUE_LENGTH = 16;

  /** The ending of the name that something has while it is replaced. */
  static final String FORMER = ".old";

  static PublicationTarget of(PublicationKind kind, Path given, Existing existing)
      throws IOException {
    Path path = given.toAbsolutePath();
    Path folder = path.getParent();
    String name = String.valueOf(path.getFileName());
    if (folder == null || name.equals(".") || name.equals("..")) {
      throw new DumpException(
          given + ": expected a path that ends in a name; name the " + kind.word() + " to write");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new DumpException(
          given + ": expected a folder " + folder + ", found something else; name a folder");
    }
    if (existing == Existing.REPLACE && Files.isSymbolicLink(path)) {
      path = follow(given, path);
      folder = Objects.requireNonNull(path.getParent());
    }
    PublicationTarget target =
        new PublicationTarget(kind, existing, given.toString(), path, folder);
    target.check();
    return target;
  }

  private static Path follow(Path given, Path link) throws IOException {
    Path real;
    try {
      real = link.toRealPath();
    } catch (FileSystemException e) {
      throw new ExistingTargetException(
          given + ": the symbolic link there leads nowhere; remove it", e);
    }
    if (real.getParent() == null) {
      throw new DumpException(given + ": the symbolic link there leads to " + real);
    }
    return real;
  }

  /** Whether there is anything under the name; a link is something. */
  boolean exists() throws IOException {
    return found(path) != null;
  }

  /** Throws if what is there now may not be replaced. */
  void check() throws IOException {
    BasicFileAttributes found = found(path);
    if (found == null) {
      return;
    }
    if (existing == Existing.REFUSE) {
      throw new ExistingTargetException(
          shown, "nothing there", word(found), "choose another name or ask for replacing it");
    }
    if (!kind.matches(found)) {
      throw new ExistingTargetException(
          shown,
          "nothing or a " + kind.word() + " to replace",
          word(found),
          "choose another name or remove it first");
    }
  }

  /** The one name beside the final one for what is kept to be resumed. */
  Path unfinished() {
    return Publication.unfinished(path);
  }

  /** Throws unless there is something to resume. */
  void checkUnfinished() throws IOException {
    Path unfinished = unfinished();
    BasicFileAttributes found = found(unfinished);
    if (found == null || !kind.matches(found)) {
      throw new DumpException(
          shown
              + ": expected an unfinished "
              + kind.word()
              + " "
              + unfinished
              + ", found "
              + (found == null ? "nothing" : word(found))
              + "; start anew without the checkpoint");
    }
    // A process may have been killed after it gave the file its second name.
    if (exists() && Files.isSameFile(unfinished, path)) {
      throw new ExistingTargetException(
          shown + ": it is finished already; delete " + unfinished + ", another name of it");
    }
  }

  ExistingTargetException appeared(IOException e) {
    return new ExistingTargetException(
        shown + ": something appeared under this name meanwhile; choose another name", e);
  }

  /** A name beside the final one that nobody else has. */
  Path sibling(String ending) {
    return sibling(path, ending);
  }

  static Path sibling(Path path, String ending) {
    String unique = UUID.randomUUID().toString().replace("-", "").substring(0, UNIQUE_LENGTH);
    return path.resolveSibling(prefix(path) + unique + ending);
  }

  /** What there is under such names beside an absolute path; nothing where there is no folder. */
  static List<Path> siblings(Path path, String ending) throws IOException {
    Pattern name =
        Pattern.compile(
            Pattern.quote(prefix(path))
                + "[0-9a-f]{"
                + UNIQUE_LENGTH
                + "}"
                + Pattern.quote(ending));
    List<Path> found = new ArrayList<>();
    Path folder = path.getParent();
    if (folder == null) {
      return found;
    }
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(folder, one -> name.matcher("" + one.getFileName()).matches())) {
      siblings.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static String prefix(Path path) {
    String stem = String.valueOf(path.getFileName());
    if (stem.length() > LONGEST_STEM) {
      int end = Character.isHighSurrogate(stem.charAt(LONGEST_STEM - 1)) ? 1 : 0;
      stem = stem.substring(0, LONGEST_STEM - end);
    }
    return "." + stem + ".";
  }

  /**
   * What a replacement that was broken off has moved away from a name, where there is nothing now;
   * empty when nobody can look.
   */
  static List<Path> movedAway(Path given) {
    Path path = given.toAbsolutePath();
    Path folder = path.getParent();
    if (folder == null || !Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try {
      return siblings(path, FORMER);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static @Nullable BasicFileAttributes found(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static String word(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (found.isDirectory()) {
      return "a folder";
    }
    return found.isRegularFile() ? "a file" : "a device, pipe or socket";
  }
}
