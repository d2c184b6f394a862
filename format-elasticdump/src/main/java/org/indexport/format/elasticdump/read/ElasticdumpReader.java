package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.files.FilesReader;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.spi.ManifestBeside;

/** Reads a folder of multielasticdump, or one file or stream of elasticdump. */
public final class ElasticdumpReader extends FilesReader {
  private final Catalog catalog;

  private ElasticdumpReader(
      DumpSource source, ReadOptions options, Catalog catalog, ManifestBeside manifest) {
    super(source, options, catalog.header(), manifest);
    this.catalog = catalog;
  }

  /**
   * Opens a dump, as {@link org.indexport.spi.DumpFormat#open} says.
   *
   * @throws org.indexport.DumpException if files are missing, damaged or none of the tool
   * @throws IllegalArgumentException if an option has a value that it cannot have
   * @throws IOException if reading fails
   */
  public static ElasticdumpReader open(DumpSource source, ReadOptions options) throws IOException {
    ReadChoices choices = ReadChoices.of(options);
    checkExists(source);
    Path path = source.path();
    if (path == null || !source.isDirectory()) {
      Catalog catalog = FileCatalog.of(source, options.limits(), choices);
      return new ElasticdumpReader(source, options, catalog, ManifestBeside.NONE);
    }
    Catalog catalog = FolderCatalog.of(path, options.limits(), choices);
    ManifestBeside manifest =
        ManifestBeside.of(path, FormatElasticdump.ID, options.limits(), catalog.header());
    return new ElasticdumpReader(source, options, catalog, manifest);
  }

  @Override
  public String format() {
    return FormatElasticdump.ID;
  }

  @Override
  public List<String> notices() {
    return List.copyOf(catalog.notices());
  }

  @Override
  protected ElasticdumpCursor cursor(Predicate<IndexName> documentsOf) {
    return new ElasticdumpCursor(this, catalog, documentsOf);
  }

  @Override
  protected boolean mayComeLate(IndexName index) {
    return catalog.dataSets().stream().anyMatch(set -> set.fixed() == null);
  }
}
