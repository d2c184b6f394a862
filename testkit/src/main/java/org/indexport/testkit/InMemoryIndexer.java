package org.indexport.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.Document;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.json.DocumentScanner;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Loads an {@link InMemoryEngine}, correctly and plainly, and writes down the calls it gets.
 * Documents that are not well-formed JSON are rejected; settings are taken as they are. What was
 * acknowledged is durable after {@link #sync}, {@link #finishIndex}, {@link #finish} and {@link
 * #close}. {@link #addDocuments} may be called by any number of threads.
 */
public final class InMemoryIndexer implements Indexer {
  private final InMemoryEngine engine;
  private final int concurrency;
  private final Set<IndexName> loading = ConcurrentHashMap.newKeySet();
  private final List<String> calls = new ArrayList<>();

  /** Loads an engine by up to 4 threads. */
  public InMemoryIndexer(InMemoryEngine engine) {
    this(engine, 4);
  }

  /**
   * Loads an engine.
   *
   * @param engine the engine
   * @param concurrency what {@link #concurrency()} says
   */
  public InMemoryIndexer(InMemoryEngine engine, int concurrency) {
    this.engine = engine;
    this.concurrency = concurrency;
  }

  /** The engine that is loaded. */
  public InMemoryEngine engine() {
    return engine;
  }

  /**
   * The calls so far, such as {@code createIndex movies APPEND}, {@code addDocuments movies 1000},
   * {@code sync} and {@code putSection keys BEFORE}.
   */
  public List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  private void note(String call) {
    synchronized (calls) {
      calls.add(call);
    }
  }

  @Override
  public int concurrency() {
    return concurrency;
  }

  @Override
  public NamespaceSupport namespaces() {
    return NamespaceSupport.OPTIONAL;
  }

  @Override
  public @Nullable String dialect() {
    return null;
  }

  @Override
  public void begin(DumpHeader header) {
    note("begin");
    engine.addNamespaces(header.namespaces());
  }

  @Override
  public Set<IndexName> existing() {
    return engine.indexes();
  }

  /**
   * Makes an index ready for documents.
   *
   * @throws ExistingTargetException if it exists and must not
   * @throws IllegalStateException if it is being loaded already
   */
  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws ExistingTargetException {
    note("createIndex " + index.name() + " " + ifExists);
    if (loading.contains(index.name())) {
      throw new IllegalStateException("index " + index.name() + " is being loaded already");
    }
    if (ifExists == IfExists.REFUSE && engine.indexes().contains(index.name())) {
      throw new ExistingTargetException(
          "memory", "no index " + index.name(), "one", "append to it or replace it");
    }
    engine.create(index, ifExists);
    loading.add(index.name());
  }

  @Override
  public OptionalLong documentCount(IndexName index) {
    return engine.indexes().contains(index)
        ? OptionalLong.of(engine.contents(index).size())
        : OptionalLong.empty();
  }

  /**
   * Adds a batch.
   *
   * @throws IllegalStateException if the index was not created before
   */
  @Override
  public BatchResult addDocuments(DocumentBatch batch) {
    IndexName index = batch.index().name();
    note("addDocuments " + index + " " + batch.size());
    requireLoading(index);
    Map<Integer, Outcome> rejected = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Document copy = batch.documents().get(i).copy();
      try {
        new DocumentScanner(ReadLimits.DEFAULT.maxDepth()).scan(copy.array(), 0, copy.length());
        engine.put(index, batch.ids().get(i), copy);
      } catch (MalformedJsonException e) {
        rejected.put(i, Outcome.rejected(String.valueOf(e.getMessage())));
      }
    }
    return rejected.isEmpty() ? BatchResult.ACKNOWLEDGED : new BatchResult.Delivered(rejected);
  }

  private void requireLoading(IndexName index) {
    if (!loading.contains(index)) {
      throw new IllegalStateException("index " + index + " is not being loaded");
    }
  }

  @Override
  public void sync() {
    note("sync");
    engine.makeDurable();
  }

  /**
   * Ends the loading of one index.
   *
   * @throws IllegalStateException if it is not being loaded
   */
  @Override
  public void finishIndex(IndexName index) {
    note("finishIndex " + index);
    requireLoading(index);
    loading.remove(index);
    engine.makeDurable();
  }

  @Override
  public SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    note("putSection " + section.name() + " " + moment);
    engine.add(SectionContent.of(section));
    return SectionResult.APPLIED;
  }

  @Override
  public void finish() {
    note("finish");
    loading.clear();
    engine.makeDurable();
  }

  @Override
  public void close() {
    note("close");
    loading.clear();
    engine.makeDurable();
  }
}
