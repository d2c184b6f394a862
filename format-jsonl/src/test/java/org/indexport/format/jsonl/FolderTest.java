package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.UnknownFormatException;
import org.indexport.WriteOptions;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FolderTest {
  private static final FormatJsonl FORMAT = new FormatJsonl();

  @TempDir Path scratch;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(scratch.resolve(name), bytes);
  }

  private Map<String, List<String>> read(Path folder) throws IOException {
    return read(folder, ReadOptions.DEFAULT);
  }

  private static Map<String, List<String>> read(Path folder, ReadOptions options)
      throws IOException {
    DumpContent content = Texts.content(DumpSource.path(folder), options);
    Map<String, List<String>> documents = new TreeMap<>();
    content
        .documents()
        .forEach(
            (index, all) ->
                documents.put(index.toString(), all.stream().map(DocumentContent::json).toList()));
    return documents;
  }

  @Test
  void eachFileIsAnIndexNamedAfterIt() throws IOException {
    file("lines.jsonl", Texts.utf8("{\"a\":1}\n{\"a\":2}"));
    file("array.json", Texts.utf8("[{},{}]"));
    file("packed.ndjson.gz", Texts.gzip(Texts.utf8("{\"b\":1}")));
    file("again.JSON.ZST", Texts.zstd(Texts.utf8("[{\"b\":2}]")));
    file("named.gz.jsonl", Texts.zstd(Texts.utf8("{}")));
    file("a%2Fb%C3%A9.jsonl", new byte[0]);
    file("100%.jsonl", new byte[0]);
    file("no.txt", Texts.utf8("not read"));
    file(".hidden.jsonl", Texts.utf8("not read"));
    Files.createDirectory(scratch.resolve("below.jsonl"));
    assertThat(read(scratch))
        .containsOnly(
            Map.entry("lines", List.of("{\"a\":1}", "{\"a\":2}")),
            Map.entry("array", List.of("{}", "{}")),
            Map.entry("packed", List.of("{\"b\":1}")),
            Map.entry("again", List.of("{\"b\":2}")),
            Map.entry("named.gz", List.of("{}")),
            Map.entry("a/bé", List.of()),
            Map.entry("100%", List.of()));
  }

  @Test
  void theKeyIsThatOfAllAndTheNameOfNone() throws IOException {
    file("a.jsonl", new byte[0]);
    file("b.jsonl", new byte[0]);
    ReadOptions keyed = ReadOptions.DEFAULT.with(FormatJsonl.PRIMARY_KEY, "id");
    assertThat(Texts.content(DumpSource.path(scratch), keyed).header().indexes())
        .hasSize(2)
        .allMatch(index -> "id".equals(index.primaryKey()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(scratch, ReadOptions.DEFAULT.with(FormatJsonl.INDEX, "a")));
  }

  @Test
  void anEmptyFolderIsEmptyAndOneOfOtherFilesIsNotOurs() throws IOException {
    assertThat(read(scratch)).isEmpty();
    file("a.txt", new byte[0]);
    assertThatThrownBy(() -> read(scratch)).isInstanceOf(UnknownFormatException.class);
  }

  @Test
  void oneIndexHasOneFile() throws IOException {
    file("a.jsonl", new byte[0]);
    file("a.json.gz", Texts.gzip(new byte[0]));
    assertThatThrownBy(() -> read(scratch))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("a.json.gz")
        .hasMessageContaining("a.jsonl");
  }

  @Test
  void limitsHold() throws IOException {
    for (int i = 0; i < 4; i++) {
      file(i + "x".repeat(40) + ".jsonl", new byte[0]);
    }
    List<ReadLimits> all =
        List.of(
            new ReadLimits(1_000, 10, 100, 3, 100, 1_000, 10),
            new ReadLimits(1_000, 10, 100, 100, 3, 1_000, 10),
            new ReadLimits(1_000, 10, 40, 100, 100, 1_000, 10));
    for (ReadLimits limits : all) {
      assertThatThrownBy(() -> read(scratch, ReadOptions.DEFAULT.with(limits)))
          .isInstanceOf(LimitExceededException.class);
    }
    assertThat(read(scratch)).hasSize(4);
  }

  @Test
  void messagesNameTheFile() throws IOException {
    Path wrong = file("b.jsonl", Texts.utf8("{}\nx"));
    file("a.jsonl", new byte[0]);
    assertThatThrownBy(() -> read(scratch))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(wrong + ": line 2, byte 1");
  }

  private static DumpHeader header(List<String> names) {
    return DumpHeader.of(names.stream().map(IndexInfo::of).toList());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void writesAFileForEachIndex(Compression compression) throws IOException {
    List<String> names = List.of("movies", "a/b", "..", "é", "empty", "x.gz", "100%");
    Path out = scratch.resolve("out");
    WriteOptions options = WriteOptions.DEFAULT.with(FormatJsonl.COMPRESSION, compression.id());
    try (DumpWriter writer = FORMAT.create(DumpSink.folder(out), header(names), options)) {
      writer.declare(IndexInfo.of("late"));
      for (String name : List.of("movies", "a/b", "..", "é", "x.gz", "100%", "late", "movies")) {
        try (DocumentSink docs = writer.documents(IndexName.of(name))) {
          docs.add(Document.of("{\"of\":\"" + name + "\"}"));
        }
      }
      assertThat(out).doesNotExist();
      writer.finish();
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(path -> String.valueOf(path.getFileName())))
          .hasSize(8)
          .contains("a%2Fb.jsonl" + compression.suffix(), "late.jsonl" + compression.suffix())
          .allMatch(name -> name.endsWith(".jsonl" + compression.suffix()));
    }
    Map<String, List<String>> found = read(out);
    assertThat(found).hasSize(8).containsEntry("empty", List.of());
    assertThat(found.get("movies")).hasSize(2);
    assertThat(found.get("..")).containsExactly("{\"of\":\"..\"}");
  }

  @Test
  void theFoldersSuffixSaysHowItsFilesArePacked() throws IOException {
    Path out = scratch.resolve("out.zst");
    try (DumpWriter writer =
        FORMAT.create(DumpSink.folder(out), header(List.of("a")), WriteOptions.DEFAULT)) {
      writer.finish();
    }
    assertThat(out.resolve("a.jsonl.zst")).exists();
  }

  @Test
  void anAbandonedFolderIsNoFolder() throws IOException {
    try (DumpWriter writer =
            FORMAT.create(
                DumpSink.folder(scratch.resolve("out")),
                header(List.of("a")),
                WriteOptions.DEFAULT.withPartBytes(1));
        DocumentSink docs = writer.documents(IndexName.of("a"))) {
      docs.add(Document.of("{}"));
    }
    try (Stream<Path> files = Files.list(scratch)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aStreamIsNoFolder() {
    DumpSink sink =
        new DumpSink(
            null,
            new ByteArrayOutputStream(),
            DumpSink.Packing.FOLDER,
            org.indexport.io.Publication.Existing.REFUSE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FORMAT.create(sink, header(List.of("a")), WriteOptions.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({"NONE, 100", "GZIP, 1000", "ZSTD, 100"})
  void manySinksAreOpenAtOnce(Compression compression, int count) throws IOException {
    List<String> names = IntStream.range(0, count).mapToObj(i -> "index" + i).toList();
    Path out = scratch.resolve("out");
    WriteOptions options =
        WriteOptions.DEFAULT.withWorkers(2).with(FormatJsonl.COMPRESSION, compression.id());
    try (DumpWriter writer = FORMAT.create(DumpSink.folder(out), header(names), options)) {
      List<DocumentSink> sinks = new ArrayList<>();
      for (String name : names) {
        sinks.add(writer.documents(IndexName.of(name)));
      }
      for (int round = 0; round < 2; round++) {
        for (DocumentSink docs : sinks) {
          docs.add(Document.of("{\"round\":" + round + "}"));
        }
      }
      for (DocumentSink docs : sinks) {
        docs.close();
      }
      writer.finish();
    }
    List<String> rounds = List.of("{\"round\":0}", "{\"round\":1}");
    assertThat(read(out))
        .hasSize(count)
        .allSatisfy((name, all) -> assertThat(all).isEqualTo(rounds));
  }

  @Test
  void threadsFeedSinksOfTheirOwn() throws Exception {
    List<String> names = List.of("a", "b", "c");
    Path out = scratch.resolve("out");
    WriteOptions options =
        WriteOptions.DEFAULT
            .withWorkers(2)
            .withPartBytes(500)
            .with(FormatJsonl.COMPRESSION, "gzip");
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (DumpWriter writer = FORMAT.create(DumpSink.folder(out), header(names), options)) {
      List<Future<?>> feeding = new ArrayList<>();
      for (String name : names) {
        feeding.add(threads.submit(() -> feed(writer, name)));
      }
      for (Future<?> each : feeding) {
        each.get();
      }
      writer.finish();
    } finally {
      threads.shutdownNow();
    }
    assertThat(read(out)).allSatisfy((name, all) -> assertThat(all).hasSize(500).isSorted());
  }

  private static Void feed(DumpWriter writer, String name) throws IOException {
    try (DocumentSink docs = writer.documents(IndexName.of(name))) {
      for (int i = 0; i < 500; i++) {
        docs.add(Document.of("{\"id\":" + (1_000 + i) + "}"));
      }
    }
    return null;
  }

  @Test
  void otherFileSystemsWillDo() throws IOException {
    try (var files = com.google.common.jimfs.Jimfs.newFileSystem()) {
      Path out = files.getPath("/out");
      try (DumpWriter writer =
          FORMAT.create(DumpSink.folder(out), header(List.of("a", "b")), WriteOptions.DEFAULT)) {
        feed(writer, "a");
        writer.finish();
      }
      assertThat(read(out).get("a")).hasSize(500);
      assertThat(Arrays.asList("a", "b")).containsExactlyElementsOf(read(out).keySet());
    }
  }
}
