package org.indexport.format.kourou.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.Fingerprint;
import org.indexport.spi.ManifestBeside;
import org.jspecify.annotations.Nullable;

/** Reads a folder of multikourou, or one file or stream of kourou. */
public final class KourouReader implements DumpReader {
  private final DumpSource source;
  private final ReadOptions options;
  private final Catalog catalog;
  private final DumpHeader header;
  private final ManifestBeside manifest;
  private final boolean rewindable;
  private boolean used;
  private boolean closed;
  private @Nullable KourouCursor cursor;

  private KourouReader(
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
  public static KourouReader open(DumpSource source, ReadOptions options) throws IOException {
    ReadChoices choices = ReadChoices.of(options);
    Path path = source.path();
    if (path != null && Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
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
    List<String> all = new ArrayList<>(catalog.notices());
    if (manifest.manifest() == null) {
      all.addAll(catalog.doubts());
    }
    return all;
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
    KourouCursor opened = new KourouCursor(catalog, documentsOf, options, manifest);
    cursor = opened;
    return opened;
  }

  /**
   * {@inheritDoc} Collections that only headers within files name are known once {@link #entries}
   * has come to them.
   */
  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    if (header.index(index) == null && !catalog.isLate(index)) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    // First of all the source: whoever waits for its bytes is set free by that.
    KourouCursor reading = cursor;
    try (reading) {
      source.close();
    }
  }
}
