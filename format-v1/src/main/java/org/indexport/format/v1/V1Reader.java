package org.indexport.format.v1;

import java.io.IOException;
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
import org.indexport.UnknownFormatException;
import org.indexport.spi.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Reads a dump: its head at once, the rest with each cursor. */
final class V1Reader implements DumpReader {
  private final DumpSource source;
  private final ReadOptions options;
  private final Blueprint blueprint;
  private final DumpHeader header;

  /** What can be read only once, after its head; null when it is taken, or can be read again. */
  private @Nullable V1Input once;

  private @Nullable Catalog catalog;
  private @Nullable V1Cursor cursor;

  private V1Reader(
      DumpSource source, ReadOptions options, Blueprint blueprint, @Nullable V1Input once) {
    this.source = source;
    this.options = options;
    this.blueprint = blueprint;
    this.header = blueprint.headerWithMissing();
    this.once = once;
  }

  static V1Reader open(DumpSource source, ReadOptions options) throws IOException {
    if (source.isDirectory()) {
      throw new UnknownFormatException(
          source.name(), "a file of format v1", "a folder", "name the file");
    }
    return source.isRewindable() ? openAgainAndAgain(source, options) : openOnce(source, options);
  }

  private static V1Reader openAgainAndAgain(DumpSource source, ReadOptions options)
      throws IOException {
    Blueprint head = new Blueprint(options.limits());
    try (V1Input input = V1Input.open(source, options)) {
      head.readHead(input, options);
    }
    if (head.hasMetadata() && head.isCovered()) {
      return new V1Reader(source, options, head, null);
    }
    Catalog catalog = Catalog.scan(source, options);
    Blueprint all = catalog.blueprint();
    IndexName missing = all.firstMissing();
    if (!all.hasMetadata()) {
      throw new CorruptDumpException(
          source.name(), "a member metadata.json", "none", "take another copy of the file");
    }
    if (missing != null && options.damage() == ReadOptions.Damage.REFUSE) {
      throw missing(source, missing);
    }
    V1Reader reader = new V1Reader(source, options, all, null);
    reader.catalog = catalog;
    return reader;
  }

  private static V1Reader openOnce(DumpSource source, ReadOptions options) throws IOException {
    Blueprint head = new Blueprint(options.limits());
    V1Input input = V1Input.open(source, options);
    try {
      head.readHead(input, options);
      if (!head.hasMetadata()) {
        Member first = input.peek();
        throw outOfOrder(
            source.name(), "metadata.json first", first == null ? "no member" : first.path());
      }
      return new V1Reader(source, options, read(head), input);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** Without what a stream's head only names: it comes as an entry. */
  private static Blueprint read(Blueprint head) {
    return head;
  }

  static CorruptDumpException missing(DumpSource source, IndexName index) {
    return new CorruptDumpException(
        source.name() + ": index " + index,
        "a member index.json, as metadata.json lists the index",
        "none",
        "take another copy of the file");
  }

  static DumpException outOfOrder(String where, String expected, String found) {
    return new DumpException(
        "%s: expected %s in a stream, found %s; save the stream to a file and read that"
            .formatted(where, expected, found));
  }

  @Override
  public String format() {
    return FormatV1.ID;
  }

  @Override
  public String formatVersion() {
    return String.valueOf(FormatV1.VERSION);
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
  public @Nullable Completeness completeness() {
    return null;
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source);
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException {
    V1Input input = once;
    once = null;
    if (input == null) {
      if (!source.isRewindable()) {
        throw new IllegalStateException(source.name() + " can be read only once");
      }
      input = V1Input.open(source, options);
    }
    if (mayReadAhead()) {
      input.readAhead();
    }
    cursor = new V1Cursor(this, input, blueprint.copy(), documentsOf);
    return cursor;
  }

  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    boolean known = header.index(index) != null || !canLookAhead();
    if (!known && catalog().blueprint().index(index) == null) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  /** Interrupting a thread that reads a channel would close the channel for good. */
  private boolean mayReadAhead() {
    return source.path() != null || !source.isRewindable();
  }

  /** Whether the source can be read a second time while a cursor reads it. */
  boolean canLookAhead() {
    return source.path() != null && source.isRewindable();
  }

  /** What a pass over all members finds. Only where {@link #canLookAhead()}. */
  Catalog catalog() throws IOException {
    if (catalog == null) {
      catalog = Catalog.scan(source, options);
    }
    return catalog;
  }

  /** The same source from its start, up to a member whose content can be read next. */
  V1Input openAt(Member wanted) throws IOException {
    V1Input input = V1Input.open(source, options);
    try {
      Member member = input.next();
      while (member != null && !member.path().equals(wanted.path())) {
        member = input.next();
      }
      if (member == null) {
        throw new CorruptDumpException(
            source.name(), wanted.path(), "nothing", "read it while nobody changes it");
      }
      return input;
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  DumpSource source() {
    return source;
  }

  ReadOptions options() {
    return options;
  }

  @Override
  public void close() throws IOException {
    // First of all the source: whoever waits for its bytes is set free by that.
    try (V1Input unread = once;
        V1Cursor reading = cursor) {
      source.close();
    } finally {
      once = null;
      cursor = null;
    }
  }
}
