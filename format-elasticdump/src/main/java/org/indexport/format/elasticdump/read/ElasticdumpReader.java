package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.DocumentCursor;
import org.indexport.DumpCursor;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.spi.Fingerprint;
import org.indexport.spi.ManifestBeside;
import org.jspecify.annotations.Nullable;

/** Reads a folder of multielasticdump, or one file or stream of elasticdump. */
public final class ElasticdumpReader implements DumpReader {
  private final DumpSource source;
  private final ReadOptions options;
  private final Catalog catalog;
  private final DumpHeader header;
  private final ManifestBeside manifest;
  private final boolean rewindable;
  private boolean used;
  private boolean closed;
  private @Nullable ElasticdumpCursor cursor;

  private ElasticdumpReader(
      DumpSource source, ReadOptions options, Catalog catalog, ManifestBeside manifest) {
    this.source = source;
    this.options = options;
    this.catalog = catalog;
    this.header = catalog.header();
    this.manifest = manifest;
    this.rewindable = source.isRewindable();
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
    Path path = source.path();
    if (path != null && Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
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
  public @Nullable String formatVersion() {
    return null;
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  @Override
  public boolean isRewindable() {
    return rewindable;
  }

  /** Nothing in the files proves that they are whole; our own manifest does, if it is there. */
  @Override
  public @Nullable Completeness completeness() {
    return manifest.manifest() == null ? Completeness.UNPROVABLE : null;
  }

  @Override
  public @Nullable Manifest manifest() {
    return manifest.manifest();
  }

  @Override
  public boolean skipsDamage() {
    return options.damage() == ReadOptions.Damage.SKIP;
  }

  @Override
  public List<String> notices() {
    return List.copyOf(catalog.notices());
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source);
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) {
    if (closed) {
      throw new IllegalStateException(source.name() + " is closed");
    }
    if (used && !rewindable) {
      throw new IllegalStateException(source.name() + " can be read only once");
    }
    used = true;
    ElasticdumpCursor opened =
        new ElasticdumpCursor(catalog, documentsOf, options, manifest, rewindable);
    cursor = opened;
    return opened;
  }

  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    boolean mayComeLate = catalog.dataSets().stream().anyMatch(set -> set.fixed() == null);
    if (header.index(index) == null && !mayComeLate) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    // First of all the source: whoever waits for its bytes is set free by that.
    ElasticdumpCursor reading = cursor;
    try (reading) {
      source.close();
    }
  }
}
