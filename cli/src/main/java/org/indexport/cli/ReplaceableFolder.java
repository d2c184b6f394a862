package org.indexport.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;

/** Tells whether a folder may be replaced by a dump: only if it is one, and nothing else. */
final class ReplaceableFolder {
  private ReplaceableFolder() {}

  /** Whether a folder is empty, or holds a dump of this format and no other file. */
  static boolean isOne(Path folder, DumpFormat format) throws IOException {
    long files = 0;
    boolean onlyFiles = true;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        files++;
        onlyFiles &= Files.isRegularFile(file);
      }
    }
    return files == 0 || isDump(folder, format, files, onlyFiles);
  }

  private static boolean isDump(Path folder, DumpFormat format, long files, boolean onlyFiles)
      throws IOException {
    try (DumpSource source = DumpSource.path(folder)) {
      if (!DumpFormats.load().sniff(source).id().equals(format.id())) {
        return false;
      }
      if (!format.traits().contains(FormatTrait.FILE_PER_INDEX)) {
        return true;
      }
      try (DumpReader reader = format.open(source, ReadOptions.DEFAULT)) {
        return onlyFiles && reader.header().indexes().size() == files;
      }
    } catch (DumpException e) {
      return false;
    }
  }
}
