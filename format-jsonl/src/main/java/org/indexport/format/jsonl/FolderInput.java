package org.indexport.format.jsonl;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.files.FileLimits;
import org.jspecify.annotations.Nullable;

/** A folder with a file for each index. */
final class FolderInput {
  private final Path folder;
  private final FileLimits limits;
  private final Map<IndexName, Path> files = new TreeMap<>();

  private FolderInput(Path folder, ReadLimits limits) {
    this.folder = folder;
    this.limits = new FileLimits(folder.toString(), limits);
  }

  /** Whether there is a file to read. */
  static boolean hasFiles(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, FolderInput::isInput)) {
      return all.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isInput(Path file) {
    return FileNames.isKnown(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
  }

  /**
   * The files of a folder by the names of their indexes. Others are passed over, unless there are
   * only others.
   */
  static List<InputFile> list(Path folder, @Nullable String primaryKey, ReadLimits limits)
      throws IOException {
    FolderInput input = new FolderInput(folder, limits);
    input.collect();
    List<InputFile> listed = new ArrayList<>();
    input.files.forEach(
        (name, file) ->
            listed.add(
                new InputFile(
                    IndexInfo.builder(name).primaryKey(primaryKey).build(),
                    DumpSource.path(file))));
    return listed;
  }

  private void collect() throws IOException {
    List<Path> all = limits.list(folder);
    for (Path file : all) {
      if (isInput(file)) {
        add(file);
      }
    }
    if (files.isEmpty() && !all.isEmpty()) {
      throw new UnknownFormatException(
          folder.toString(),
          "files that end in .jsonl, .ndjson or .json, with .gz or .zst if they are compressed",
          "none",
          "name the format of the folder, or rename its files");
    }
  }

  private void add(Path file) throws DumpException {
    String fileName = String.valueOf(file.getFileName());
    IndexName name;
    try {
      name = FileNames.index(fileName);
    } catch (IllegalArgumentException e) {
      throw new DumpException(
          file + ": expected a file named after its index, found '" + fileName + "'; rename it", e);
    }
    Path other = files.put(name, file);
    if (other != null) {
      throw new DumpException(
          "%s: expected one file for index %s, found also %s; move one of them away"
              .formatted(file, name, other));
    }
    limits.checkIndexes(files.size());
  }
}
