package org.indexport.format.meilisearch.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentCursor;
import org.indexport.DumpCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.format.meilisearch.upgrade.Complaints;
import org.indexport.io.Closing;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.Fingerprint;
import org.indexport.spi.Probe;
import org.indexport.tar.TarReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump: what describes it when it is opened, the rest with each cursor. Since files may lie
 * in any order, opening passes over all of it once, unless the writer promised an order.
 */
public final class MeilisearchReader implements DumpReader {
  private static final long SPILL_LIMIT = 1L << 30;

  /** More would fill the memory of who reads what is hopeless. */
  private static final int MOST_DAMAGES = 10_000;

  private static final int MOST_NOTICES = 1_000;

  private final DumpSource source;
  private final ReadOptions options;
  private final List<DumpException> damages = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /** What is read: the source, or a copy of it. */
  private DumpSource input;

  private @Nullable Spill spill;

  /** What can be read only once, after its descriptions; null when it is taken. */
  private @Nullable Archive once;

  private @Nullable MeilisearchCursor cursor;
  private boolean used;
  private boolean closed;

  // Set by start().
  private Catalog catalog;
  private Descriptions descriptions;
  private DumpFiles files;
  private DumpHeader header;
  private int version;

  @SuppressWarnings("NullAway.Init") // what start() sets
  private MeilisearchReader(DumpSource source, ReadOptions options) {
    this.source = source;
    this.options = options;
    this.input = source;
  }

  /**
   * Opens a dump.
   *
   * @throws DumpException if it is none, or damaged and that is refused
   * @throws IllegalArgumentException if an option has another value than it may have
   * @throws IOException if reading fails
   */
  public static DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    if (source.isDirectory()) {
      throw new UnknownFormatException(
          source.name(), "a dump of Meilisearch", "a folder", "name the file");
    }
    long spillLimit = checkOptions(options);
    MeilisearchReader reader = new MeilisearchReader(source, options);
    try {
      reader.start(spillLimit);
      return reader;
    } catch (IOException | RuntimeException e) {
      Closing.after(e, reader::closeOwn);
      throw e;
    }
  }

  private static long checkOptions(ReadOptions options) {
    checkOption(options, FormatMeilisearch.ORIGINAL_SETTINGS, "keep|drop", "keep or drop");
    checkOption(options, FormatMeilisearch.KEY_UIDS, "name|random", "name or random");
    checkOption(options, FormatMeilisearch.SPILL_LIMIT, "[0-9]{1,18}", "a number of bytes");
    String limit = options.option(FormatMeilisearch.SPILL_LIMIT);
    return limit == null ? SPILL_LIMIT : Long.parseLong(limit);
  }

  private static void checkOption(
      ReadOptions options, String name, String pattern, String expected) {
    String value = options.option(name);
    if (value != null && !value.matches(pattern)) {
      throw new IllegalArgumentException(
          "option %s is %s, not '%s'".formatted(name, expected, value));
    }
  }

  private void start(long spillLimit) throws IOException {
    boolean promised = isPromised() && options.damage() == Damage.REFUSE;
    if (!source.isRewindable() && !promised) {
      Spill kept = Spill.of(source, spillLimit);
      spill = kept;
      input = kept.source();
      notices.add(kept.notice(source.name()));
    }
    Complaints complaints = this::complain;
    Archive archive = pass(this::tell);
    try {
      catalog = scan(archive, promised);
    } catch (IOException | RuntimeException e) {
      Closing.after(e, archive);
      throw e;
    }
    if (input.isRewindable()) {
      archive.close();
    } else {
      once = archive;
    }
    notices.addAll(catalog.notices());
    descriptions = new Descriptions(source.name(), options, catalog, complaints);
    describe();
  }

  private Catalog scan(Archive archive, boolean promised) throws IOException {
    Catalog.Extent extent = Catalog.Extent.ALL;
    if (promised) {
      extent = input.isRewindable() ? Catalog.Extent.UNTIL_DOCUMENTS : Catalog.Extent.DESCRIPTIONS;
    }
    return Catalog.scan(archive, extent, options.damage(), options.limits().maxMetadataBytes());
  }

  /** Whether the first file says that the writer of this format wrote it. */
  private boolean isPromised() throws IOException {
    byte[] plain = Probe.of(source).plainPrefix();
    try (TarReader tar =
        TarReader.tolerant(
            source.name(),
            new ByteArrayInputStream(plain),
            options.limits(),
            (reason, what) -> {})) {
      TarReader.Entry first = tar.next();
      return first != null
          && Catalog.isPromise(new Archive.Entry(first.path(), first.size(), first.owner(), 0));
    } catch (DumpException e) {
      // Whoever reads it says what is wrong.
      return false;
    }
  }

  private void describe() throws IOException {
    JsonObject metadata = metadata();
    version = version(metadata);
    DumpHeader whole = descriptions.header(metadata, version);
    UpdateLog.Pass log = this::readLog;
    files =
        switch (version) {
          case 1 -> new V1Files(descriptions, metadata);
          case 2 -> new V2Files(descriptions, log, whole.createdAt());
          case 3 -> new V3Files(descriptions, log, whole.createdAt());
          case 4 -> new V4Files(descriptions, log, whole.createdAt());
          case 5 -> new V5Files(descriptions, log, whole.createdAt());
          default -> new V6Files(descriptions);
        };
    String instanceUid =
        switch (version) {
          case 1, 2, 3 -> null;
          case 4, 5 -> descriptions.instanceUid("instance-uid");
          default -> descriptions.instanceUid("instance_uid.uuid");
        };
    header =
        new DumpHeader(
            whole.engineName(),
            whole.engineVersion(),
            instanceUid,
            whole.createdAt(),
            files.indexes().stream().map(DumpFiles.Index::info).toList(),
            List.of(),
            whole.extensions());
  }

  private JsonObject metadata() throws IOException {
    JsonObject metadata = descriptions.object(Catalog.METADATA);
    if (metadata != null) {
      return metadata;
    }
    // Without it nothing but the files' names tells the version.
    String found = guessedVersion();
    if (found == null) {
      throw Catalog.missing(source.name(), Catalog.METADATA);
    }
    try {
      return JsonObject.parse(
          ("{\"dumpVersion\":\"" + found + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8),
          options.limits().maxDepth());
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("an object", e);
    }
  }

  private @Nullable String guessedVersion() {
    for (String name : catalog.names()) {
      if (name.matches("indexes/[^/]+/(?:metadata|settings)\\.json")
          || name.equals(V6Files.QUEUE)) {
        return "V6";
      }
      if (name.startsWith("indexes/index-")) {
        return "V2";
      }
    }
    if (catalog.file("index_uuids/data.jsonl") == null) {
      return null;
    }
    return catalog.file("keys") == null ? "V3" : "V5";
  }

  private int version(JsonObject metadata) throws IOException {
    String found;
    try {
      found = metadata.string("dumpVersion");
    } catch (MalformedJsonException e) {
      throw Descriptions.malformed(descriptions.where(Catalog.METADATA), e);
    }
    if (found == null) {
      throw new UnknownFormatException(
          descriptions.where(Catalog.METADATA),
          "a member dumpVersion",
          "none",
          "name the format if you know it");
    }
    if (!found.matches("V[1-6]")) {
      throw new UnsupportedVersionException(
          descriptions.where(Catalog.METADATA), found, "V1", "V6");
    }
    return found.charAt(1) - '0';
  }

  /** Passes over the log of updates; damage is left to who reads it as a section. */
  private void readLog(Descriptions.Line line) throws IOException {
    Archive.Entry log = catalog.file(UpdateLog.FILE);
    if (log == null) {
      return;
    }
    Complaints strict =
        damage -> {
          if (options.damage() == Damage.REFUSE) {
            throw damage;
          }
        };
    try (Rereading reading = new Rereading(this::anotherPass)) {
      LinesInputStream lines =
          new LinesInputStream(
              reading.open(log),
              source.name() + ": " + UpdateLog.FILE,
              options,
              strict,
              (json, where) -> {
                line.read(json);
                return null;
              },
              options.limits().maxMetadataBytes());
      lines.transferTo(OutputStream.nullOutputStream());
    } catch (CorruptDumpException | TruncatedDumpException e) {
      strict.add(e);
    }
  }

  /** A pass that says nothing of what the first one told. */
  Archive anotherPass() throws IOException {
    return pass((reason, what) -> {});
  }

  private Archive pass(TarReader.PassedOver passedOver) throws IOException {
    return Archive.open(input, source.name(), options, passedOver);
  }

  /** What the first pass passes over: links are damage, names that lead elsewhere are odd. */
  private void tell(TarReader.Reason reason, CorruptDumpException what) throws IOException {
    if (reason == TarReader.Reason.LINK) {
      complain(what);
    } else if (notices.size() < MOST_NOTICES) {
      notices.add(what.getMessage());
    }
  }

  private void complain(DumpException damage) throws IOException {
    MeilisearchCursor reading = cursor;
    if (reading != null) {
      reading.damaged(damage);
    } else if (options.damage() == Damage.REFUSE) {
      throw damage;
    } else if (damages.size() < MOST_DAMAGES) {
      damages.add(damage);
    }
  }

  @Override
  public String format() {
    return FormatMeilisearch.ID;
  }

  /** The version of the dump as it lies there; what is given is of version 6. */
  @Override
  public String formatVersion() {
    return "V" + version;
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  @Override
  public boolean isRewindable() {
    return source.isRewindable();
  }

  @Override
  public Completeness completeness() {
    return Completeness.UNPROVABLE;
  }

  @Override
  public boolean skipsDamage() {
    return options.damage() == Damage.SKIP;
  }

  @Override
  public List<String> notices() {
    List<String> all = new ArrayList<>(notices);
    all.addAll(descriptions.notices());
    return List.copyOf(all);
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source);
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException {
    if (closed) {
      throw new IllegalStateException("the reader of " + source.name() + " is closed");
    }
    if (used && !source.isRewindable()) {
      throw new IllegalStateException(source.name() + " can be read only once");
    }
    used = true;
    Archive archive = once;
    once = null;
    if (archive == null) {
      archive = anotherPass();
    }
    // Interrupting a thread that reads a channel would close the channel for good.
    if (input.path() != null || !input.isRewindable()) {
      archive.readAhead();
    }
    MeilisearchCursor opened = new MeilisearchCursor(this, archive, documentsOf, damages);
    cursor = opened;
    return opened;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a stream it may be known only at the end which indexes there are: one that is not there
   * has no documents.
   */
  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    boolean late = catalog.extent() == Catalog.Extent.DESCRIPTIONS;
    if (!late && header.index(index) == null) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  /** Whether a pass can be started while another one goes on. */
  boolean canReadTwice() {
    return input.path() != null || !input.isRewindable();
  }

  String name() {
    return source.name();
  }

  ReadOptions options() {
    return options;
  }

  Catalog catalog() {
    return catalog;
  }

  DumpFiles files() {
    return files;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    // First of all the source: whoever waits for its bytes is set free by that.
    Closing.all(source, this::closeOwn);
  }

  private void closeOwn() throws IOException {
    MeilisearchCursor open = cursor;
    Archive rest = once;
    Spill kept = spill;
    once = null;
    spill = null;
    Closing.all(open, rest, kept);
  }
}
