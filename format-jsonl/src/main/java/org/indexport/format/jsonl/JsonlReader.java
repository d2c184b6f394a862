package org.indexport.format.jsonl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.DocumentCursor;
import org.indexport.DumpCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.spi.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Reads one file, one stream, or the files of a folder. */
final class JsonlReader implements DumpReader {
  private static final String UNNAMED = "documents";

  private final DumpSource source;
  private final ReadOptions options;
  private final List<InputFile> files;
  private final DumpHeader header;
  private final boolean rewindable;
  private boolean used;
  private boolean closed;
  private @Nullable JsonlCursor cursor;

  private JsonlReader(DumpSource source, ReadOptions options, List<InputFile> files) {
    this.source = source;
    this.options = options;
    this.files = files;
    this.header = DumpHeader.of(files.stream().map(InputFile::index).toList());
    this.rewindable = source.isRewindable();
  }

  static JsonlReader open(DumpSource source, ReadOptions options) throws IOException {
    String name = options.option(FormatJsonl.INDEX);
    String primaryKey = options.option(FormatJsonl.PRIMARY_KEY);
    Path path = source.path();
    if (path != null && Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (path == null || !source.isDirectory()) {
      IndexName index = name == null ? indexOf(source) : IndexName.parse(name);
      IndexInfo info = IndexInfo.builder(index).primaryKey(primaryKey).build();
      return new JsonlReader(source, options, List.of(new InputFile(info, source)));
    }
    if (name != null) {
      throw new IllegalArgumentException(
          "option index names the index of one file; those of a folder are named by its files");
    }
    return new JsonlReader(source, options, FolderInput.list(path, primaryKey, options.limits()));
  }

  private static IndexName indexOf(DumpSource source) throws DumpException {
    Path path = source.path();
    Path fileName = path == null || !Files.isRegularFile(path) ? null : path.getFileName();
    if (fileName == null || FileNames.isSuffixOnly(fileName.toString())) {
      return IndexName.of(UNNAMED);
    }
    try {
      return FileNames.index(fileName.toString());
    } catch (IllegalArgumentException e) {
      throw new DumpException(
          source.name()
              + ": expected a file name to name the index by, found '"
              + fileName
              + "'; name the index with the option index",
          e);
    }
  }

  @Override
  public String format() {
    return FormatJsonl.ID;
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

  @Override
  public Completeness completeness() {
    return Completeness.UNPROVABLE;
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
    JsonlCursor opened = new JsonlCursor(files, documentsOf, options);
    cursor = opened;
    return opened;
  }

  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    if (header.index(index) == null) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    // First of all the source: whoever waits for its bytes is set free by that.
    JsonlCursor reading = cursor;
    try (reading) {
      source.close();
    }
  }
}
