package org.indexport.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.tar.TarReader;
import org.jspecify.annotations.Nullable;

/** Finds out what was given for a snapshot file that is none, so as to tell what to do with it. */
final class OtherFile {
  /** What is behind so many bytes is not looked at. */
  private static final long MOST_BYTES = 1L << 30;

  private static final int MOST_VERSION_BYTES = 32;
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,5}){2}");

  private OtherFile() {}

  /** What to tell of a file that does not begin as a snapshot does. */
  static UnknownFormatException refusal(Path path, ReadLimits limits) {
    String meilisearch = meilisearch(path, limits);
    return meilisearch == null
        ? new UnknownFormatException(
            path.toString(),
            "a snapshot file",
            "a file of another kind",
            "name a snapshot, or import the file if it is a dump")
        : new UnknownFormatException(
            path.toString(),
            "a snapshot file",
            "a snapshot of " + meilisearch + " itself, which only that engine can read",
            "start that engine with it, take a dump there, and import the dump");
  }

  /**
   * Looks for what snapshots of Meilisearch have, and its dumps have not: a packed tar with a
   * {@code VERSION} and files of LMDB.
   *
   * @return its name with the version, as far as that is told; or null if it is something else
   */
  private static @Nullable String meilisearch(Path path, ReadLimits limits) {
    try (InputStream in = Files.newInputStream(path);
        TarReader tar =
            TarReader.tolerant(
                path.toString(), new GZIPInputStream(in), limits, (reason, what) -> {})) {
      String version = null;
      boolean hasLmdb = false;
      long bytes = 0;
      for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
        if (entry.path().equals("VERSION")) {
          version = new String(tar.content().readNBytes(MOST_VERSION_BYTES), UTF_8).strip();
        }
        hasLmdb |= entry.path().equals("data.mdb") || entry.path().endsWith("/data.mdb");
        bytes += entry.size();
        if ((version != null && hasLmdb) || bytes > MOST_BYTES || bytes < 0) {
          break;
        }
      }
      if (version == null || !hasLmdb) {
        return null;
      }
      return VERSION.matcher(version).matches() ? "Meilisearch " + version : "Meilisearch";
    } catch (IOException e) {
      // No such archive.
      return null;
    }
  }
}
