package org.indexport;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An open dump. Made by {@link Dumps#open}; closed by who opened it, which closes the stream it was
 * given. One thread at a time, but the parts of a cursor may be used by others.
 *
 * <p>Call sequence: {@link #header()}, then any number of {@link #entries} or {@link #documents},
 * one open at a time; a pipe allows one.
 */
public interface DumpReader extends Closeable {
  /** The id of the format. */
  String format();

  /** The version of the format, or null when it has none. */
  @Nullable String formatVersion();

  /** What is known at the start. Indexes declared later come as entries. */
  DumpHeader header();

  /** Whether the input can be read more than once. */
  boolean isRewindable();

  /** What is known at the start of its completeness, or null when only reading all of it tells. */
  @Nullable Completeness completeness();

  /**
   * What is out of the ordinary with the input and no damage, for people to read: that a stream is
   * kept in a temporary file, that a folder around everything is left out. Empty for most.
   */
  default List<String> notices() {
    return List.of();
  }

  /** The closing account, or null when only reading all of the input tells it. */
  default @Nullable Manifest manifest() {
    return null;
  }

  /**
   * Whether damage is passed over, as {@link ReadOptions.Damage#SKIP} asks, so that less may come
   * than {@link #manifest()} tells.
   */
  default boolean skipsDamage() {
    return false;
  }

  /**
   * Tells this input from another, so that an import is not resumed with the wrong one; null when
   * the input can be read only once.
   *
   * @throws IOException if reading fails
   */
  @Nullable String fingerprint() throws IOException;

  /**
   * Everything in file order: late indexes, parts, sections.
   *
   * @param documentsOf the indexes whose documents are wanted; parts of others are passed over
   * @throws IllegalStateException if the reader is closed, or the input was read before and cannot
   *     be rewound
   * @throws IOException if reading fails
   */
  DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException;

  /** Everything in file order. */
  default DumpCursor entries() throws IOException {
    return entries(name -> true);
  }

  /**
   * The documents of one index in order.
   *
   * @throws IllegalArgumentException if the dump has no such index
   * @throws IOException if reading fails
   */
  default DocumentCursor documents(IndexName index) throws IOException {
    return new EntryDocumentCursor(entries(index::equals), index);
  }

  /**
   * Some documents of one index in order. Formats that can, read only the parts that hold them.
   *
   * @param from the position of the first, from 0
   * @param to the position after the last; there may be fewer
   * @throws IllegalArgumentException if the dump has no such index, {@code from} is negative or
   *     {@code to} is less
   * @throws IOException if reading fails
   */
  default DocumentCursor documents(IndexName index, long from, long to) throws IOException {
    RangeDocumentCursor.check(from, to);
    return new RangeDocumentCursor(documents(index), from, to);
  }

  /**
   * One part of an index, which the caller closes. Formats that can, read nothing else.
   *
   * @param ordinal its position among the parts of the index, from 0
   * @return the part, or null if there is none of this ordinal
   * @throws IllegalArgumentException if the dump has no such index
   * @throws IOException if reading fails
   */
  default @Nullable DocumentPart part(IndexName index, long ordinal) throws IOException {
    try (DumpCursor cursor = entries(index::equals)) {
      boolean known = header().index(index) != null;
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof IndexInfo late) {
          known |= late.name().equals(index);
        } else if (entry instanceof DocumentPart part) {
          if (part.ordinal() == ordinal) {
            return part;
          }
          part.close();
        }
      }
      if (!known) {
        throw new IllegalArgumentException("the dump has no index " + index);
      }
      return null;
    }
  }
}
