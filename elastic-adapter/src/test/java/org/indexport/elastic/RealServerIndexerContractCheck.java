package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;
import org.indexport.testkit.HostileDocuments;
import org.indexport.testkit.IndexerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of indexers on the first of the servers that run. It must be one for tests: all its
 * indexes are removed, before and after.
 */
class RealServerIndexerContractCheck extends IndexerContract {
  private static final String OPAQUE =
      "{\"settings\":{\"index\":{\"number_of_shards\":\"1\",\"number_of_replicas\":\"0\"}},"
          + "\"mappings\":{\"enabled\":false}}";

  private RealServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RealServer(RealServer.uris().get(0));
    server.deleteAll();
  }

  @AfterEach
  void clear() throws IOException {
    server.deleteAll();
  }

  @Override
  public Indexer open() throws IOException {
    return new ElasticConnector().openIndexer(server.uri(), Map.of());
  }

  /** What it holds is kept, and not looked into. */
  @Override
  public IndexInfo index(IndexName name) {
    return IndexInfo.builder(name)
        .lines(Lines.ENVELOPE)
        .settings(Settings.of("elasticsearch", null, OPAQUE))
        .build();
  }

  @Override
  public Map<String, String> contents(IndexName index) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    if (index.namespace() != null || !server.has(index.name())) {
      return contents;
    }
    Map<String, String> options = Map.of("indexes", index.name(), "include-hidden", "true");
    try (EngineSource source = new ElasticConnector().openSource(server.uri(), options)) {
      for (DocumentCursor cursor : source.slices(index, 1)) {
        try (cursor) {
          for (Document document; (document = cursor.next()) != null; ) {
            contents.put(String.valueOf(document.id()), document.json());
          }
        }
      }
    }
    return contents;
  }

  /** A server answers when the documents are in its log of changes. */
  @Override
  public Map<String, String> contentsAfterCrash(IndexName index) throws IOException {
    server.refresh(index.name());
    return contents(index);
  }

  @Override
  public List<String> names() {
    return List.of("a", "a-b_c", ".hidden", "p\u0159\u00edklad", "pct%41", "\ud83d\ude00");
  }

  /** Those that the server takes. */
  @Override
  public List<String> sources() {
    try {
      server.create("accepted", 1, "{\"enabled\":false}");
      List<String> accepted = new ArrayList<>();
      for (String source : HostileDocuments.all()) {
        if (server.put("accepted", "x", "", source)) {
          accepted.add(source);
        }
      }
      server.delete("accepted");
      return accepted;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
