package org.indexport.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.indexport.Document;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.lifecycle.DumpService;
import org.indexport.spi.EngineSource;
import org.indexport.spi.PinnedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in the folder of a database, and what becomes of an index that fails. */
class DatabaseTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies")).primaryKey("id").build();

  @TempDir Path folder;

  private static void add(SearchIndex index, int id) throws IOException {
    byte[] json = ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8);
    Document document = Document.of(String.valueOf(id), null, null, json, 0, json.length);
    assertThat(index.add(List.of(document))).isEmpty();
  }

  /** A database with an index of one document. */
  private void fill() throws IOException {
    try (Database database = Database.open(folder)) {
      add(database.create(MOVIES), 1);
    }
  }

  @Test
  void whatIsLeftOfAWholeIndexGoesToo() throws IOException {
    for (int i = 0; i < 2; i++) {
      // Killed between making it and giving it its place: alone, and beside another one.
      SearchIndex.make(folder.resolve(".new"), MOVIES);
      try (Database database = Database.open(folder)) {
        assertThat(folder.resolve(".new")).doesNotExist();
        assertThat(database.index(IndexName.of(".new"))).isNull();
        assertThat(database.index(MOVIES.name()) == null).isEqualTo(i == 0);
      }
      fill();
    }
  }

  @Test
  void anIndexWithDocumentsIsNotTakenForThat() throws IOException {
    Path other = folder.resolve("other");
    try (Database database = Database.open(other)) {
      add(database.create(MOVIES), 1);
    }
    fill();
    Files.move(other.resolve("movies"), folder.resolve(".new"));
    Files.delete(other);
    assertThatThrownBy(() -> Database.open(folder)).isInstanceOf(DumpException.class);
    assertThat(folder.resolve(".new")).isNotEmptyDirectory();
  }

  @Test
  void foreignFoldersStayAsTheyAre() throws IOException {
    Path theirs = Files.createDirectories(folder.resolve(".new"));
    Files.writeString(theirs.resolve("segments_notes"), "x");
    Files.writeString(folder.resolve("readme"), "x");
    assertThatThrownBy(() -> Database.open(folder)).isInstanceOf(DumpException.class);
    assertThat(theirs.resolve("segments_notes")).exists();
  }

  @Test
  void whatLuceneDidNotWriteStays() throws IOException {
    fill();
    Path theirs = Files.createDirectories(folder.resolve(".new"));
    Files.writeString(theirs.resolve("notes"), "x");
    assertThatThrownBy(() -> Database.open(folder))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("notes");
    assertThat(theirs.resolve("notes")).exists();
    Files.delete(theirs.resolve("notes"));
    Database.open(folder).close();
    assertThat(theirs).doesNotExist();
  }

  @Test
  void aMountedFileSystemIsEmpty() throws IOException {
    Files.createDirectories(folder.resolve("lost+found"));
    Database.open(folder).close();
    Files.createDirectories(folder.resolve(".new"));
    Database.open(folder).close();
    fill();
    Database.open(folder).close();
    assertThat(folder.resolve("lost+found")).exists();
  }

  @Test
  void anIndexThatAFailureHasClosedIsOpenedAnew() throws IOException {
    try (Database database = Database.open(folder)) {
      SearchIndex index = database.create(MOVIES);
      add(index, 1);
      index.ready().writer().rollback();
      assertThat(index.count()).isEqualTo(1);
      add(index, 2);
      assertThat(index.document("1")).isNotNull();
      assertThat(index.document("2")).isNotNull();

      index.ready().writer().rollback();
      try (PinnedFiles pinned = database.snapshotSource().pin()) {
        assertThat(pinned.files()).isNotEmpty();
      }
      index.ready().writer().rollback();
      try (EngineSource source = database.engineSource()) {
        assertThat(source.header().indexes().get(0).documentCount()).isEqualTo(2);
      }
    }
    try (Database database = Database.open(folder)) {
      assertThat(Objects.requireNonNull(database.index(MOVIES.name())).count()).isEqualTo(2);
    }
  }

  @Test
  void whatWasAddedToAClosedOneIsNotAcknowledged() throws IOException {
    try (Database database = Database.open(folder)) {
      SearchIndex index = database.create(MOVIES);
      OpenIndex former = index.ready();
      former.writer().addDocument(new org.apache.lucene.document.Document());
      former.writer().rollback();
      assertThat(index.ready()).isNotSameAs(former);
      assertThatThrownBy(former::commit).isInstanceOf(AlreadyClosedException.class);
      assertThat(index.count()).isZero();
    }
  }

  @Test
  void whatCannotBeOpenedAnewIsToldAndHealsByItself() throws Exception {
    try (Database database = Database.open(folder.resolve("data.ix"));
        DumpService dumps =
            DumpService.builder(folder.resolve("dumps"), database::engineSource, "v2").open();
        Snapshots snapshots =
            Snapshots.open(
                database.snapshotSource(),
                ServerOptions.of(TestServer.in(folder), Map.of()),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))) {
      Api api = new Api(database, dumps, snapshots, 1_000);
      SearchIndex index = database.create(MOVIES);
      add(index, 1);
      assertThat(health(api)).isEqualTo(200);
      index.ready().writer().rollback();
      try (Directory directory = FSDirectory.open(folder.resolve("data.ix/movies"));
          Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        lock.ensureValid();
        assertThatThrownBy(() -> health(api))
            .isInstanceOfSatisfying(
                Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503))
            .hasMessageContaining("index movies cannot be written to");
        assertThatThrownBy(() -> add(index, 2)).isInstanceOf(IOException.class);
        assertThat(index.document("1")).isNotNull();
      }
      assertThat(health(api)).isEqualTo(200);
      add(index, 2);
    }
  }

  private static int health(Api api) throws IOException, Refusal {
    Request request =
        new Request("GET", List.of("health"), Parameters.of(null), InputStream.nullInputStream());
    try (Answer answer = api.answer(request)) {
      return answer.status();
    }
  }
}
