package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.http.Call;
import org.indexport.spi.EngineSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads from servers that run: {@code -Dtest=RealServersCheck
 * -Dindexport.search.uris=http://127.0.0.1:9201,http://127.0.0.1:9202}. Not run by a plain build,
 * as its name is not that of a test.
 */
class RealServersCheck {
  private static final String OPAQUE = "{\"enabled\":false}";

  static List<String> uris() {
    return RealServer.uris();
  }

  private static EngineSource open(RealServer server, String... options) throws IOException {
    Map<String, String> map = new HashMap<>(Map.of("indexes", "check-*"));
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    return new ElasticConnector().openSource(server.uri(), map);
  }

  private static Map<String, String> read(List<DocumentCursor> cursors) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (DocumentCursor cursor : cursors) {
      try (cursor) {
        for (Document document; (document = cursor.next()) != null; ) {
          String beside = document.routing() == null ? "" : document.routing() + ":";
          assertThat(all.put(String.valueOf(document.id()), beside + document.json())).isNull();
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("uris")
  void everyDocumentComesOnceAsItWas(String uri) throws IOException {
    RealServer server = new RealServer(uri);
    for (int shards : new int[] {1, 3}) {
      String name = "check-" + shards;
      server.create(name, shards, OPAQUE);
      // One large enough that a shard is cut into parts.
      Map<String, String> documents = RealServer.documents(shards == 1 ? 21_000 : 9_000);
      server.load(name, documents);
      String odd =
          "{\n  \"a\" : 1.10, \"b\":1E+5, \"c\":\"\\u00e9\\/\",\n\"d\": [ 12345678901234567890 ] }";
      assertThat(server.put(name, "příliš/žluťoučký ?&", "r ů", odd)).isTrue();
      documents.put("příliš/žluťoučký ?&", "r ů:" + odd);
      try (EngineSource source = open(server)) {
        for (int wanted : new int[] {1, 2, 3, 4, 7}) {
          assertThat(read(source.slices(IndexName.of(name), wanted)))
              .as("%s, %s shards, %s slices", uri, shards, wanted)
              .isEqualTo(documents);
        }
        System.out.println(
            uri
                + " "
                + source.header().engineName()
                + " "
                + source.header().engineVersion()
                + " losses "
                + source.losses(IndexName.of(name)));
        for (Section section : source.sections()) {
          System.out.println(uri + " section " + section);
        }
      }
      server.delete(name);
    }
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aLostMomentIsGoneOnWith(String uri) throws IOException {
    RealServer server = new RealServer(uri);
    String name = "check-lost";
    for (int shards : new int[] {1, 3}) {
      server.create(name, shards, OPAQUE);
      Map<String, String> documents = RealServer.documents(12_000);
      server.load(name, documents);
      try (EngineSource source = open(server)) {
        List<DocumentCursor> cursors = source.slices(IndexName.of(name), 2);
        Map<String, String> found = new TreeMap<>();
        for (DocumentCursor cursor : cursors) {
          for (int i = 0; i < 7_000; i++) {
            Document document = cursor.next();
            if (document != null) {
              assertThat(found.put(String.valueOf(document.id()), document.json())).isNull();
            }
          }
        }
        server.closeAndOpen(name);
        Map<String, String> rest = read(cursors);
        assertThat(rest).doesNotContainKeys(found.keySet().toArray(new String[0]));
        found.putAll(rest);
        assertThat(found).isEqualTo(documents);
      }
      if (shards > 1 && !Cluster.detect(server.transport()).hasPointInTime()) {
        // Those that come later are read as they are then.
        continue;
      }
      try (EngineSource source = open(server);
          DocumentCursor cursor = source.slices(IndexName.of(name), 1).get(0)) {
        Document first = cursor.next();
        assertThat(first).isNotNull();
        for (String id : List.of("d100", "d200", "d11999", "d9999")) {
          server.remove(name, id);
        }
        server.closeAndOpen(name);
        assertThatThrownBy(() -> read(List.of(cursor))).isInstanceOf(DumpException.class);
      }
    }
    server.delete(name);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void anIndexThatIsDeletedMeanwhileIsAFailure(String uri) throws IOException {
    RealServer server = new RealServer(uri);
    String name = "check-gone";
    server.create(name, 1, OPAQUE);
    server.load(name, RealServer.documents(20_000));
    try (EngineSource source = open(server, "retry-for", "5s");
        DocumentCursor cursor = source.slices(IndexName.of(name), 1).get(0)) {
      assertThat(cursor.next()).isNotNull();
      server.delete(name);
      assertThatThrownBy(() -> read(List.of(cursor)))
          .isInstanceOf(DumpException.class)
          .satisfies(e -> System.out.println(uri + ": " + e.getMessage()));
    }
  }

  @ParameterizedTest
  @MethodSource("uris")
  void largeDocumentsPass(String uri) throws IOException {
    RealServer server = new RealServer(uri);
    String name = "check-large";
    server.create(name, 1, OPAQUE);
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      documents.put("l" + i, "{\"n\":" + i + ",\"t\":\"" + "z".repeat(1 << 20) + "\"}");
    }
    server.load(name, documents);
    try (EngineSource source = open(server)) {
      assertThat(read(source.slices(IndexName.of(name), 2))).isEqualTo(documents);
    }
    server.delete(name);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void whatIsNotKeptIsSaid(String uri) throws IOException {
    RealServer server = new RealServer(uri);
    server.create("check-without", 1, "{\"_source\":{\"enabled\":false}}");
    server.create("check-closed", 1, OPAQUE);
    server.create("check-partial", 1, "{\"_source\":{\"excludes\":[\"secret\"]}}");
    server.transport().send(Call.post("/check-closed/_close", "")).orFail("closing");
    server.delete("check-logs");
    server.delete("check-synthetic");
    boolean logs = takes(server, "check-logs", "{\"index.mode\":\"logsdb\"}");
    boolean synthetic =
        takes(server, "check-synthetic", "{\"index.mapping.source.mode\":\"synthetic\"}");
    try (EngineSource source = open(server)) {
      assertThat(losses(source, "check-without")).contains("_source is disabled");
      assertThat(losses(source, "check-closed")).contains("the index is closed");
      assertThat(losses(source, "check-partial")).contains("_source.excludes [\"secret\"]");
      assertThatThrownBy(() -> source.slices(IndexName.of("check-without"), 1))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("_source is disabled");
      assertThat(source.slices(IndexName.of("check-closed"), 1)).isEmpty();
      if (logs) {
        assertThat(losses(source, "check-logs")).contains("synthetic");
      }
      if (synthetic) {
        assertThat(losses(source, "check-synthetic")).contains("synthetic");
      }
    }
    for (String name : List.of("without", "closed", "partial", "logs", "synthetic")) {
      server.delete("check-" + name);
    }
  }

  private static String losses(EngineSource source, String index) throws IOException {
    return String.join("; ", source.losses(IndexName.of(index)));
  }

  private static boolean takes(RealServer server, String index, String settings)
      throws IOException {
    Call call = Call.put(Call.path(index), "{\"settings\":" + settings + "}");
    return server.transport().send(call).isOk();
  }

  /** Prints how fast documents are read; with the property indexport.search.documents. */
  @ParameterizedTest
  @MethodSource("uris")
  void speed(String uri) throws Exception {
    int count = Integer.getInteger("indexport.search.documents", 0);
    Assumptions.assumeTrue(count > 0);
    RealServer server = new RealServer(uri);
    String name = "check-speed";
    server.create(name, 1, OPAQUE);
    server.load(name, RealServer.documents(count));
    server
        .transport()
        .send(Call.post(Call.path(name, "_forcemerge"), "").with("max_num_segments", "1"));
    for (int round = 0; round < 6; round++) {
      int wanted = 1 + round % 2;
      AtomicLong bytes = new AtomicLong();
      AtomicLong read = new AtomicLong();
      ConcurrentSkipListMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
      try (EngineSource source = open(server)) {
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (DocumentCursor cursor : source.slices(IndexName.of(name), wanted)) {
          Thread thread =
              new Thread(
                  () -> {
                    try (cursor) {
                      for (Document d; (d = cursor.next()) != null; ) {
                        bytes.addAndGet(d.length());
                        read.incrementAndGet();
                      }
                    } catch (IOException e) {
                      failures.put(failures.size(), e);
                    }
                  });
          thread.start();
          threads.add(thread);
        }
        for (Thread thread : threads) {
          thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(failures).isEmpty();
        System.out.printf(
            "%s: %d slices: %d documents, %.1f MB in %.2f s: %.0f documents/s, %.1f MB/s%n",
            uri,
            wanted,
            read.get(),
            bytes.get() / 1e6,
            seconds,
            read.get() / seconds,
            bytes.get() / 1e6 / seconds);
      }
    }
    server.delete(name);
  }
}
