package org.indexport.format.kourou.read;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.indexport.DumpSource;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.PlainText;
import org.indexport.spi.Probe;

/** Tells whether something is of the tool. */
public final class KourouProbe {
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_FILES = 32;

  /** A tree has the files of a collection two levels down. */
  private static final int DEEPEST = 3;

  private int names;
  private int files;

  private KourouProbe() {}

  /** How sure it is, as {@link org.indexport.spi.DumpFormat#probe} says. */
  public static MatchStrength match(Probe probe) throws IOException {
    Path path = probe.path();
    if (probe.isDirectory()) {
      return path == null ? MatchStrength.NONE : new KourouProbe().folder(path, 0);
    }
    return file(FileStart.of(probe.plainPrefix()));
  }

  private static MatchStrength file(FileStart start) {
    return switch (start.kind()) {
      case LINES, PAIRS -> start.sure() ? MatchStrength.STRONG : MatchStrength.WEAK;
      case MAPPINGS, SECURITY -> MatchStrength.STRONG;
      case NOTHING, ERRORS, OBJECT, OTHER -> MatchStrength.NONE;
    };
  }

  private MatchStrength folder(Path folder, int depth) throws IOException {
    MatchStrength best = MatchStrength.NONE;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path child : all) {
        if (++names > MOST_NAMES || files >= MOST_FILES || best == MatchStrength.STRONG) {
          break;
        }
        MatchStrength match = MatchStrength.NONE;
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          match = depth == DEEPEST ? match : folder(child, depth + 1);
        } else if (Files.isRegularFile(child)) {
          files++;
          match = file(FileStart.of(prefix(child)));
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
