package org.indexport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.indexport.DumpSink;
import org.indexport.Manifest;
import org.indexport.io.Publication;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link ManifestBeside}: {@link #create}, {@link #prepare}, then the folder appears, and
 * {@link #publish}. So the manifest appears after the folder does, and one of a folder that is to
 * be replaced goes before, so that it never stands beside another. One thread.
 */
public final class ManifestBesideOutput implements Closeable {
  private final Publication publication;
  private final Path path;

  private ManifestBesideOutput(Publication publication, Path path) {
    this.publication = publication;
    this.path = path;
  }

  /**
   * Prepares to write.
   *
   * @return null where the folder has no name that a file could be called after
   * @throws IOException as {@link Publication#openFile}
   */
  public static @Nullable ManifestBesideOutput create(DumpSink sink) throws IOException {
    Path folder = sink.path();
    Path file = folder == null ? null : ManifestBeside.path(folder);
    if (file == null) {
      return null;
    }
    return new ManifestBesideOutput(
        Publication.openFile(file, sink.existing(), Publication.Unproven.REFUSE), file);
  }

  /**
   * Writes it, not yet under its name, and removes one that is to be replaced.
   *
   * @throws IOException if writing fails
   */
  public void prepare(Manifest manifest) throws IOException {
    Manifest marked =
        new Manifest(
            manifest.format(),
            manifest.version(),
            manifest.generator(),
            manifest.header(),
            manifest.indexes(),
            manifest.sections(),
            Map.of(ManifestBeside.OF, JsonText.quote(manifest.format())));
    try (OutputStream out = publication.openStream()) {
      ManifestJson.write(ManifestBeside.VERSION, marked, out);
    }
    Files.deleteIfExists(path);
  }

  /**
   * Lets it appear under its name. That this fails is no failure of the dump, which is whole and in
   * its place by now.
   *
   * @param notices is told that it failed
   */
  public void publish(Consumer<String> notices) {
    try {
      publication.commit();
    } catch (IOException e) {
      notices.accept("manifest: the dump is written, but no manifest beside it: " + e.getMessage());
    }
  }

  /** Removes what was written unless it was published. */
  @Override
  public void close() throws IOException {
    publication.close();
  }
}
