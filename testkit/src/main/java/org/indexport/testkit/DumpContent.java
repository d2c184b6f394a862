package org.indexport.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DocumentSink;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;

/**
 * Everything that a small dump holds, as a value that can be compared. Immutable.
 *
 * @param header the header with all indexes, also those declared late
 * @param documents the documents of each index in order; an index without documents has an empty
 *     list
 * @param sections the side data in order
 */
public record DumpContent(
    DumpHeader header,
    Map<IndexName, List<DocumentContent>> documents,
    List<SectionContent> sections) {

  /** Copies the collections and adds an empty list for each index without documents. */
  public DumpContent {
    Map<IndexName, List<DocumentContent>> all = new LinkedHashMap<>();
    for (IndexInfo index : header.indexes()) {
      all.put(index.name(), List.copyOf(documents.getOrDefault(index.name(), List.of())));
    }
    documents = Collections.unmodifiableMap(all);
    sections = List.copyOf(sections);
  }

  /** A dump of one index whose documents are these. */
  public static DumpContent of(IndexInfo index, List<String> documents) {
    return new DumpContent(
        DumpHeader.of(index),
        Map.of(index.name(), documents.stream().map(DocumentContent::of).toList()),
        List.of());
  }

  /**
   * Reads a dump to its end and checks it against what it says of itself.
   *
   * @throws IOException if reading fails or the dump is not whole
   */
  public static DumpContent read(DumpReader reader) throws IOException {
    Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();
    reader.header().indexes().forEach(index -> indexes.put(index.name(), index));
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    List<SectionContent> sections = new ArrayList<>();
    try (DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof IndexInfo index) {
          indexes.put(index.name(), index);
        } else if (entry instanceof DocumentPart part) {
          List<DocumentContent> known =
              documents.computeIfAbsent(part.index().name(), name -> new ArrayList<>());
          known.addAll(read(part));
        } else if (entry instanceof Section section) {
          sections.add(SectionContent.of(section));
        }
      }
      cursor.finish();
    }
    DumpHeader header = reader.header().withIndexes(List.copyOf(indexes.values()));
    return new DumpContent(header, documents, sections);
  }

  /** Reads a part and closes it. */
  static List<DocumentContent> read(DocumentPart part) throws IOException {
    try (part;
        DocumentCursor cursor = part.documents()) {
      return read(cursor);
    }
  }

  /**
   * Reads the rest of a cursor's documents. The cursor stays open.
   *
   * @throws IOException if reading fails
   */
  public static List<DocumentContent> read(DocumentCursor cursor) throws IOException {
    List<DocumentContent> documents = new ArrayList<>();
    for (Document document; (document = cursor.next()) != null; ) {
      documents.add(DocumentContent.of(document));
    }
    return documents;
  }

  /**
   * Writes the documents, one index after the other, and the sections to a writer that was created
   * with this header. Does not finish it.
   *
   * @throws IOException if writing fails
   */
  public void writeTo(DumpWriter writer) throws IOException {
    for (Map.Entry<IndexName, List<DocumentContent>> index : documents.entrySet()) {
      try (DocumentSink sink = writer.documents(index.getKey())) {
        for (DocumentContent document : index.getValue()) {
          sink.add(document.toDocument());
        }
      }
    }
    for (SectionContent section : sections) {
      writer.add(section.toSection());
    }
  }

  /** The documents of one index; an empty list where there is no such index. */
  public List<DocumentContent> documents(IndexName index) {
    return documents.getOrDefault(index, List.of());
  }

  /** The same dump with another header. */
  public DumpContent withHeader(DumpHeader changed) {
    return new DumpContent(changed, documents, sections);
  }
}
