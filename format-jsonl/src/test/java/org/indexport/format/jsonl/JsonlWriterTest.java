package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentHasher;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.indexport.WriteOptions;
import org.indexport.testkit.FailingOutputStream;
import org.indexport.testkit.HostileDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlWriterTest {
  private static final FormatJsonl FORMAT = new FormatJsonl();
  private static final IndexName MOVIES = IndexName.of("movies");
  private static final DumpHeader HEADER = DumpHeader.of(IndexInfo.of("movies"));
  private static final DumpHeader OUTSIDE =
      DumpHeader.of(IndexInfo.builder(MOVIES).primaryKey("key").lines(Lines.ENVELOPE).build());
  private static final WriteOptions INTO_ID =
      WriteOptions.DEFAULT.with(FormatJsonl.ID_FIELD, "_id");
  private static final WriteOptions DROPPING =
      WriteOptions.DEFAULT.with(FormatJsonl.DROP_IDS, "true");

  @TempDir Path folder;

  private static void write(DumpSink sink, WriteOptions options, List<String> documents)
      throws IOException {
    try (DumpWriter writer = FORMAT.create(sink, HEADER, options)) {
      try (DocumentSink docs = writer.documents(MOVIES)) {
        for (String document : documents) {
          docs.add(Document.of(document));
        }
      }
      writer.finish();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  /** As another implementation unpacks it. */
  private static byte[] unpacked(Compression compression, byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    return switch (compression) {
      case NONE -> bytes;
      case GZIP -> new GZIPInputStream(in).readAllBytes();
      case ZSTD -> new ZstdInputStream(in).readAllBytes();
    };
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theSuffixSaysHowAFileIsPacked(Compression compression) throws IOException {
    for (List<String> documents : List.of(HostileDocuments.all(), List.<String>of())) {
      Path file = folder.resolve("movies-" + documents.size() + ".jsonl" + compression.suffix());
      write(DumpSink.file(file), WriteOptions.DEFAULT, documents);
      byte[] bytes = Files.readAllBytes(file);
      assertThat(Compression.ofContent(Arrays.copyOf(bytes, Math.min(4, bytes.length))))
          .isEqualTo(compression);
      String lines = documents.isEmpty() ? "" : String.join("\n", documents) + "\n";
      assertThat(unpacked(compression, bytes)).isEqualTo(Texts.utf8(lines));
      assertThat(Texts.readFile(file)).isEqualTo(documents);
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void anOptionSaysHowAStreamIsPacked(Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriteOptions options = WriteOptions.DEFAULT.with(FormatJsonl.COMPRESSION, compression.id());
    write(DumpSink.stream(out), options, List.of("{\"a\":1}", " {\n} "));
    assertThat(unpacked(compression, out.toByteArray())).isEqualTo(Texts.utf8("{\"a\":1}\n{ }\n"));
  }

  @Test
  void aStreamIsPlainByDefault() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(DumpSink.stream(out), WriteOptions.DEFAULT, List.of("{}"));
    assertThat(out.toByteArray()).isEqualTo(Texts.utf8("{}\n"));
  }

  @Test
  void theBytesDoNotDependOnWorkersOrParts() throws IOException {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      documents.add("{\"id\":" + i + ",\"square\":" + (long) i * i + "}");
    }
    for (Compression compression : Compression.values()) {
      List<byte[]> outputs = new ArrayList<>();
      for (int workers : new int[] {1, 2, 5}) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriteOptions options =
            WriteOptions.DEFAULT
                .withWorkers(workers)
                .withPartBytes(10_000 * workers)
                .with(FormatJsonl.COMPRESSION, compression.id());
        write(DumpSink.stream(out), options, documents);
        outputs.add(out.toByteArray());
      }
      assertThat(outputs.get(1)).isEqualTo(outputs.get(0));
      assertThat(outputs.get(2)).isEqualTo(outputs.get(0));
    }
  }

  @Test
  void finishGivesTheAccount() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumpWriter writer = FORMAT.create(DumpSink.stream(out), OUTSIDE, INTO_ID)) {
      add(writer, "1", "{\"a\":1}");
      Manifest manifest = writer.finish();
      assertThat(manifest.format()).isEqualTo("jsonl");
      IndexInfo written = manifest.header().indexes().get(0);
      assertThat(written.lines()).isEqualTo(Lines.SOURCE);
      assertThat(written.primaryKey()).isEqualTo("_id");
      byte[] line = Texts.utf8("{\"_id\":\"1\",\"a\":1}");
      DocumentHasher hasher = new DocumentHasher();
      hasher.add(line, 0, line.length);
      assertThat(manifest.indexes())
          .containsExactly(new Manifest.IndexSummary(MOVIES, 1, line.length, hasher.hash(), null));
    }
  }

  private static void add(DumpWriter writer, String id, String json) throws IOException {
    byte[] bytes = Texts.utf8(json);
    try (DocumentSink docs = writer.documents(MOVIES)) {
      docs.add(Document.of(id, null, null, bytes, 0, bytes.length));
    }
  }

  private static String written(WriteOptions options, String id, String json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumpWriter writer = FORMAT.create(DumpSink.stream(out), OUTSIDE, options)) {
      add(writer, id, json);
      writer.finish();
    }
    return out.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void idsAreSplicedIn() throws IOException {
    assertThat(written(INTO_ID, "1", "{}")).isEqualTo("{\"_id\":\"1\"}\n");
    assertThat(written(INTO_ID, "1", " { \t} ")).isEqualTo("{\"_id\":\"1\" \t}\n");
    assertThat(written(INTO_ID, "a\"\n", "{ \"x\":\n0.0}"))
        .isEqualTo("{\"_id\":\"a\\\"\\n\", \"x\": 0.0}\n");
    assertThat(written(INTO_ID, "\ud800", "{\"x\":{\"_id\":1}}"))
        .isEqualTo("{\"_id\":\"\\ud800\",\"x\":{\"_id\":1}}\n");
    WriteOptions odd = WriteOptions.DEFAULT.with(FormatJsonl.ID_FIELD, "é\"");
    assertThat(written(odd, "1", "{\"a\":1}")).isEqualTo("{\"é\\\"\":\"1\",\"a\":1}\n");
  }

  @Test
  void idsAreDropped() throws IOException {
    assertThat(written(DROPPING, "1", "{\"_id\":2}")).isEqualTo("{\"_id\":2}\n");
  }

  @Test
  void documentsWithoutIdsStayAsTheyAre() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumpWriter writer = FORMAT.create(DumpSink.stream(out), OUTSIDE, INTO_ID)) {
      try (DocumentSink docs = writer.documents(MOVIES)) {
        docs.add(Document.of(null, "route", 3L, Texts.utf8("{\"_id\":5}"), 0, 9));
      }
      writer.finish();
    }
    assertThat(out.toByteArray()).isEqualTo(Texts.utf8("{\"_id\":5}\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_id\":1}",
        "{\"a\":1,\"_id\":null}",
        "{\"\\u005fid\":1}",
        "{\"_id\":{}, \"b\":1}"
      })
  void aMemberOfThatNameRejectsTheDocumentAlone(String document) throws IOException {
    Path file = folder.resolve("movies.jsonl");
    try (DumpWriter writer = FORMAT.create(DumpSink.file(file), OUTSIDE, INTO_ID)) {
      add(writer, "1", "{}");
      assertThatExceptionOfType(DocumentRejectedException.class)
          .isThrownBy(() -> add(writer, "2", document))
          .withMessageContaining("movies")
          .withMessageContaining("\"2\"")
          .withMessageContaining("\"_id\"");
      add(writer, "3", "{}");
      assertThat(writer.finish().indexes().get(0).documents()).isEqualTo(2);
    }
    assertThat(Texts.readFile(file)).containsExactly("{\"_id\":\"1\"}", "{\"_id\":\"3\"}");
  }

  @Test
  void malformedDocumentsAreRefusedWhereverTheirIdsGo() throws IOException {
    for (byte[] malformed : HostileDocuments.malformed()) {
      for (WriteOptions options : List.of(INTO_ID, DROPPING)) {
        try (DumpWriter writer =
                FORMAT.create(DumpSink.file(folder.resolve("a")), OUTSIDE, options);
            DocumentSink docs = writer.documents(MOVIES)) {
          assertThatThrownBy(
                  () -> docs.add(Document.of("1", null, null, malformed, 0, malformed.length)))
              .isInstanceOf(CorruptDumpException.class);
        }
      }
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void itMustBeSaidWhatBecomesOfIds() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FORMAT.create(file(), OUTSIDE, WriteOptions.DEFAULT))
        .withMessageContaining("id-field")
        .withMessageContaining("drop-ids");
    WriteOptions both = INTO_ID.with(FormatJsonl.DROP_IDS, "true");
    assertThatIllegalArgumentException().isThrownBy(() -> FORMAT.create(file(), OUTSIDE, both));
    WriteOptions neither = WriteOptions.DEFAULT.with(FormatJsonl.DROP_IDS, "false");
    assertThatIllegalArgumentException().isThrownBy(() -> FORMAT.create(file(), OUTSIDE, neither));
    assertThat(names()).isEmpty();
  }

  private DumpSink file() {
    return DumpSink.file(folder.resolve("out.jsonl"));
  }

  @Test
  void wrongOptionsAreRefused() throws IOException {
    WriteOptions options = WriteOptions.DEFAULT;
    for (WriteOptions wrong :
        List.of(
            options.with(FormatJsonl.COMPRESSION, "brotli"),
            options.with(FormatJsonl.ID_FIELD, ""),
            options.with(FormatJsonl.DROP_IDS, "maybe"),
            options.with("no-such-option", "1"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> FORMAT.create(file(), HEADER, wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FORMAT.create(
                    DumpSink.file(folder.resolve("out.gz")),
                    HEADER,
                    options.with(FormatJsonl.COMPRESSION, "zstd")))
        .withMessageContaining(".gz");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatHasNoPlaceIsRefused() throws IOException {
    DumpHeader two = DumpHeader.of(IndexInfo.of("a"), IndexInfo.of("b"));
    for (DumpHeader header : List.of(two, DumpHeader.of())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FORMAT.create(file(), header, WriteOptions.DEFAULT))
          .withMessageContaining("folder");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  FORMAT.create(
                      DumpSink.stream(new ByteArrayOutputStream()), header, WriteOptions.DEFAULT));
    }
    DumpHeader spaced = DumpHeader.of(IndexInfo.builder(IndexName.of("n", "a")).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FORMAT.create(file(), spaced, WriteOptions.DEFAULT))
        .withMessageContaining("n/a")
        .withMessageContaining("--flatten");
    try (DumpWriter writer = FORMAT.create(file(), HEADER, WriteOptions.DEFAULT)) {
      assertThatIllegalArgumentException().isThrownBy(() -> writer.declare(IndexInfo.of("b")));
      Section section =
          Section.of(
              "keys", null, Section.MediaType.JSON, Section.Sensitivity.OPEN, Texts.utf8("1"));
      assertThatIllegalArgumentException().isThrownBy(() -> writer.add(section));
    }
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void anAbandonedFileIsNoFile(Compression compression) throws IOException {
    Path file = folder.resolve("a.jsonl" + compression.suffix());
    try (DumpWriter writer = FORMAT.create(DumpSink.file(file), HEADER, WriteOptions.DEFAULT)) {
      writer.documents(MOVIES).add(Document.of("{}"));
      assertThat(file).doesNotExist();
    }
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void anAbandonedPackedStreamHasNoEnd(Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WriteOptions options =
        WriteOptions.DEFAULT.withPartBytes(1_000).with(FormatJsonl.COMPRESSION, compression.id());
    try (DumpWriter writer = FORMAT.create(DumpSink.stream(out), HEADER, options);
        DocumentSink docs = writer.documents(MOVIES)) {
      for (int i = 0; i < 1_000_000; i++) {
        docs.add(Document.of("{\"id\":" + i + "}"));
      }
    }
    assertThat(out.size()).isPositive();
    assertThatThrownBy(() -> Texts.readPipe(out.toByteArray()))
        .isInstanceOf(TruncatedDumpException.class);
  }

  @Test
  void whatExistsStaysUnlessItIsToBeReplaced() throws IOException {
    Path file = Files.write(folder.resolve("a.jsonl"), Texts.utf8("old"));
    assertThatThrownBy(() -> FORMAT.create(DumpSink.file(file), HEADER, WriteOptions.DEFAULT))
        .isInstanceOf(ExistingTargetException.class);
    write(DumpSink.file(file).replacing(), WriteOptions.DEFAULT, List.of("{}"));
    assertThat(file).hasContent("{}");
    assertThat(names()).containsExactly("a.jsonl");
  }

  @Test
  void aFailingStreamFails() {
    for (Compression compression : Compression.values()) {
      WriteOptions options = WriteOptions.DEFAULT.with(FormatJsonl.COMPRESSION, compression.id());
      for (int place = 0; place < 3; place++) {
        DumpSink failing =
            DumpSink.stream(FailingOutputStream.afterBytes(new ByteArrayOutputStream(), place));
        assertThatThrownBy(() -> write(failing, options, List.of("{\"a\":1}")))
            .as("%s after %s", compression, place)
            .isInstanceOf(IOException.class);
      }
    }
  }
}
