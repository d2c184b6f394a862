package org.indexport.cli;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Checking;
import org.indexport.ReadOptions.Damage;
import org.indexport.format.v2.FormatV2;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineConnectors;
import org.indexport.transfer.EngineReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an input is opened: a dump told by content, standard input, or a live engine by its URI. */
final class InputOptions {
  /** The name of standard input and output. */
  static final String STANDARD = "-";

  private static final String QUERY = "query";
  private static final String HIDDEN = "include-hidden";

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description = "The input's format, where its content does not tell.")
  @Nullable String from;

  @Option(
      names = "--primary-key",
      paramLabel = "PATH",
      description = "The member that holds each document's id (jsonl).")
  @Nullable String primaryKey;

  @Option(
      names = "--index-name",
      paramLabel = "NAME",
      description = "What the index of a single file or stream is called (jsonl).")
  @Nullable String indexName;

  @Option(
      names = "--trust-input",
      description = "Look only at the first and last byte of each document.")
  boolean trust;

  @Option(
      names = "--query",
      paramLabel = "JSON|@FILE",
      description = "Only the documents that the engine finds with this query (Elasticsearch).")
  @Nullable String query;

  @Option(
      names = "--include-hidden",
      description = "Hidden indexes and those of the system too (Elasticsearch).")
  boolean hidden;

  /** Whether it is enough that one of several inputs takes the options for engines. */
  boolean shared;

  /** Those options that an input has taken. */
  private final Set<String> taken = new HashSet<>();

  /** Whether everything is read from start to end, also where a format could do with less. */
  boolean inOrder;

  /**
   * Opens an input.
   *
   * @param slices how many slices of an engine's index are read at a time
   * @param damage what happens where it is incomplete or damaged
   */
  Input open(String text, NamedOptions named, int slices, Terminal terminal, Damage damage)
      throws IOException {
    ReadOptions options =
        ReadOptions.DEFAULT.with(damage).with(trust ? Checking.TRUSTED : Checking.EVERY_DOCUMENT);
    EngineConnector connector = connector(text);
    if (connector != null) {
      return engine(text, connector, named, slices, options);
    }
    DumpSource source = source(text, terminal);
    try {
      DumpFormat format = format(source);
      Map<String, @Nullable String> dedicated = new LinkedHashMap<>();
      dedicated.put("primary-key", primaryKey);
      dedicated.put("index", indexName);
      addEngineOptions(format.readOptions(), dedicated);
      if (inOrder && format.readOptions().contains(FormatV2.READING)) {
        dedicated.put(FormatV2.READING, FormatV2.IN_ORDER);
      }
      Map<String, String> own =
          named.forInput("format " + format.id(), format.readOptions(), dedicated);
      ReadOptions all =
          new ReadOptions(options.limits(), options.checking(), options.damage(), own);
      return new Input(source.name(), format, source, format.open(source, all));
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /** The format of an input. */
  DumpFormat format(DumpSource source) throws IOException {
    DumpFormats formats = DumpFormats.load();
    Path path = source.path();
    if (from == null) {
      if (path != null && source.isDirectory()) {
        SnapshotInput.refuseRepository(path);
      }
      return formats.sniff(source);
    }
    DumpFormat format = formats.byId(from);
    if (path != null && !Files.exists(path)) {
      throw new java.nio.file.NoSuchFileException(path.toString());
    }
    return format;
  }

  private Input engine(
      String uri, EngineConnector connector, NamedOptions named, int slices, ReadOptions options)
      throws IOException {
    String shown = connector.shown(uri);
    if (from != null) {
      throw new UsageException("--from: %s is an engine, not a dump".formatted(shown));
    }
    Map<String, @Nullable String> dedicated = new LinkedHashMap<>();
    dedicated.put("primary-key", primaryKey);
    dedicated.put("index-name", indexName);
    addEngineOptions(connector.options(), dedicated);
    Map<String, String> own = named.forInput(shown, connector.options(), dedicated);
    return new Input(
        shown, null, null, EngineReader.of(connector.openSource(uri, own), slices, options));
  }

  private void addEngineOptions(Set<String> known, Map<String, @Nullable String> dedicated)
      throws IOException {
    Map<String, String> asked = new LinkedHashMap<>();
    if (query != null) {
      asked.put(QUERY, textOrFile(query));
    }
    if (hidden) {
      asked.put(HIDDEN, "true");
    }
    asked.forEach(
        (name, value) -> {
          if (known.contains(name) || !shared) {
            taken.add(name);
            dedicated.put(name, value);
          }
        });
  }

  /** Refuses options for engines that none of several inputs has taken. */
  void checkTaken() {
    if (query != null && !taken.contains(QUERY)) {
      throw new UsageException("--query: neither input is an engine that takes a query");
    }
    if (hidden && !taken.contains(HIDDEN)) {
      throw new UsageException("--include-hidden: neither input is an engine with hidden indexes");
    }
  }

  /** A text, or what the file after an at sign holds. */
  static String textOrFile(String text) throws IOException {
    if (!text.startsWith("@")) {
      return text;
    }
    Path file = Path.of(text.substring(1));
    if (Files.isDirectory(file)) {
      throw new UsageException("'%s': expected the name of a file after @".formatted(text));
    }
    try {
      String content = Files.readString(file);
      // Some editors put a mark there.
      return content.startsWith("\ufeff") ? content.substring(1) : content;
    } catch (CharacterCodingException e) {
      throw new DumpException(
          "%s: expected a text in UTF-8, found other bytes; save it as UTF-8".formatted(file), e);
    }
  }

  /** The connector of an engine's URI, or null for everything else. */
  static @Nullable EngineConnector connector(String text) {
    if (text.indexOf(':') < 0) {
      return null;
    }
    LuceneLog.silence();
    return EngineConnectors.load().byUri(text);
  }

  /** Opens a path or standard input; a pipe under a path is a stream as well. */
  static DumpSource source(String text, Terminal terminal) throws IOException {
    if (text.equals(STANDARD)) {
      return DumpSource.stream("standard input", terminal.in());
    }
    Path path = Path.of(text);
    if (!Files.exists(path)) {
      throw new java.nio.file.NoSuchFileException(text);
    }
    if (Files.isRegularFile(path) || Files.isDirectory(path)) {
      return DumpSource.path(path);
    }
    InputStream in = new BufferedInputStream(new FileInputStream(path.toFile()));
    return DumpSource.stream(text, in);
  }
}
