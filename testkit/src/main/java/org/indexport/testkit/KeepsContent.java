package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.indexport.Document;
import org.indexport.DocumentHasher;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.spi.FormatTrait;
import org.junit.jupiter.api.Test;

/** The part of {@link DumpFormatContract} about content: what goes in comes out, byte for byte. */
public interface KeepsContent extends FormatUnderTest {
  /** Numbers of 20 digits, escapes, repeated keys, strings of 1 MiB: all stay as they are. */
  @Test
  default void hostileDocumentsKeepTheirBytes() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = dumps.one(HostileDocuments.all());
    roundTrip(dumps, content);
  }

  /** Settings, times, side data and ids beside the documents, as far as the format has them. */
  @Test
  default void everythingTheFormatCarriesComesBack() throws IOException {
    Dumping dumps = new Dumping(this);
    roundTrip(dumps, Samples.ofEverything(dumps));
  }

  /** An index without documents is an index. */
  @Test
  default void anIndexCanBeEmpty() throws IOException {
    Dumping dumps = new Dumping(this);
    roundTrip(dumps, dumps.one(List.of()));
  }

  /** A dump can be empty; where a file holds one index, no index is refused. */
  @Test
  default void aDumpCanBeEmpty() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = new DumpContent(DumpHeader.of(), Map.of(), List.of());
    if (dumps.can(FormatTrait.MANY_INDEXES)) {
      roundTrip(dumps, content);
    } else {
      refused(dumps, content.header());
    }
  }

  /** Several indexes are each themselves; where a file holds one, a second is refused. */
  @Test
  default void severalIndexesAreKeptApart() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpHeader header = DumpHeader.of(index("a"), index("B"), index("b"));
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    header
        .indexes()
        .forEach(
            index ->
                documents.put(
                    index.name(),
                    List.of(DocumentContent.of("{\"of\":\"" + index.name().name() + "\"}"))));
    if (dumps.can(FormatTrait.MANY_INDEXES)) {
      roundTrip(dumps, new DumpContent(header, documents, List.of()));
    } else {
      refused(dumps, header);
    }
  }

  /** Line breaks between tokens become blanks, which is the only change ever made. */
  @Test
  default void lineBreaksBetweenTokensBecomeBlanks() throws IOException {
    Dumping dumps = new Dumping(this);
    Map<String, String> documents = HostileDocuments.withLineBreaks();
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(dumps.one(List.copyOf(documents.keySet())), path);
      DumpContent expected = dumps.one(List.copyOf(documents.values()));
      dumps.check(expected, dumps.read(DumpSource.path(path), expected.header()));
    }
  }

  /** Sinks of several indexes, and several of one, can be fed in turns; parts may be tiny. */
  @Test
  default void sinksAreFedInTurns() throws IOException {
    Dumping dumps = new Dumping(this);
    List<IndexInfo> indexes =
        dumps.can(FormatTrait.MANY_INDEXES)
            ? List.of(index("a"), index("b"), index("c"))
            : List.of(index("a"));
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      DumpHeader header = DumpHeader.of(indexes);
      WriteOptions options = writeOptions().withPartBytes(500).withWorkers(2);
      try (DumpWriter writer = format().create(sink(path), header, options)) {
        feedInTurns(writer, indexes);
        writer.finish();
      }
      DumpContent found = dumps.read(DumpSource.path(path), header);
      indexes.forEach(
          index ->
              assertThat(found.documents(index.name()))
                  .extracting(DocumentContent::json)
                  .containsExactlyInAnyOrderElementsOf(Samples.documents(200)));
    }
  }

  private static void feedInTurns(DumpWriter writer, List<IndexInfo> indexes) throws IOException {
    List<DocumentSink> sinks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      for (IndexInfo index : indexes) {
        sinks.add(writer.documents(index.name()));
      }
    }
    List<String> documents = Samples.documents(200);
    for (int n = 0; n < documents.size(); n++) {
      for (int i = 0; i < indexes.size(); i++) {
        int sink = n % 3 == 0 ? i : indexes.size() + i;
        sinks.get(sink).add(Document.of(documents.get(n)));
      }
    }
    for (DocumentSink sink : sinks) {
      sink.close();
      sink.close();
    }
  }

  /** Each sink may be fed by a thread of its own. */
  @Test
  default void sinksAreFedByThreads() throws Exception {
    Dumping dumps = new Dumping(this);
    IndexInfo index = index("movies");
    List<String> documents = Samples.documents(2_000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      WriteOptions options = writeOptions().withPartBytes(2_000).withWorkers(2);
      try (DumpWriter writer = format().create(sink(path), DumpHeader.of(index), options)) {
        List<Future<?>> feeding = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          List<String> own = documents.subList(500 * i, 500 * i + 500);
          feeding.add(threads.submit(() -> feed(writer, index, own)));
        }
        for (Future<?> each : feeding) {
          each.get();
        }
        assertThat(summary(writer.finish(), index).documents()).isEqualTo(2_000);
      }
      DumpContent found = dumps.read(DumpSource.path(path), DumpHeader.of(index));
      assertThat(found.documents(index.name()))
          .extracting(DocumentContent::json)
          .containsExactlyInAnyOrderElementsOf(documents);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void feed(DumpWriter writer, IndexInfo index, List<String> documents)
      throws IOException {
    try (DocumentSink sink = writer.documents(index.name())) {
      for (String document : documents) {
        sink.add(document.getBytes(StandardCharsets.UTF_8));
      }
    }
    return null;
  }

  /** An index may be declared after documents of others; a format of one index refuses it. */
  @Test
  default void anIndexMayBeDeclaredLate() throws IOException {
    Dumping dumps = new Dumping(this);
    IndexInfo first = index("first");
    IndexInfo late = index("late");
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      try (DumpWriter writer = dumps.create(path, DumpHeader.of(first))) {
        feed(writer, first, Samples.documents(3));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.declare(first));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.documents(late.name()));
        if (!dumps.can(FormatTrait.MANY_INDEXES)) {
          assertThatIllegalArgumentException().isThrownBy(() -> writer.declare(late));
          return;
        }
        writer.declare(late);
        feed(writer, late, Samples.documents(5));
        writer.finish();
      }
      DumpHeader all = DumpHeader.of(first, late);
      DumpContent found = dumps.read(DumpSource.path(path), all);
      assertThat(found.header().indexes()).hasSize(2);
      assertThat(found.documents(first.name())).hasSize(3);
      assertThat(found.documents(late.name())).hasSize(5);
      if (dumps.streams()) {
        DumpContent streamed = dumps.read(Dumping.stream(Files.readAllBytes(path)), all);
        assertThat(streamed.documents()).isEqualTo(found.documents());
      }
    }
  }

  /** What a format has no place for is refused before anything is written. */
  @Test
  default void whatHasNoPlaceIsRefused() throws IOException {
    Dumping dumps = new Dumping(this);
    if (!dumps.can(FormatTrait.NAMESPACES)) {
      refused(dumps, DumpHeader.of(IndexInfo.builder(IndexName.of("space", "a")).build()));
    }
    if (dumps.can(FormatTrait.NAMESPACE_REQUIRED)) {
      refused(dumps, DumpHeader.of(IndexInfo.of("a")));
    }
    if (!dumps.can(FormatTrait.OUTSIDE_IDS)) {
      refused(dumps, DumpHeader.of(index("a").toBuilder().lines(Lines.ENVELOPE).build()));
    }
    if (!dumps.can(FormatTrait.SECTIONS)) {
      Section section =
          Section.of(
              "keys", null, Section.MediaType.JSON, Section.Sensitivity.OPEN, new byte[] {'1'});
      try (Scratch scratch = Scratch.create();
          DumpWriter writer = dumps.create(scratch.path(outputName()), DumpHeader.of(index("a")))) {
        assertThatIllegalArgumentException().isThrownBy(() -> writer.add(section));
      }
    }
  }

  private void refused(Dumping dumps, DumpHeader header) throws IOException {
    try (Scratch scratch = Scratch.create()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dumps.create(scratch.path(outputName()), header));
      assertThat(scratch.names()).isEmpty();
    }
  }

  /** The same input and options give the same bytes, however many threads work. */
  @Test
  default void outputIsDeterministic() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    try (Scratch scratch = Scratch.create()) {
      List<Map<String, String>> outputs = new ArrayList<>();
      for (int workers : new int[] {1, 1, 3}) {
        Path folder = Files.createDirectory(scratch.path("with" + outputs.size()));
        WriteOptions options = writeOptions().withPartBytes(600).withWorkers(workers);
        dumps.write(content, sink(folder.resolve(outputName())), options);
        outputs.add(bytes(folder));
      }
      assertThat(outputs.get(1)).as("a second time").isEqualTo(outputs.get(0));
      assertThat(outputs.get(2)).as("with three workers").isEqualTo(outputs.get(0));
    }
  }

  private static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> bytes = new LinkedHashMap<>();
    for (Path file : Scratch.filesOf(folder)) {
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      bytes.put(folder.relativize(file).toString(), content);
    }
    return bytes;
  }

  private void roundTrip(Dumping dumps, DumpContent content) throws IOException {
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      Manifest manifest = dumps.write(content, path);
      assertThat(scratch.names()).as("files").containsExactly(outputName());
      agrees(content, manifest);
      dumps.check(content, dumps.read(DumpSource.path(path), content.header()));
      if (dumps.streams()) {
        DumpSink nowhere = DumpSink.stream(java.io.OutputStream.nullOutputStream());
        agrees(content, dumps.write(content, nowhere, writeOptions()));
        byte[] bytes = dumps.bytes(content);
        dumps.check(content, dumps.read(Dumping.stream(bytes), content.header()));
      }
    }
  }

  /** What the writer says that it wrote is what it was given. */
  private void agrees(DumpContent content, Manifest manifest) {
    assertThat(manifest.format()).isEqualTo(format().id());
    for (IndexInfo index : content.header().indexes()) {
      List<DocumentContent> documents = content.documents(index.name());
      DocumentHasher hasher = Samples.hash(index, documents);
      Manifest.IndexSummary summary = summary(manifest, index);
      assertThat(summary.documents()).as("documents").isEqualTo(documents.size());
      assertThat(summary.hash()).as("hash").isIn(null, hasher.hash());
      if (index.lines() == Lines.ENVELOPE) {
        assertThat(summary.idHash()).as("idHash").isIn(null, hasher.idHash());
      }
    }
  }

  private static Manifest.IndexSummary summary(Manifest manifest, IndexInfo index) {
    Manifest.IndexSummary summary = manifest.index(index.name());
    if (summary == null) {
      throw new AssertionError("the manifest lacks " + index.name());
    }
    return summary;
  }
}
