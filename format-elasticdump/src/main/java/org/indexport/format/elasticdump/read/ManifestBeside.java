package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpHeader;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.ManifestName;
import org.indexport.json.JsonText;
import org.indexport.spi.ManifestJson;
import org.indexport.spi.ManifestJson.Detail;
import org.jspecify.annotations.Nullable;

/**
 * Our own manifest, where it lies beside a folder.
 *
 * @param manifest what it says, or null where there is none
 * @param name names it in messages
 */
record ManifestBeside(@Nullable Manifest manifest, String name) {
  static final ManifestBeside NONE = new ManifestBeside(null, "");

  private static final String OURS = JsonText.quote(FormatElasticdump.ID);

  /**
   * Reads the manifest of a folder, if there is one. What is another program's is passed over.
   *
   * @throws org.indexport.CorruptDumpException if it is damaged
   */
  static ManifestBeside of(Path folder, ReadLimits limits, DumpHeader header) throws IOException {
    Path file = ManifestName.beside(folder);
    if (file == null || !Files.isRegularFile(file)) {
      return NONE;
    }
    try (InputStream in = Files.newInputStream(file)) {
      Manifest read =
          ManifestJson.read(
              file.toString(), limits, Detail.INDEXES, in, FormatElasticdump.ID, null, header);
      return OURS.equals(read.extensions().get(ManifestName.OF))
          ? new ManifestBeside(read, file.toString())
          : NONE;
    }
  }
}
