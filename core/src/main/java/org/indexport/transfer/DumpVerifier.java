package org.indexport.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentHasher;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.Hash128;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a dump and compares it with what the dump says of itself. Where the dump has a
 * digest of each part, that proves the part; elsewhere every document is checked, counted and
 * hashed. Use once; one thread.
 */
public final class DumpVerifier {
  private final DumpReader reader;
  private TransferListener listener = TransferListener.NONE;
  private Predicate<IndexName> selected = name -> true;
  private @Nullable DocumentTransform transform;

  private final Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();
  private final Map<IndexName, DocumentTotals> totals = new LinkedHashMap<>();

  /** How many documents are in parts that a digest has proven. */
  private final Map<IndexName, Long> proven = new LinkedHashMap<>();

  private final List<SectionTotals> sections = new ArrayList<>();
  private @Nullable Manifest manifest;
  private long documents;
  private long bytes;

  private DumpVerifier(DumpReader reader) {
    this.reader = reader;
  }

  /** Prepares to read a dump, which the caller closes. */
  public static DumpVerifier of(DumpReader reader) {
    return new DumpVerifier(reader);
  }

  /** Tells how it goes on. */
  public DumpVerifier listener(TransferListener value) {
    listener = value;
    return this;
  }

  /** Leaves the documents of other indexes out. */
  public DumpVerifier indexes(Predicate<IndexName> value) {
    selected = value;
    return this;
  }

  /**
   * Counts and hashes documents as they are after a transform, to be compared with what a transfer
   * has made of them. What the dump says of itself is compared with the documents as they are.
   *
   * @param value the transform, or null for none, which is the default
   */
  public DumpVerifier transform(@Nullable DocumentTransform value) {
    transform = value;
    return this;
  }

  /**
   * Reads everything. A dump that is cut short or damaged is a result, not an exception.
   *
   * @throws org.indexport.LimitExceededException if it asks for more than allowed
   * @throws org.indexport.DocumentRejectedException if a document cannot be transformed
   * @throws IOException if reading fails
   */
  public Verification verify() throws IOException {
    for (IndexInfo index : reader.header().indexes()) {
      found(index);
    }
    DumpException problem = null;
    try {
      problem = readAll();
    } catch (TruncatedDumpException | CorruptDumpException e) {
      problem = e;
    }
    return new Verification(
        completeness(problem),
        problem,
        reader.header().withIndexes(List.copyOf(indexes.values())),
        totals,
        sections,
        manifest);
  }

  /**
   * Reads everything, only to find what is wrong. Where the dump says nothing of itself that its
   * documents could be compared with, they are checked and not hashed, which is cheaper than {@link
   * #verify()}.
   *
   * @return the first or worst problem, or null if there is none
   * @throws org.indexport.LimitExceededException if it asks for more than allowed
   * @throws org.indexport.DocumentRejectedException if a document cannot be transformed
   * @throws IOException if reading fails
   */
  public @Nullable DumpException check() throws IOException {
    if (transform != null || reader.completeness() != Completeness.UNPROVABLE) {
      return verify().problem();
    }
    try (DumpCursor cursor = reader.entries(selected);
        PartPrefetch ahead = PartPrefetch.checking(cursor)) {
      for (DumpEntry entry; (entry = ahead.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          check(part);
        } else if (entry instanceof Section section) {
          SectionReading.of(section);
        }
      }
      cursor.finish();
      return Damages.worst(cursor.damages());
    } catch (TruncatedDumpException | CorruptDumpException e) {
      return e;
    }
  }

  private void check(DocumentPart part) throws IOException {
    try (part) {
      documents += part.check();
      bytes += part.bytes();
    }
    listener.progressed(documents, bytes);
  }

  private Completeness completeness(@Nullable DumpException problem) {
    if (problem instanceof TruncatedDumpException) {
      return Completeness.INCOMPLETE;
    }
    if (problem != null) {
      return Completeness.DAMAGED;
    }
    return reader.completeness() == Completeness.UNPROVABLE
        ? Completeness.UNPROVABLE
        : Completeness.COMPLETE;
  }

  private void found(IndexInfo index) throws IOException {
    if (transform != null && selected.test(index.name())) {
      transform.check(index);
    }
    indexes.put(index.name(), index);
    totals.putIfAbsent(index.name(), DocumentTotals.NONE);
  }

  /** Reads everything; returns the worst damage that was skipped, or null. */
  private @Nullable DumpException readAll() throws IOException {
    try (DumpCursor cursor = reader.entries(selected);
        PartPrefetch ahead =
            transform == null ? PartPrefetch.proving(cursor) : PartPrefetch.counting(cursor)) {
      for (DumpEntry entry; (entry = ahead.next()) != null; ) {
        if (entry instanceof IndexInfo index) {
          found(index);
        } else if (entry instanceof DocumentPart part) {
          read(part);
        } else if (entry instanceof Section section) {
          sections.add(SectionReading.of(section));
        }
      }
      manifest = cursor.finish();
      if (manifest != null) {
        takeProven(manifest);
      }
      return Damages.worst(cursor.damages());
    }
  }

  private void read(DocumentPart part) throws IOException {
    try (part) {
      IndexName name = part.index().name();
      documents += part.prove();
      bytes += part.bytes();
      if (transform != null) {
        totals.merge(name, transformed(part, transform), DocumentTotals::plus);
      } else if (part.isCounted()) {
        totals.merge(name, part.totals(), DocumentTotals::plus);
      } else {
        proven.merge(name, part.prove(), Long::sum);
      }
    }
    listener.progressed(documents, bytes);
  }

  private static DocumentTotals transformed(DocumentPart part, DocumentTransform transform)
      throws IOException {
    IndexInfo index = part.index();
    DocumentHasher hasher = new DocumentHasher();
    long bytes = 0;
    try (DocumentCursor all = part.documents()) {
      for (Document document; (document = all.next()) != null; ) {
        Document made = transform.apply(index, document);
        bytes += made.length();
        hasher.add(made, index.lines());
      }
    }
    return new DocumentTotals(hasher.count(), bytes, 0, hasher.hash(), hasher.idHash());
  }

  /** What the documents of proven parts add up to, the manifest says. */
  private void takeProven(Manifest complete) throws CorruptDumpException {
    for (Map.Entry<IndexName, Long> index : proven.entrySet()) {
      Manifest.IndexSummary said = complete.index(index.getKey());
      if (said == null || said.hash() == null || said.documents() != index.getValue()) {
        throw new CorruptDumpException(
            "index " + index.getKey(),
            index.getValue() + " documents, as its parts have",
            said == null ? "none" : said.documents() + " documents",
            "take another copy of the dump");
      }
      Hash128 idHash = said.idHash();
      totals.put(
          index.getKey(),
          new DocumentTotals(
              said.documents(),
              said.bytes(),
              0,
              said.hash(),
              idHash == null ? Hash128.ZERO : idHash));
    }
  }
}
