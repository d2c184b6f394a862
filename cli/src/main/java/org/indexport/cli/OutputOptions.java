package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.indexport.DumpFormats;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.ExistingTargetException;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.FormatTrait;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a dump is written. */
final class OutputOptions {
  private static final String IDS = "ids";

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "The format to write; 'indexport formats' lists them; default: v2.")
  String to = "v2";

  @Option(
      names = "--overwrite",
      description = "Replace the output if it exists: a file, or a folder that is such a dump.")
  boolean overwrite;

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      description =
          "The member that takes ids which lie outside the documents (jsonl, meilisearch), or holds"
              + " those of indexes without a primary key (meilisearch).")
  @Nullable String idField;

  @Option(names = "--drop-ids", description = "Lose ids that lie outside the documents (jsonl).")
  boolean dropIds;

  @Option(
      names = "--target-version",
      paramLabel = "VERSION",
      description = "The oldest engine that is to import the dump, as in 1.13 (meilisearch).")
  @Nullable String targetVersion;

  @Option(
      names = "--map-ids",
      description =
          "Make ids that the engine takes of those that it refuses, and keep the originals"
              + " (meilisearch).")
  boolean mapIds;

  @Option(
      names = "--created-at",
      paramLabel = "TIME",
      description = "The time of creation to note in the dump, as in 2026-01-31T12:00:00Z.")
  @Nullable String createdAt;

  /** The format to write. */
  DumpFormat format() throws IOException {
    DumpFormat format = DumpFormats.load().byId(to);
    if (!format.traits().contains(FormatTrait.WRITABLE)) {
      throw new UsageException("--to: format %s can be read, not written".formatted(to));
    }
    return format;
  }

  /** The options of the format. */
  WriteOptions writeOptions(DumpFormat format, NamedOptions named, int workers) {
    Map<String, @Nullable String> dedicated = new LinkedHashMap<>();
    dedicated.put("id-field", idField);
    dedicated.put("drop-ids", dropIds ? "true" : null);
    dedicated.put("target-version", targetVersion);
    if (mapIds && !format.writeOptions().contains(IDS)) {
      throw new UsageException("--map-ids: format %s has no such option".formatted(format.id()));
    }
    dedicated.put(IDS, mapIds ? "mapped" : null);
    Map<String, String> own =
        named.forOutput("format " + format.id(), format.writeOptions(), dedicated);
    WriteOptions defaults = WriteOptions.DEFAULT;
    return new WriteOptions(defaults.partBytes(), workers, defaults.generator(), null, own);
  }

  /** Whether the output is a stream: standard output, or a pipe or device under a path. */
  static boolean isStream(String text) {
    if (text.equals(InputOptions.STANDARD)) {
      return true;
    }
    Path path = path(text);
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Refuses an output that is there, before anything is read.
   *
   * @throws ExistingTargetException if it exists and may not be replaced
   */
  void check(String text, DumpFormat format) throws IOException {
    EngineConnector engine = InputOptions.connector(text);
    if (engine != null) {
      throw new UsageException(
          "%s is an engine; to load it, use 'indexport import'".formatted(engine.shown(text)));
    }
    if (isStream(text)) {
      return;
    }
    Path path = path(text);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!overwrite) {
      throw new ExistingTargetException(
          text + ": it exists already; choose another name, or replace it with --overwrite");
    }
    if (Files.isDirectory(path) && !ReplaceableFolder.isOne(path, format)) {
      throw new ExistingTargetException(
          "%s: this folder is no %s dump, so it is not replaced; choose another name"
              .formatted(text, format.id()));
    }
  }

  /** Where the dump goes to. */
  DumpSink sink(String text, DumpFormat format, DumpHeader header, Terminal terminal)
      throws IOException {
    if (text.equals(InputOptions.STANDARD)) {
      return DumpSink.stream(terminal.out());
    }
    Path path = path(text);
    if (isStream(text)) {
      return DumpSink.stream(Files.newOutputStream(path));
    }
    boolean many = header.indexes().size() > 1;
    boolean folder =
        text.endsWith("/")
            || text.endsWith(path.getFileSystem().getSeparator())
            || (many && format.traits().contains(FormatTrait.FILE_PER_INDEX));
    DumpSink sink = folder ? DumpSink.folder(path) : DumpSink.file(path);
    return overwrite ? sink.replacing() : sink;
  }

  /** The time to note, or the given one where none was asked for. */
  @Nullable Instant createdAt(@Nullable Instant otherwise) {
    if (createdAt == null) {
      return otherwise;
    }
    try {
      return OffsetDateTime.parse(createdAt).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          "--created-at: '%s' is no time such as 2026-01-31T12:00:00Z".formatted(createdAt));
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("'%s' is not a path: %s".formatted(text, e.getReason()));
    }
  }
}
