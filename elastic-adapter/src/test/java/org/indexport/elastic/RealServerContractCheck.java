package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.EngineSource;
import org.indexport.testkit.EngineSourceContract;
import org.indexport.testkit.HostileDocuments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on the first of the servers that run, which must have points in time. */
class RealServerContractCheck extends EngineSourceContract {
  private static final String OPAQUE = "{\"enabled\":false}";

  private RealServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RealServer(RealServer.uris().get(0));
  }

  @AfterEach
  void clear() throws IOException {
    for (String name : List.of("movies", "shapes", "one", "two", "none", "accepted")) {
      server.delete("check-" + name);
    }
  }

  @Override
  protected IndexInfo index(String name) {
    return super.index("check-" + name);
  }

  @Override
  protected void load(IndexInfo index, Map<String, String> documents) throws IOException {
    String name = index.name().name();
    if (!server.has(name)) {
      server.create(name, 2, OPAQUE);
    }
    server.load(name, documents);
  }

  @Override
  protected void delete(IndexName index, Set<String> ids) throws IOException {
    for (String id : ids) {
      server.remove(index.name(), id);
    }
  }

  @Override
  protected EngineSource open() throws IOException {
    return new ElasticConnector().openSource(server.uri(), Map.of("indexes", "check-*"));
  }

  /** Those that the server takes. */
  @Override
  protected List<String> sources() {
    try {
      server.create("check-accepted", 1, OPAQUE);
      List<String> accepted = new ArrayList<>();
      for (String source : HostileDocuments.all()) {
        if (server.put("check-accepted", "x", "", source)) {
          accepted.add(source);
        }
      }
      server.delete("check-accepted");
      return accepted;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
