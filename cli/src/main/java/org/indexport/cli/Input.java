package org.indexport.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.indexport.Completeness;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.transfer.EngineReader;
import org.jspecify.annotations.Nullable;

/**
 * An open input.
 *
 * @param name what the user calls it
 * @param format its format, or null for a live engine
 * @param source its bytes, or null for a live engine
 * @param reader reads it; closed with this
 */
record Input(
    String name, @Nullable DumpFormat format, @Nullable DumpSource source, DumpReader reader)
    implements Closeable {

  /** The id of the format, or the engine's name. */
  String formatId() {
    return reader.format();
  }

  boolean isEngine() {
    return format == null;
  }

  /** Tells what the reader found out of the ordinary, for commands whose reports do not. */
  void tellNotices(Terminal terminal, CommonOptions common) {
    if (!common.quiet) {
      reader.notices().forEach(terminal::say);
    }
  }

  /** Whether it can hold something. */
  boolean has(FormatTrait trait) {
    return format == null || format.traits().contains(trait);
  }

  /** Whether its only index is called after the file, not after something written in it. */
  boolean isNamedAfterFile() {
    return format != null
        && format.traits().contains(FormatTrait.FILE_PER_INDEX)
        && source != null
        && !source.isDirectory();
  }

  /** Whether nothing can be wrong with it that reading all of it beforehand would show. */
  boolean isProven() {
    return isEngine() || reader.completeness() == Completeness.COMPLETE;
  }

  /** How many bytes it has, if that is known. */
  OptionalLong size() throws IOException {
    return source == null ? OptionalLong.empty() : source.size();
  }

  /** How many of its bytes were read. */
  long position() {
    return source == null ? 0 : source.position();
  }

  /** How many documents its header announces, if it does so for all. */
  OptionalLong announcedDocuments() {
    long sum = 0;
    for (IndexInfo index : reader.header().indexes()) {
      if (index.documentCount() == null) {
        return OptionalLong.empty();
      }
      sum += index.documentCount();
    }
    return OptionalLong.of(sum);
  }

  /** What of an index the engine cannot give back. */
  List<String> losses(IndexName index) throws IOException {
    return reader instanceof EngineReader engine ? engine.losses(index) : List.of();
  }

  /** Whether an index is meant by what the user wrote: a name, or one within a namespace. */
  static boolean isMeant(String text, IndexName name) {
    return name.toString().equals(text) || (text.indexOf('/') < 0 && name.name().equals(text));
  }

  /**
   * The index that the user means.
   *
   * @param known the indexes to choose from
   * @throws UsageException if there is none, or more than one
   */
  IndexInfo index(String text, List<IndexInfo> known) {
    List<IndexInfo> meant = known.stream().filter(i -> isMeant(text, i.name())).toList();
    if (meant.size() > 1) {
      List<IndexInfo> exact = meant.stream().filter(i -> i.name().toString().equals(text)).toList();
      if (exact.size() != 1) {
        throw new UsageException(
            "'%s' is the name of %d indexes; write one of %s"
                .formatted(text, meant.size(), list(meant)));
      }
      return exact.get(0);
    }
    if (meant.isEmpty()) {
      throw new UsageException(
          known.isEmpty()
              ? "%s: there is no index '%s', nor any other".formatted(name, text)
              : "%s: there is no index '%s'; there is %s".formatted(name, text, list(known)));
    }
    return meant.get(0);
  }

  private static String list(List<IndexInfo> indexes) {
    List<String> names = indexes.stream().limit(10).map(index -> index.name().toString()).toList();
    return String.join(", ", names) + (indexes.size() > names.size() ? ", …" : "");
  }

  /** The header's indexes, and, unless one of these is meant, those that come later. */
  List<IndexInfo> indexesFor(String text) throws IOException {
    List<IndexInfo> known = reader.header().indexes();
    if (isEngine() || known.stream().anyMatch(index -> isMeant(text, index.name()))) {
      return known;
    }
    List<IndexInfo> all = new java.util.ArrayList<>(known);
    try (DumpCursor cursor = reader.entries(index -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof IndexInfo late) {
          all.add(late);
        } else if (entry instanceof DocumentPart part) {
          part.close();
        }
      }
    }
    return all;
  }

  /** The file or folder, or null. */
  @Nullable Path path() {
    return source == null ? null : source.path();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
