package org.indexport.format.kourou.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.files.FilesReader;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.ManifestBeside;

/** Reads a tree of kourou, or one of its files, or a stream. */
public final class KourouReader extends FilesReader {
  private final Catalog catalog;

  private KourouReader(
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
  public static KourouReader open(DumpSource source, ReadOptions options) throws IOException {
    ReadChoices choices = ReadChoices.of(options);
    checkExists(source);
    Path path = source.path();
    if (path == null || !source.isDirectory()) {
      Catalog catalog = FileCatalog.of(source, options, choices);
      return new KourouReader(source, options, catalog, ManifestBeside.NONE);
    }
    Catalog catalog = TreeCatalog.of(path, options, choices);
    ManifestBeside manifest =
        ManifestBeside.of(path, FormatKourou.ID, options.limits(), catalog.header());
    return new KourouReader(source, options, catalog, manifest);
  }

  @Override
  public String format() {
    return FormatKourou.ID;
  }

  @Override
  public List<String> notices() {
    List<String> all = new ArrayList<>(catalog.notices());
    if (manifest() == null) {
      all.addAll(catalog.doubts());
    }
    return all;
  }

  @Override
  protected KourouCursor cursor(Predicate<IndexName> documentsOf) {
    return new KourouCursor(this, catalog, documentsOf);
  }

  @Override
  protected boolean mayComeLate(IndexName index) {
    return catalog.isLate(index);
  }
}
