package org.indexport.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.jspecify.annotations.Nullable;

/** A dump in memory whose parts are cut as a test wants them. */
final class MemoryDump implements DumpReader {
  /** One entry to be. */
  private interface Piece {
    @Nullable DumpEntry entry(PartReading reading, Map<IndexName, Long> ordinals)
        throws IOException;

    /** Whether there is nothing to read when these indexes' documents are wanted. */
    default boolean isLeftOut(Predicate<IndexName> documentsOf) {
      return false;
    }
  }

  private record Part(IndexInfo index, List<String> lines) implements Piece {
    @Override
    public DumpEntry entry(PartReading reading, Map<IndexName, Long> ordinals) {
      long ordinal = ordinals.merge(index.name(), 1L, Long::sum) - 1;
      byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
      String entry = "part " + ordinal;
      return reading.part(
          index,
          ordinal,
          bytes,
          0,
          bytes.length,
          new DocumentPart.Origin(entry, 1, 0, DocumentPart.LastLine.ENDED));
    }

    @Override
    public boolean isLeftOut(Predicate<IndexName> documentsOf) {
      return !documentsOf.test(index.name());
    }
  }

  private final DumpHeader header;
  private final List<Piece> pieces = new ArrayList<>();
  private @Nullable String fingerprint = "memory";
  private ReadOptions options = ReadOptions.DEFAULT;

  MemoryDump(IndexInfo... indexes) {
    this(DumpHeader.of(indexes));
  }

  MemoryDump(DumpHeader header) {
    this.header = header;
  }

  /** Adds a part of these lines. */
  MemoryDump part(IndexInfo index, List<String> lines) {
    pieces.add(new Part(index, List.copyOf(lines)));
    return this;
  }

  /** Adds documents in parts of so many. */
  MemoryDump parts(IndexInfo index, int size, List<String> lines) {
    for (int from = 0; from < lines.size(); from += size) {
      part(index, lines.subList(from, Math.min(lines.size(), from + size)));
    }
    return this;
  }

  MemoryDump section(SectionContent section) {
    pieces.add((reading, ordinals) -> section.toSection());
    return this;
  }

  /** Declares an index that the header did not list. */
  MemoryDump late(IndexInfo index) {
    pieces.add((reading, ordinals) -> index);
    return this;
  }

  /** Lets reading fail here, or go on where damage is skipped. */
  MemoryDump damage(DumpException damage) {
    pieces.add(
        (reading, ordinals) -> {
          reading.damaged(damage);
          return null;
        });
    return this;
  }

  MemoryDump fingerprint(@Nullable String value) {
    fingerprint = value;
    return this;
  }

  MemoryDump options(ReadOptions value) {
    options = value;
    return this;
  }

  @Override
  public String format() {
    return "memory";
  }

  @Override
  public @Nullable String formatVersion() {
    return null;
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  /** Without a fingerprint it is taken for a pipe. */
  @Override
  public boolean isRewindable() {
    return fingerprint != null;
  }

  @Override
  public Completeness completeness() {
    return Completeness.UNPROVABLE;
  }

  @Override
  public @Nullable String fingerprint() {
    return fingerprint;
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) {
    return new Cursor(
        pieces.stream().filter(piece -> !piece.isLeftOut(documentsOf)).iterator(),
        new PartReading(options));
  }

  @Override
  public void close() {}

  private record Cursor(Iterator<Piece> pieces, PartReading reading, Map<IndexName, Long> ordinals)
      implements DumpCursor {
    Cursor(Iterator<Piece> pieces, PartReading reading) {
      this(pieces, reading, new HashMap<>());
    }

    @Override
    public @Nullable DumpEntry next() throws IOException {
      DumpEntry entry = null;
      while (entry == null && pieces.hasNext()) {
        entry = pieces.next().entry(reading, ordinals);
      }
      return entry;
    }

    @Override
    public @Nullable Manifest finish() {
      reading.checkPartsClosed();
      return null;
    }

    @Override
    public List<DumpException> damages() {
      return reading.damages();
    }

    @Override
    public void close() {}
  }
}
