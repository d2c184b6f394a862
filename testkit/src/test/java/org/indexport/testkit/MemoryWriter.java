package org.indexport.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.Document;
import org.indexport.DocumentHasher;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Section;

/** Writes a dump into memory; documents that hold the word {@code reject} are rejected. */
final class MemoryWriter implements DumpWriter {
  private final DumpHeader header;
  private final Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();
  private final Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
  private final List<SectionContent> sections = new ArrayList<>();
  private boolean finished;

  MemoryWriter(DumpHeader header) {
    this.header = header;
    header.indexes().forEach(this::declare);
  }

  boolean isFinished() {
    return finished;
  }

  DumpContent content() {
    return new DumpContent(header.withIndexes(List.copyOf(indexes.values())), documents, sections);
  }

  @Override
  public String format() {
    return "memory";
  }

  @Override
  public void declare(IndexInfo index) {
    indexes.put(index.name(), index);
    documents.put(index.name(), new ArrayList<>());
  }

  @Override
  public DocumentSink documents(IndexName index) {
    List<DocumentContent> taken = documents.get(index);
    if (taken == null) {
      throw new IllegalArgumentException("no index " + index);
    }
    return new DocumentSink() {
      @Override
      public void add(Document document) throws IOException {
        if (document.json().contains("reject")) {
          throw new DocumentRejectedException(index.toString(), "no such document", "one", "go on");
        }
        taken.add(DocumentContent.of(document));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void add(Section section) throws IOException {
    sections.add(SectionContent.of(section));
  }

  @Override
  public Manifest finish() {
    finished = true;
    List<Manifest.IndexSummary> summaries = new ArrayList<>();
    indexes.forEach(
        (name, index) -> {
          List<DocumentContent> all = documents.getOrDefault(name, List.of());
          DocumentHasher hasher = Samples.hash(index, all);
          summaries.add(
              new Manifest.IndexSummary(name, all.size(), -1, hasher.hash(), hasher.idHash()));
        });
    return new Manifest("memory", null, null, content().header(), summaries, List.of());
  }

  @Override
  public void close() {}
}
