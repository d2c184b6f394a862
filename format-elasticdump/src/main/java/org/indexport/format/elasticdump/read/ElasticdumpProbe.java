package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpSource;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.PlainText;
import org.indexport.spi.Probe;

/** Tells by names and first bytes whether an input may be of the tool. */
public final class ElasticdumpProbe {
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_FILES = 16;

  private ElasticdumpProbe() {}

  /** How sure it is, as {@link org.indexport.spi.DumpFormat#probe} says. */
  public static MatchStrength match(Probe probe) throws IOException {
    Path path = probe.path();
    if (probe.isDirectory()) {
      return path == null ? MatchStrength.NONE : folder(path);
    }
    return file(DataStart.of(probe.plainPrefix()));
  }

  private static MatchStrength file(DataStart start) {
    return switch (start.kind()) {
      case HITS -> start.sure() ? MatchStrength.STRONG : MatchStrength.NONE;
      case META -> start.sure() ? MatchStrength.STRONG : MatchStrength.WEAK;
      case NOTHING, DOCUMENTS, OTHER -> MatchStrength.NONE;
    };
  }

  private static MatchStrength folder(Path folder) throws IOException {
    MatchStrength best = MatchStrength.NONE;
    int names = 0;
    int files = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (++names > MOST_NAMES || files >= MOST_FILES || best == MatchStrength.STRONG) {
          break;
        }
        DumpFileName name = DumpFileName.of(String.valueOf(file.getFileName()));
        if (name == null || !Files.isRegularFile(file)) {
          continue;
        }
        files++;
        MatchStrength match = file(DataStart.of(prefix(file)));
        if (match == MatchStrength.WEAK && name.type() == FileType.DATA) {
          match = MatchStrength.NONE;
        }
        best = match.compareTo(best) > 0 ? match : best;
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return best;
  }

  private static byte[] prefix(Path file) throws IOException {
    try (DumpSource source = DumpSource.path(file)) {
      return PlainText.start(source);
    }
  }
}
