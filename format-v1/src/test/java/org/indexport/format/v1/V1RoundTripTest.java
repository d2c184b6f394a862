package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.indexport.DocumentCursor;
import org.indexport.DocumentSink;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V1RoundTripTest {
  @TempDir Path folder;

  @Test
  void everythingComesBackFromAFile() throws IOException {
    Path file = folder.resolve("a.dump");
    DumpContent content = Samples.everything();
    try (DumpWriter writer =
        Samples.FORMAT.create(DumpSink.file(file), content.header(), Samples.OPTIONS)) {
      content.writeTo(writer);
      Manifest manifest = writer.finish();
      assertThat(manifest.header()).isEqualTo(content.header());
      assertThat(manifest.indexes()).hasSize(3);
      assertThat(manifest.indexes().get(0).documents()).isEqualTo(3);
      assertThat(manifest.indexes().get(1).idHash()).isNotNull();
      assertThat(manifest.sections()).hasSize(2);
    }
    assertThat(Samples.read(file)).isEqualTo(content);
    assertThat(Samples.read(Samples.channel(file), ReadOptions.DEFAULT)).isEqualTo(content);
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(reader.header()).isEqualTo(content.header());
      assertThat(reader.header().namespaces()).containsExactly("nyc", "deserted");
    }
  }

  @Test
  void everythingComesBackFromAStream() throws IOException {
    DumpContent content = Samples.everything();
    assertThat(Samples.readStream(Samples.write(content))).isEqualTo(content);
  }

  @Test
  void documentsOfOneIndexAreReadAgainAndAgain() throws IOException {
    Path file = Samples.file(folder, Samples.write(Samples.everything()));
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      for (int i = 0; i < 2; i++) {
        for (IndexInfo index : reader.header().indexes()) {
          try (DocumentCursor documents = reader.documents(index.name())) {
            assertThat(DumpContent.read(documents))
                .isEqualTo(Samples.everything().documents(index.name()));
          }
        }
      }
    }
  }

  @Test
  void manySinksAreOpenAtOnceOnManyThreads() throws Exception {
    List<IndexInfo> indexes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      indexes.add(IndexInfo.of("index-" + i));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (DumpWriter writer =
        Samples.FORMAT.create(
            DumpSink.stream(out), DumpHeader.of(indexes), Samples.OPTIONS.withPartBytes(1_000))) {
      List<Future<?>> running = new ArrayList<>();
      for (int sink = 0; sink < 16; sink++) {
        int number = sink;
        running.add(threads.submit(() -> addDocuments(writer, number)));
      }
      for (int i = 0; i < 20; i++) {
        writer.add(section("section" + i, 3_000));
        writer.declare(IndexInfo.of("late-" + i));
      }
      for (Future<?> one : running) {
        one.get();
      }
      writer.finish();
    } finally {
      threads.shutdownNow();
    }
    DumpContent read = Samples.readStream(out.toByteArray());
    assertThat(read.header().indexes()).hasSize(28);
    assertThat(read.sections()).hasSize(20);
    for (IndexInfo index : indexes) {
      assertThat(read.documents(index.name())).hasSize(1_000).doesNotHaveDuplicates();
    }
  }

  private static Void addDocuments(DumpWriter writer, int number) throws IOException {
    try (DocumentSink sink = writer.documents(IndexName.of("index-" + number % 8))) {
      for (int i = 0; i < 500; i++) {
        sink.add("{\"sink\":%d,\"i\":%d}".formatted(number, i).getBytes(UTF_8));
      }
    }
    return null;
  }

  private static org.indexport.Section section(String name, int bytes) {
    return new SectionContent(
            name, null, MediaType.BYTES, Sensitivity.OPEN, "x".repeat(bytes), Map.of())
        .toSection();
  }

  @Test
  void indexesAreDeclaredLate() throws IOException {
    IndexInfo late = IndexInfo.builder(IndexName.of("space", "late")).primaryKey("k").build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumpWriter writer =
        Samples.FORMAT.create(
            DumpSink.stream(out), DumpHeader.of(IndexInfo.of("first")), Samples.OPTIONS)) {
      writer.declare(late);
      try (DocumentSink sink = writer.documents(late.name())) {
        sink.add("{\"k\":1}".getBytes(UTF_8));
      }
      assertThat(writer.finish().header().namespaces()).containsExactly("space");
    }
    Path file = Samples.file(folder, out.toByteArray());
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(reader.header().indexes()).extracting(IndexInfo::name).contains(late.name());
      try (DocumentCursor documents = reader.documents(late.name())) {
        assertThat(DumpContent.read(documents)).containsExactly(DocumentContent.of("{\"k\":1}"));
      }
    }
    DumpContent streamed = Samples.readStream(out.toByteArray());
    assertThat(streamed.header().indexes()).containsExactly(IndexInfo.of("first"), late);
  }

  @Test
  void anIndexDeclaredAfterDocumentsComesAsAnEntry() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexInfo first = IndexInfo.of("first");
    IndexInfo late = IndexInfo.of("late");
    try (DumpWriter writer =
        Samples.FORMAT.create(DumpSink.stream(out), DumpHeader.of(first), Samples.OPTIONS)) {
      try (DocumentSink sink = writer.documents(first.name())) {
        sink.add("{}".getBytes(UTF_8));
      }
      writer.declare(late);
      writer.finish();
    }
    Path file = Samples.file(folder, out.toByteArray());
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(reader.header().indexes()).containsExactly(first);
      List<DumpEntry> declared = new ArrayList<>();
      try (DumpCursor cursor = reader.entries(name -> false)) {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          declared.add(entry);
        }
        assertThat(cursor.finish()).isNotNull();
      }
      assertThat(declared).containsExactly(late);
      try (DocumentCursor documents = reader.documents(late.name())) {
        assertThat(documents.next()).isNull();
      }
    }
  }

  @Test
  void largeContentIsWrittenInPieces() throws IOException {
    String large = "é".repeat(700_000).substring(0, 700_000);
    Map<String, String> attachments = new LinkedHashMap<>();
    attachments.put("large", "a".repeat(3_000_000));
    attachments.put("exactly two pieces", "b".repeat(2 << 20));
    attachments.put("small", "c");
    SectionContent section =
        new SectionContent(
            "blobs", null, MediaType.BYTES, Sensitivity.OPEN, "d".repeat(1_500_000), attachments);
    DocumentContent document = DocumentContent.of("{\"t\":\"" + large + "\"}");
    IndexInfo index = IndexInfo.of("texts");
    DumpContent content =
        new DumpContent(
            DumpHeader.of(index),
            Map.of(index.name(), List.of(document, document, document)),
            List.of(section));
    byte[] dump = Samples.write(content, Samples.OPTIONS.withPartBytes(1 << 20));
    assertThat(Samples.readStream(dump)).isEqualTo(content);
    assertThat(Archive.of(dump).names())
        .contains(
            "sections/0001-blobs/content-000002.bin",
            "sections/0001-blobs/attachments/large/000003",
            "sections/0001-blobs/attachments/exactly%20two%20pieces/000002",
            "indexes/texts/documents-000003.jsonl")
        .doesNotContain("sections/0001-blobs/attachments/exactly%20two%20pieces/000003");
  }
}
