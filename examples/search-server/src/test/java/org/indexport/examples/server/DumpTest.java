package org.indexport.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.indexport.Completeness;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.examples.server.Client.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {
  private static final int CLIENTS = 3;

  @TempDir Path folder;

  private Path dump(String uid) {
    return folder.resolve("dumps").resolve(uid + ".dump");
  }

  private static List<String> documents(Path dump, String index) throws IOException {
    List<String> documents = new ArrayList<>();
    try (DumpReader reader = Dumps.open(dump)) {
      assertThat(reader.completeness()).isEqualTo(Completeness.COMPLETE);
      try (DocumentCursor all = reader.documents(IndexName.of(index))) {
        for (Document document; (document = all.next()) != null; ) {
          documents.add(document.json());
        }
      }
    }
    return documents;
  }

  @Test
  void aDumpIsMadeInTheBackground() throws IOException {
    try (TestServer server = TestServer.start(folder)) {
      Client client = server.client();
      client.put("/indexes/movies", "{\"primaryKey\":\"key\"}");
      client.put("/indexes/empty", "");
      client.post("/indexes/movies/documents", "{\"key\":1,\"x\":1.0}{\"key\":2}");

      Response response = client.post("/dumps", "");
      assertThat(response.status()).isEqualTo(202);
      assertThat(response.body()).contains("\"status\":\"enqueued\"");
      assertThat(client.awaitDump(response.uid())).isEqualTo("done");
      assertThat(client.get("/dumps/" + response.uid() + "/status").body())
          .contains(
              "\"uid\":\"" + response.uid(),
              "\"startedAt\":\"",
              "\"finishedAt\":\"",
              "\"error\":null",
              "\"progress\":{\"documents\":2,");
      assertThat(documents(dump(response.uid()), "movies"))
          .containsExactly("{\"key\":1,\"x\":1.0}", "{\"key\":2}");
      try (DumpReader reader = Dumps.open(dump(response.uid()))) {
        assertThat(reader.header().engineName()).isEqualTo("lucene");
        IndexInfo movies = reader.header().index(IndexName.of("movies"));
        assertThat(movies).isNotNull();
        assertThat(movies.primaryKey()).isEqualTo("key");
        assertThat(reader.header().index(IndexName.of("empty"))).isNotNull();
      }
    }
  }

  @Test
  void oneAtATime() throws IOException {
    String first;
    try (TestServer server = TestServer.start(folder, "--dump-bytes-per-second", "1000")) {
      Client client = server.client();
      client.put("/indexes/movies", "");
      client.post("/indexes/movies/documents", documents(1_000));

      Response response = client.post("/dumps", "");
      assertThat(response.status()).isEqualTo(202);
      assertThat(client.post("/dumps", "").status()).isEqualTo(409);
      first = response.uid();
    }
    // What was not done leaves nothing.
    assertThat(dump(first)).doesNotExist();
    try (TestServer server = TestServer.start(folder)) {
      Response again = server.client().post("/dumps", "");
      assertThat(server.client().awaitDump(again.uid())).isEqualTo("done");
    }
  }

  private static String documents(int count) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < count; i++) {
      body.append("{\"id\":")
          .append(i)
          .append(",\"text\":\"")
          .append("x".repeat(100))
          .append("\"}");
    }
    return body.toString();
  }

  @Test
  void whatFailsIsReported() throws IOException {
    try (TestServer server = TestServer.start(folder)) {
      Client client = server.client();
      client.put("/indexes/movies", "");
      // A file in the place of the folder: whatever goes wrong, it is told.
      try (var files = Files.walk(folder.resolve("dumps"))) {
        for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
      Files.writeString(folder.resolve("dumps"), "");
      Response response = client.post("/dumps", "");
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).contains("dumps");
    }
  }

  @Test
  void everythingAcknowledgedBeforeTheRequestIsIn() throws Exception {
    try (TestServer server = TestServer.start(folder, "--dump-bytes-per-second", "1000000")) {
      server.client().put("/indexes/a", "");
      server.client().put("/indexes/b", "");
      Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int start = i;
        clients.add(new Thread(() -> load(server.client(), start, acknowledged, stop)));
      }
      clients.forEach(Thread::start);
      try {
        for (int i = 0; i < 5; i++) {
          Thread.sleep(200);
          Set<Integer> before = new TreeSet<>(acknowledged);
          Response dump = server.client().post("/dumps", "");
          assertThat(dump.status()).as(dump.body()).isEqualTo(202);
          assertThat(server.client().awaitDump(dump.uid())).isEqualTo("done");
          check(before, dump(dump.uid()));
        }
      } finally {
        stop.set(true);
        for (Thread client : clients) {
          client.join();
        }
      }
      assertThat(acknowledged).isNotEmpty();
    }
  }

  /** Adds each number to both indexes, in runs that only whole are a state of the index. */
  private static void load(
      Client client, int start, Set<Integer> acknowledged, AtomicBoolean stop) {
    try {
      for (int i = start; !stop.get(); i += CLIENTS) {
        String document = "{\"id\":" + i + ",\"text\":\"" + "word ".repeat(20) + "\"}";
        for (String index : new String[] {"a", "b"}) {
          Response response = client.post("/indexes/" + index + "/documents", document);
          assertThat(response.body()).isEqualTo("{\"accepted\":1}");
        }
        acknowledged.add(i);
        assertThat(client.get("/indexes/a/search?q=word&limit=1").status()).isEqualTo(200);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(Set<Integer> acknowledged, Path dump) throws IOException {
    for (String index : new String[] {"a", "b"}) {
      Set<Integer> numbers = new TreeSet<>();
      for (String document : documents(dump, index)) {
        numbers.add(Integer.valueOf(document.replaceAll("\\{\"id\":(\\d+).*", "$1")));
      }
      assertThat(numbers).containsAll(acknowledged);
      // Each client waits for its answer before it goes on: a point in time has no gaps.
      for (int number : numbers) {
        assertThat(number < CLIENTS || numbers.contains(number - CLIENTS)).isTrue();
      }
    }
  }
}
