package org.indexport.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/** An engine that keeps its documents as lines of a file. */
final class FolderIndexer implements Indexer {
  private final Path folder;
  private final Set<String> refused;

  FolderIndexer(Path folder, Set<String> refused) throws IOException {
    this.folder = Files.createDirectory(folder);
    this.refused = refused;
  }

  static Path file(Path folder) {
    return folder.resolve("movies.jsonl");
  }

  @Override
  public int concurrency() {
    return 1;
  }

  @Override
  public NamespaceSupport namespaces() {
    return NamespaceSupport.NONE;
  }

  @Override
  public @Nullable String dialect() {
    return null;
  }

  @Override
  public void begin(DumpHeader header) {}

  @Override
  public Set<IndexName> existing() {
    return Set.of();
  }

  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    Files.createFile(file(folder));
  }

  @Override
  public OptionalLong documentCount(IndexName index) {
    return OptionalLong.empty();
  }

  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    Map<Integer, Outcome> exceptions = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < batch.size(); i++) {
      Document document = batch.documents().get(i);
      if (refused.contains(batch.ids().get(i))) {
        exceptions.put(i, new Outcome(Outcome.Kind.REJECTED, "not liked"));
      } else {
        lines.append(document.json()).append('\n');
      }
    }
    Files.writeString(file(folder), lines, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    return new BatchResult.Delivered(exceptions);
  }

  @Override
  public void sync() {}

  @Override
  public void finishIndex(IndexName index) {}

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
