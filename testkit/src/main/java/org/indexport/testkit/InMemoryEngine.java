package org.indexport.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.spi.Indexer.IfExists;

/**
 * A search engine that is nothing but maps, for tests of what loads and reads engines: {@link
 * InMemoryIndexer} loads it, {@link InMemoryEngineSource} reads it, and {@link #crash()} shows what
 * would be left of it. Thread-safe.
 */
public final class InMemoryEngine {
  /** One index; its documents are copies and never change. */
  record Index(IndexInfo info, TreeMap<String, Document> documents) {
    Index copy() {
      return new Index(info, new TreeMap<>(documents));
    }
  }

  // Guarded by this.
  private Map<IndexName, Index> live = new LinkedHashMap<>();
  private Map<IndexName, Index> durable = new LinkedHashMap<>();
  private final Set<String> namespaces = new LinkedHashSet<>();
  private final List<SectionContent> sections = new ArrayList<>();

  /** Creates an engine without any index. */
  public InMemoryEngine() {}

  /** The indexes, in the order in which they were made. */
  public synchronized Set<IndexName> indexes() {
    return new LinkedHashSet<>(live.keySet());
  }

  /**
   * What is known of an index.
   *
   * @throws IllegalArgumentException if there is no such index
   */
  public synchronized IndexInfo info(IndexName index) {
    return find(live, index).info();
  }

  /**
   * The documents of an index by id.
   *
   * @throws IllegalArgumentException if there is no such index
   */
  public synchronized Map<String, String> contents(IndexName index) {
    return texts(find(live, index));
  }

  /** What a {@link #crash()} would leave of an index; nothing where it would not exist. */
  public synchronized Map<String, String> durableContents(IndexName index) {
    return durable.containsKey(index) ? texts(find(durable, index)) : Map.of();
  }

  private static Index find(Map<IndexName, Index> indexes, IndexName name) {
    Index index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no index " + name);
    }
    return index;
  }

  private static Map<String, String> texts(Index index) {
    Map<String, String> texts = new TreeMap<>();
    index.documents().forEach((id, document) -> texts.put(id, document.json()));
    return texts;
  }

  /** The side data that was put in. */
  public synchronized List<SectionContent> sections() {
    return List.copyOf(sections);
  }

  /** The namespaces, also those without an index. */
  public synchronized Set<String> namespaces() {
    return new LinkedHashSet<>(namespaces);
  }

  /** Adds documents by id, durably, to an index that is made when it is missing. */
  public synchronized void put(IndexInfo index, Map<String, String> documents) {
    live.computeIfAbsent(index.name(), name -> new Index(index, new TreeMap<>()));
    documents.forEach((id, json) -> put(index.name(), id, Document.of(json)));
    makeDurable();
  }

  /**
   * Deletes documents by id, durably.
   *
   * @throws IllegalArgumentException if there is no such index
   */
  public synchronized void delete(IndexName index, Set<String> ids) {
    ids.forEach(find(live, index).documents()::remove);
    makeDurable();
  }

  /** Loses everything that was not made durable, as a machine does whose power fails. */
  public synchronized void crash() {
    live = copy(durable);
  }

  synchronized void makeDurable() {
    durable = copy(live);
  }

  private static Map<IndexName, Index> copy(Map<IndexName, Index> indexes) {
    Map<IndexName, Index> copies = new LinkedHashMap<>();
    indexes.forEach((name, index) -> copies.put(name, index.copy()));
    return copies;
  }

  /** Makes or empties an index; one that exists and is kept becomes able to hold outside ids. */
  synchronized void create(IndexInfo index, IfExists ifExists) {
    Index existing = live.get(index.name());
    if (existing == null || ifExists == IfExists.REPLACE) {
      live.put(index.name(), new Index(index, new TreeMap<>()));
    } else if (index.lines() == Lines.ENVELOPE) {
      IndexInfo info = existing.info().toBuilder().lines(Lines.ENVELOPE).build();
      live.put(index.name(), new Index(info, existing.documents()));
    }
  }

  synchronized void put(IndexName index, String id, Document document) {
    Index target = find(live, index);
    target.documents().put(id, document.withId(id, document.routing(), document.version()).copy());
  }

  synchronized void add(SectionContent section) {
    sections.add(section);
  }

  synchronized void addNamespaces(List<String> names) {
    namespaces.addAll(names);
  }

  /** A copy of all indexes as they are now. */
  synchronized Map<IndexName, Index> pointInTime() {
    return copy(live);
  }
}
