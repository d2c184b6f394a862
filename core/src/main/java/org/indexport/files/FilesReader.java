package org.indexport.files;

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
import org.indexport.spi.Fingerprint;
import org.indexport.spi.ManifestBeside;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump of plain files, in which nothing proves that they are whole; our own manifest beside
 * them does, if it is there. A format opens its files, makes the header of what it finds, and says
 * by a {@link FilesCursor} how documents are walked through. Used as {@link DumpReader} says.
 */
public abstract class FilesReader implements DumpReader {
  private final DumpSource source;
  private final ReadOptions options;
  private final DumpHeader header;
  private final ManifestBeside manifest;
  private final boolean rewindable;
  private boolean used;
  private boolean closed;
  private @Nullable FilesCursor cursor;

  /**
   * Takes what was found.
   *
   * @param source the files, which this closes
   * @param options how they are read
   * @param header what is known before documents are read
   * @param manifest what lies beside a folder, or {@link ManifestBeside#NONE}
   */
  protected FilesReader(
      DumpSource source, ReadOptions options, DumpHeader header, ManifestBeside manifest) {
    this.source = source;
    this.options = options;
    this.header = header;
    this.manifest = manifest;
    this.rewindable = source.isRewindable();
  }

  /**
   * Makes sure that there is something to open.
   *
   * @throws NoSuchFileException if there is nothing at the path of a source
   */
  protected static void checkExists(DumpSource source) throws NoSuchFileException {
    Path path = source.path();
    if (path != null && Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
  }

  /** Starts from the first file. */
  protected abstract FilesCursor cursor(Predicate<IndexName> documentsOf);

  /** Whether an index that the header lacks may be declared by an entry. */
  protected boolean mayComeLate(IndexName index) {
    return false;
  }

  final String name() {
    return source.name();
  }

  final ReadOptions options() {
    return options;
  }

  final ManifestBeside manifestBeside() {
    return manifest;
  }

  @Override
  public final @Nullable String formatVersion() {
    return null;
  }

  @Override
  public final DumpHeader header() {
    return header;
  }

  @Override
  public final boolean isRewindable() {
    return rewindable;
  }

  @Override
  public final @Nullable Completeness completeness() {
    return manifest.manifest() == null ? Completeness.UNPROVABLE : null;
  }

  @Override
  public final @Nullable Manifest manifest() {
    return manifest.manifest();
  }

  @Override
  public final boolean skipsDamage() {
    return options.damage() == ReadOptions.Damage.SKIP;
  }

  @Override
  public List<String> notices() {
    return List.of();
  }

  @Override
  public final @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source);
  }

  @Override
  public final DumpCursor entries(Predicate<IndexName> documentsOf) {
    if (closed) {
      throw new IllegalStateException(source.name() + " is closed");
    }
    if (used && !rewindable) {
      throw new IllegalStateException(source.name() + " can be read only once");
    }
    used = true;
    FilesCursor opened = cursor(documentsOf);
    cursor = opened;
    return opened;
  }

  /**
   * {@inheritDoc} An index that only documents name is known once {@link #entries} has come to it.
   */
  @Override
  public final DocumentCursor documents(IndexName index) throws IOException {
    if (header.index(index) == null && !mayComeLate(index)) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  @Override
  public final void close() throws IOException {
    closed = true;
    // First of all the source: whoever waits for its bytes is set free by that.
    FilesCursor reading = cursor;
    try (reading) {
      source.close();
    }
  }
}
