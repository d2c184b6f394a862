package org.indexport.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpTally;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.json.JsonText;
import org.indexport.spi.ManifestJson.Detail;
import org.jspecify.annotations.Nullable;

/**
 * Our own manifest beside a folder whose loaders would stop at a file that is not theirs: {@code
 * NAME.manifest.json} next to {@code NAME}.
 *
 * @param manifest what it says, or null where there is none
 * @param name names it in messages
 */
public record ManifestBeside(@Nullable Manifest manifest, String name) {
  /** That there is none. */
  public static final ManifestBeside NONE = new ManifestBeside(null, "");

  private static final String SUFFIX = ".manifest.json";

  /** The version of what is in it. */
  static final long VERSION = 1;

  /** The member that tells what it is a manifest of. */
  static final String OF = "of";

  /** The manifest of a folder, or null where the folder has no name. */
  public static @Nullable Path path(Path folder) {
    Path normal = folder.toAbsolutePath().normalize();
    Path name = normal.getFileName();
    return name == null ? null : normal.resolveSibling(name + SUFFIX);
  }

  /**
   * Reads the manifest of a folder, if there is one. What is another program's or format's is
   * passed over.
   *
   * @param folder the folder
   * @param format the id of the format that the folder is of
   * @param limits the limits of what is read
   * @param header the header that the manifest closes
   * @throws CorruptDumpException if it is damaged
   * @throws IOException if reading fails
   */
  public static ManifestBeside of(Path folder, String format, ReadLimits limits, DumpHeader header)
      throws IOException {
    Path file = path(folder);
    if (file == null || !Files.isRegularFile(file)) {
      return NONE;
    }
    try (InputStream in = Files.newInputStream(file)) {
      Manifest read =
          ManifestJson.read(file.toString(), limits, Detail.INDEXES, in, format, null, header);
      return JsonText.quote(format).equals(read.extensions().get(OF))
          ? new ManifestBeside(read, file.toString())
          : NONE;
    }
  }

  /**
   * Compares what was read with it, if there is one.
   *
   * @throws CorruptDumpException if they differ
   */
  public void compare(DumpTally tally) throws CorruptDumpException {
    Manifest said = manifest;
    if (said == null) {
      return;
    }
    try {
      tally.compare(name, said);
    } catch (CorruptDumpException e) {
      throw new CorruptDumpException(
          e.getMessage()
              + ", or remove the manifest "
              + JsonText.quote(name)
              + " if the files were changed on purpose",
          e);
    }
  }
}
