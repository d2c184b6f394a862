package org.indexport.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/** Passes everything on; a test overrides what it wants to be otherwise. */
class ForwardingIndexer implements Indexer {
  private final Indexer indexer;

  ForwardingIndexer(Indexer indexer) {
    this.indexer = indexer;
  }

  @Override
  public int concurrency() {
    return indexer.concurrency();
  }

  @Override
  public @Nullable Duration patience() {
    return indexer.patience();
  }

  @Override
  public NamespaceSupport namespaces() {
    return indexer.namespaces();
  }

  @Override
  public @Nullable String dialect() {
    return indexer.dialect();
  }

  @Override
  public boolean isHomeOf(IndexInfo index) {
    return indexer.isHomeOf(index);
  }

  @Override
  public boolean isHomeOf(Section section) {
    return indexer.isHomeOf(section);
  }

  @Override
  public List<String> notices() {
    return indexer.notices();
  }

  @Override
  public void begin(DumpHeader header) throws IOException {
    indexer.begin(header);
  }

  @Override
  public Set<IndexName> existing() throws IOException {
    return indexer.existing();
  }

  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    indexer.createIndex(index, ifExists);
  }

  @Override
  public OptionalLong documentCount(IndexName index) throws IOException {
    return indexer.documentCount(index);
  }

  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    return indexer.addDocuments(batch);
  }

  @Override
  public void sync() throws IOException {
    indexer.sync();
  }

  @Override
  public void finishIndex(IndexName index) throws IOException {
    indexer.finishIndex(index);
  }

  @Override
  public SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    return indexer.putSection(section, moment);
  }

  @Override
  public void finish() throws IOException {
    indexer.finish();
  }

  @Override
  public void close() throws IOException {
    indexer.close();
  }
}
