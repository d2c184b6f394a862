package org.indexport.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.indexport.Document;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.lifecycle.DumpStatus;
import org.indexport.lifecycle.LaunchException;
import org.indexport.lifecycle.LaunchRequest;
import org.indexport.lifecycle.LaunchRequest.Flag;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.lucene.SourceMapper;
import org.indexport.schema.Schema;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.EngineSource;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingSampleTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies")).primaryKey("id").build();
  private static final SourceMapper MAPPER = new SourceMapper();

  @TempDir Path temporary;

  private static void add(EmbeddingSample server, int id) throws IOException {
    Document document = Document.of("{\"id\":%d}".formatted(id));
    server
        .writer()
        .addDocument(MAPPER.encoder(MOVIES, Schema.EMPTY).fields(Integer.toString(id), document));
  }

  private static @Nullable Long count(EmbeddingSample server) throws IOException {
    try (EngineSource engine = server.openEngine()) {
      return engine.header().indexes().get(0).documentCount();
    }
  }

  private Path serverWithTwoDocuments() throws Exception {
    Path home = temporary.resolve("first");
    try (EmbeddingSample server = new EmbeddingSample(home, LaunchRequest.NONE)) {
      add(server, 1);
      add(server, 2);
      assertThat(server.postSnapshot().get(20, TimeUnit.SECONDS).files()).isPositive();
      String answer = server.postDump();
      assertThat(answer).endsWith("\",\"status\":\"enqueued\"}");
      String uid = answer.substring(8, 8 + 18);
      await().until(() -> server.dump(uid).orElseThrow().state() == DumpStatus.State.DONE);
      Files.move(home.resolve("dumps").resolve(uid + ".dump"), temporary.resolve("x.dump"));
      SnapshotSource source = LuceneSnapshotSource.of(home.resolve("data.db"));
      EmbeddingSample.history(temporary.resolve("history")).store(source);
      EmbeddingSample.history(temporary.resolve("history")).store(source);
    }
    return home;
  }

  @Test
  void dumpsAndSnapshotsAreTakenAndBroughtIn() throws Exception {
    Path home = serverWithTwoDocuments();
    try (DumpReader dump = Dumps.open(temporary.resolve("x.dump"))) {
      assertThat(dump.format()).isEqualTo("v2");
    }
    assertThat(SnapshotRepository.open(temporary.resolve("history")).points()).hasSize(2);

    LaunchRequest ofDump = LaunchRequest.NONE.withDump(temporary.resolve("x.dump"));
    try (EmbeddingSample second = new EmbeddingSample(temporary.resolve("second"), ofDump)) {
      assertThat(count(second)).isEqualTo(2);
    }
    LaunchRequest ofSnapshot =
        LaunchRequest.NONE.withSnapshot(home.resolve("snapshots/data.db.snapshot"));
    try (EmbeddingSample third = new EmbeddingSample(temporary.resolve("third"), ofSnapshot)) {
      assertThat(count(third)).isEqualTo(2);
    }
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> new EmbeddingSample(temporary.resolve("third"), ofSnapshot).close());
    LaunchRequest always = ofSnapshot.with(Flag.IGNORE_SNAPSHOT_IF_DB_EXISTS);
    try (EmbeddingSample again = new EmbeddingSample(temporary.resolve("third"), always)) {
      assertThat(count(again)).isEqualTo(2);
    }
  }

  @Test
  void aHistoryMayBeginInAFolderThatIsThere() throws Exception {
    Path history = Files.createDirectories(temporary.resolve("history"));
    // As left by a process that was killed while it made the repository.
    Files.writeString(history.resolve(".repository.json.0123456789abcdef.tmp"), "{");
    Path home = temporary.resolve("home");
    try (EmbeddingSample server = new EmbeddingSample(home, LaunchRequest.NONE)) {
      add(server, 1);
      server.writer().commit();
      SnapshotSource source = LuceneSnapshotSource.of(home.resolve("data.db"));
      EmbeddingSample.history(history).store(source);
      EmbeddingSample.history(history).store(source);
    }
    assertThat(SnapshotRepository.open(history).points()).hasSize(2);
  }

  @Test
  void whatAKilledSnapshotLeftIsDeletedAtTheStart() throws Exception {
    Path home = temporary.resolve("home");
    Path folder = Files.createDirectories(home.resolve("snapshots"));
    String left = ".data.db.snapshot.0123456789abcdef";
    Files.writeString(folder.resolve(left + ".tmp"), "x");
    Files.writeString(folder.resolve(left + ".lock"), "");
    try (EmbeddingSample server = new EmbeddingSample(home, LaunchRequest.NONE)) {
      server.postSnapshot().get(20, TimeUnit.SECONDS);
    }
    assertThat(folder.toFile().list()).containsExactly("data.db.snapshot");
  }
}
