package org.indexport.format.elasticdump.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.indexport.DumpSink;
import org.indexport.Manifest;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.ManifestName;
import org.indexport.io.Publication;
import org.indexport.json.JsonText;
import org.indexport.spi.ManifestJson;
import org.jspecify.annotations.Nullable;

/**
 * Our own manifest beside a folder. It appears after the folder does; one of a folder that is to be
 * replaced goes before, so that it never stands beside another.
 */
final class ManifestOutput implements Closeable {
  private final Publication publication;
  private final Path path;

  private ManifestOutput(Publication publication, Path path) {
    this.publication = publication;
    this.path = path;
  }

  /** Prepares to write; null where the folder has no name that a file could be called after. */
  static @Nullable ManifestOutput create(DumpSink sink) throws IOException {
    Path folder = sink.path();
    Path file = folder == null ? null : ManifestName.beside(folder);
    if (file == null) {
      return null;
    }
    return new ManifestOutput(
        Publication.openFile(file, sink.existing(), Publication.Unproven.REFUSE), file);
  }

  /** Writes it, not yet under its name, and removes one that is to be replaced. */
  void prepare(Manifest manifest) throws IOException {
    Manifest marked =
        new Manifest(
            manifest.format(),
            manifest.version(),
            manifest.generator(),
            manifest.header(),
            manifest.indexes(),
            manifest.sections(),
            Map.of(ManifestName.OF, JsonText.quote(FormatElasticdump.ID)));
    try (OutputStream out = publication.openStream()) {
      ManifestJson.write(ManifestName.VERSION, marked, out);
    }
    Files.deleteIfExists(path);
  }

  /** Lets it appear under its name. */
  void publish() throws IOException {
    publication.commit();
  }

  @Override
  public void close() throws IOException {
    publication.close();
  }
}
