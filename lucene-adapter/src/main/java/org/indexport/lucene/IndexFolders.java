package org.indexport.lucene;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.index.IndexFileNames;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.spi.PinnedFile;

/**
 * What indexes a folder holds, and where. A folder with Lucene's own files is one index, called
 * what the folder is called; otherwise each sub-folder with such files is an index, and those one
 * level below are indexes of a namespace. The {@code lost+found} of a file system that is mounted
 * there counts for nothing.
 *
 * @param root the folder
 * @param indexes each index with its folder
 * @param namespaces the sub-folders that are empty or hold indexes
 */
record IndexFolders(Path root, Map<IndexName, Path> indexes, Set<String> namespaces) {
  /** Nobody but the administrator may look into it. The name of an index is never written so. */
  private static final String LOST_AND_FOUND = "lost+found";

  /**
   * Looks at a folder.
   *
   * @throws DumpException if two folders have names that stand for one index, or one cannot be
   *     listed, which may be an index then
   * @throws IOException if the file system fails
   */
  static IndexFolders of(Path root) throws IOException {
    IndexFolders folders = new IndexFolders(root, new TreeMap<>(), new TreeSet<>());
    if (isIndex(root)) {
      folders.indexes.put(IndexName.of(ownName(root)), root);
    } else if (Files.isDirectory(root)) {
      for (Path child : children(root)) {
        folders.look(child);
      }
    }
    return folders;
  }

  /**
   * Looks at a folder that must be there and hold indexes, or nothing.
   *
   * @throws DumpException if it holds something else, or as {@link #of}
   * @throws IOException if the file system fails
   */
  static IndexFolders existing(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new DumpException(root + ": expected a folder of Lucene indexes, found none there");
    }
    IndexFolders folders = of(root);
    if (folders.indexes.isEmpty() && folders.namespaces.isEmpty() && !isEmpty(root)) {
      throw new DumpException(
          root + ": expected a Lucene index or folders of them, found neither; check the path");
    }
    return folders;
  }

  private void look(Path child) throws IOException {
    String name = text(child);
    if (isIndex(child)) {
      add(IndexName.of(name), child);
      return;
    }
    List<Path> inner = children(child);
    boolean any = false;
    for (Path grandchild : inner) {
      if (isIndex(grandchild)) {
        any = true;
        add(IndexName.of(name, text(grandchild)), grandchild);
      }
    }
    if (any || isEmpty(child)) {
      namespaces.add(name);
    }
  }

  private void add(IndexName name, Path folder) throws DumpException {
    Path other = indexes.put(name, folder);
    if (other != null) {
      throw new DumpException(
          "%s: the folders %s and %s both stand for index %s; rename one of them"
              .formatted(root, root.relativize(other), root.relativize(folder), name));
    }
  }

  /** Whether the root itself is the only index. */
  boolean isSingleIndex() {
    return indexes.containsValue(root);
  }

  /** Where an index is, or where it is to be. */
  Path folder(IndexName name) {
    Path existing = indexes.get(name);
    return existing == null ? root.resolve(name.path()) : existing;
  }

  /**
   * Where the folder of an index is below the root, with {@code /} between names. The root itself
   * is called by its own name.
   */
  String pathInside(IndexName name) {
    Path inside =
        isSingleIndex()
            ? root.toAbsolutePath().normalize().getFileName()
            : root.relativize(folder(name));
    if (inside == null) {
      return name.path();
    }
    String path = inside.toString().replace(inside.getFileSystem().getSeparator(), "/");
    // A name that is no safe path everywhere is written as one; it stands for the same index.
    return PinnedFile.isPath(path) ? path : name.path();
  }

  /** The folders without indexes, as paths below the root. */
  List<String> emptyNamespaces() {
    return namespaces.stream()
        .filter(space -> indexes.keySet().stream().noneMatch(i -> space.equals(i.namespace())))
        .map(IndexName::escape)
        .toList();
  }

  private static boolean isIndex(Path folder) throws IOException {
    return Files.isDirectory(folder)
        && list(folder, IndexFolders::isCommit).stream().anyMatch(Files::isRegularFile);
  }

  private static boolean isCommit(Path file) {
    return ("" + file.getFileName()).startsWith(IndexFileNames.SEGMENTS + "_");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    return list(folder, path -> !isLostAndFound(path)).isEmpty();
  }

  private static List<Path> children(Path folder) throws IOException {
    return list(folder, path -> Files.isDirectory(path) && !isLostAndFound(path));
  }

  private static boolean isLostAndFound(Path path) {
    return path.endsWith(LOST_AND_FOUND) && Files.isDirectory(path);
  }

  private static List<Path> list(Path folder, DirectoryStream.Filter<Path> filter)
      throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, filter)) {
      entries.forEach(found::add);
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (FileSystemException e) {
      throw new DumpException(
          folder + ": cannot be listed, and may be an index: " + e + "; check its permissions", e);
    }
  }

  private static String ownName(Path root) {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? "index" : text(name);
  }

  /** The name that a folder stands for; one that is not escaped as ours are stands for itself. */
  private static String text(Path folder) {
    String segment = String.valueOf(folder.getFileName());
    try {
      return IndexName.unescape(segment);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
