package org.indexport.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.lifecycle.LaunchException;
import org.indexport.lucene.LuceneConnector;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  @TempDir Path folder;

  private Path home() throws IOException {
    return Files.createDirectories(folder.resolve("home"));
  }

  private Path snapshot() throws IOException {
    return home().resolve("snapshots").resolve("data.ix.snapshot");
  }

  private static void await(Client client, int taken) throws Exception {
    while (!client.get("/snapshots").body().contains("\"taken\":" + taken + ",\"failed\":0")) {
      assertThat(client.get("/snapshots").body()).contains("\"failed\":0");
      Thread.sleep(10);
    }
  }

  @Test
  void aSnapshotStartsAnotherServer() throws Exception {
    try (TestServer server = TestServer.start(home())) {
      Client client = server.client();
      client.put("/indexes/movies", "{\"primaryKey\":\"key\"}");
      client.put("/indexes/empty", "");
      client.post("/indexes/movies/documents", "{\"key\":1}");
      for (int i = 1; i <= 2; i++) {
        assertThat(client.post("/snapshots", "").status()).isEqualTo(202);
        await(client, i);
        client.post("/indexes/movies/documents", "{\"key\":2}");
      }
      assertThat(client.get("/snapshots").body())
          .contains("\"status\":\"idle\"", "\"name\":\"data.ix.snapshot\"");
    }
    try (TestServer other =
        TestServer.start(folder.resolve("other"), "--import-snapshot=" + snapshot())) {
      assertThat(other.client().get("/indexes/movies").body())
          .contains("\"primaryKey\":\"key\"", "\"documents\":2");
      assertThat(other.client().get("/indexes/empty").status()).isEqualTo(200);
      assertThat(other.client().post("/indexes/movies/documents", "{\"key\":3}").status())
          .isEqualTo(200);
    }
    try (Stream<Path> files = Files.list(home().resolve("snapshots"))) {
      assertThat(files).containsExactly(snapshot());
    }
  }

  @Test
  void snapshotsAreTakenAtLaunchAndThenNowAndAgain() throws Exception {
    try (TestServer server = TestServer.start(home(), "--schedule-snapshot=1")) {
      await(server.client(), 2);
    }
    assertThat(snapshot()).exists();
  }

  @Test
  void anEmptyDatabaseHasASnapshotToo() throws Exception {
    try (TestServer server = TestServer.start(home())) {
      server.client().post("/snapshots", "");
      await(server.client(), 1);
    }
    try (TestServer other =
        TestServer.start(folder.resolve("other"), "--import-snapshot=" + snapshot())) {
      assertThat(other.client().put("/indexes/movies", "").status()).isEqualTo(201);
    }
  }

  @Test
  void whatAKilledServerLeftIsClearedAway() throws IOException {
    Path left = Files.createDirectories(home().resolve("snapshots"));
    Files.writeString(left.resolve(".data.ix.snapshot.0123456789abcdef.tmp"), "x");
    Files.writeString(left.resolve(".data.ix.snapshot.123456789abcdef0.lock"), "");
    Files.writeString(left.resolve("mine.tmp"), "x");
    try (TestServer server = TestServer.start(home())) {
      assertThat(left.toFile().list()).containsExactly("mine.tmp");
      assertThat(server.client().get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void whatAnotherServerWritesStays() throws Exception {
    Path folderOfBoth = home().resolve("snapshots");
    try (TestServer slow = TestServer.start(home(), "--snapshot-bytes-per-second=1")) {
      slow.client().put("/indexes/movies", "");
      slow.client().post("/indexes/movies/documents", "{\"id\":1}");
      slow.client().post("/snapshots", "");
      while (temporaries(folderOfBoth).isEmpty()) {
        Thread.sleep(5);
      }
      List<Path> written = temporaries(folderOfBoth);
      SearchServer.start(
              ServerOptions.of(
                  List.of(
                      "--db-path=" + folder.resolve("other/data.ix"),
                      "--dump-dir=" + folder.resolve("other/dumps"),
                      "--snapshot-dir=" + folderOfBoth,
                      "--http-addr=localhost:0"),
                  Map.of()),
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
          .close();
      assertThat(temporaries(folderOfBoth)).containsAll(written);
    }
    assertThat(temporaries(folderOfBoth)).isEmpty();
  }

  private static List<Path> temporaries(Path snapshots) throws IOException {
    if (!Files.exists(snapshots)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(snapshots)) {
      return all.filter(path -> path.toString().endsWith(".tmp")).toList();
    }
  }

  @Test
  void aForeignIndexIsNoDatabase() throws IOException {
    try (Directory directory = FSDirectory.open(folder.resolve("foreign/index"));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      Document document = new Document();
      document.add(new StringField("name", "value", Field.Store.YES));
      writer.addDocument(document);
    }
    SnapshotFile file = SnapshotFile.at(folder.resolve("foreign.snapshot"));
    file.store(LuceneSnapshotSource.of(folder.resolve("foreign")));
    assertThatThrownBy(() -> TestServer.start(home(), "--import-snapshot=" + file.path()))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("an index of another application");
    assertThat(home().resolve("data.ix")).doesNotExist();
    try (TestServer server = TestServer.start(home())) {
      assertThat(server.client().get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void aDumpIsNoSnapshot() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "{\"id\":1}");
    assertThatThrownBy(() -> TestServer.start(home(), "--import-snapshot=" + file))
        .isInstanceOf(DumpException.class);
    assertThat(home().resolve("data.ix")).doesNotExist();
  }

  @Test
  void theRepositoryKeepsTheLastOnes() throws Exception {
    Path repository = folder.resolve("repository");
    EngineVersion engine = new LuceneConnector().engineVersion().orElseThrow();
    for (int start = 0; start < 2; start++) {
      try (TestServer server =
          TestServer.start(home(), "--snapshot-repository=" + repository, "--snapshot-keep=3")) {
        Client client = server.client();
        client.put("/indexes/movies", "");
        for (int i = 1; i <= 2; i++) {
          client.post("/indexes/movies/documents", "{\"id\":" + (start * 2 + i) + "}");
          client.post("/snapshots", "");
          await(client, i);
        }
      }
    }
    SnapshotRepository opened = SnapshotRepository.open(repository);
    assertThat(opened.points()).hasSize(3);
    Path other = Files.createDirectories(folder.resolve("other"));
    opened.restore(
        opened.points().get(0).id(), other.resolve("data.ix"), engine, RestoreOptions.DEFAULT);
    try (TestServer restored = TestServer.start(other)) {
      assertThat(restored.client().get("/indexes/movies").body()).contains("\"documents\":2");
    }
  }

  @Test
  void everythingAcknowledgedBeforeTheRequestIsIn() throws Exception {
    Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    Set<Integer> before = new TreeSet<>();
    AtomicBoolean stop = new AtomicBoolean();
    try (TestServer server = TestServer.start(home())) {
      server.client().put("/indexes/a", "");
      Thread load = new Thread(() -> load(server.client(), acknowledged, stop));
      load.start();
      try {
        for (int i = 1; i <= 5; i++) {
          Thread.sleep(100);
          before.addAll(acknowledged);
          server.client().post("/snapshots", "");
          await(server.client(), i);
        }
      } finally {
        stop.set(true);
        load.join();
      }
    }
    try (TestServer other =
        TestServer.start(folder.resolve("other"), "--import-snapshot=" + snapshot())) {
      List<Integer> missing = new ArrayList<>();
      for (int number : before) {
        if (other.client().get("/indexes/a/documents/" + number).status() != 200) {
          missing.add(number);
        }
      }
      assertThat(before).isNotEmpty();
      assertThat(missing).isEmpty();
    }
  }

  private static void load(Client client, Set<Integer> acknowledged, AtomicBoolean stop) {
    try {
      for (int i = 0; !stop.get(); i++) {
        Client.Response response = client.post("/indexes/a/documents", "{\"id\":" + i + "}");
        assertThat(response.status()).isEqualTo(200);
        acknowledged.add(i);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
