package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.indexport.format.jsonl.Texts.gzip;
import static org.indexport.format.jsonl.Texts.joined;
import static org.indexport.format.jsonl.Texts.packed;
import static org.indexport.format.jsonl.Texts.pipe;
import static org.indexport.format.jsonl.Texts.readFile;
import static org.indexport.format.jsonl.Texts.readPipe;
import static org.indexport.format.jsonl.Texts.skippable;
import static org.indexport.format.jsonl.Texts.utf8;
import static org.indexport.format.jsonl.Texts.zstd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.testkit.FailingInputStream;
import org.indexport.testkit.HostileDocuments;
import org.indexport.testkit.ThrottledInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlReaderTest {
  private static final List<String> DOCUMENTS =
      List.of("{\"id\":1,\"a\":0.0}", "{}", "{ \"é\" : [1e5,\"}]\"] }");
  private static final FormatJsonl FORMAT = new FormatJsonl();

  @TempDir Path folder;

  static Stream<Arguments> layouts() {
    List<String> texts =
        List.of(
            String.join("\n", DOCUMENTS) + "\n",
            String.join("\r\n", DOCUMENTS),
            "\n \n" + String.join("\n\n\t\n", DOCUMENTS) + "\n\n",
            "\ufeff" + String.join("\n", DOCUMENTS),
            "[" + String.join(",", DOCUMENTS) + "]",
            " \r\n[\n  " + String.join(" ,\n  ", DOCUMENTS) + "\n]\n ",
            "\ufeff[" + String.join(",", DOCUMENTS) + "]");
    return texts.stream()
        .flatMap(text -> Stream.of(Compression.values()).map(c -> Arguments.of(text, c)));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void readsLinesAndArraysFromPathsAndPipes(String text, Compression compression)
      throws IOException {
    byte[] bytes = packed(compression, utf8(text));
    assertThat(readPipe(bytes)).isEqualTo(DOCUMENTS);
    // The name says nothing of what is in the file.
    for (String name : List.of("plain", "a.jsonl", "b.gz", "c.json.zst")) {
      assertThat(readFile(Files.write(folder.resolve(name), bytes))).isEqualTo(DOCUMENTS);
    }
  }

  @Test
  void readsGzipMembersOneAfterTheOther() throws IOException {
    byte[] middle = gzip(utf8("1}\n{\"b\""));
    byte[] bytes = joined(gzip(utf8("{\"a\":")), gzip(new byte[0]), middle, gzip(utf8(":2}")));
    assertThat(readPipe(bytes)).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void readsZstdFramesOneAfterTheOtherAndSkipsTheSkippable() throws IOException {
    byte[] bytes =
        joined(
            skippable(utf8("first")),
            zstd(utf8("{\"a\":")),
            zstd(new byte[0]),
            skippable(new byte[0]),
            zstd(utf8("1}\n{}")),
            skippable(utf8("last")));
    assertThat(readPipe(bytes)).containsExactly("{\"a\":1}", "{}");
    assertThat(readPipe(skippable(utf8("alone")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \t\r\n", "[]", " [ \n ] ", "\ufeff"})
  void readsNothing(String text) throws IOException {
    for (Compression compression : Compression.values()) {
      assertThat(readPipe(packed(compression, utf8(text)))).isEmpty();
    }
  }

  @Test
  void keepsHostileDocuments() throws IOException {
    List<String> documents = HostileDocuments.all();
    assertThat(readPipe(String.join("\n", documents))).isEqualTo(documents);
    assertThat(readPipe(gzip(utf8("[" + String.join(",", documents) + "]")))).isEqualTo(documents);
  }

  @Test
  void lineBreaksInElementsOfAnArrayBecomeBlanks() throws IOException {
    String array = "[" + String.join(",", HostileDocuments.withLineBreaks().keySet()) + "]";
    assertThat(readPipe(array))
        .containsExactlyElementsOf(HostileDocuments.withLineBreaks().values());
  }

  @Test
  void bytesMayComeOneByOne() throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] bytes = packed(compression, utf8(String.join("\n", DOCUMENTS)));
      InputStream slow = new ThrottledInputStream(new ByteArrayInputStream(bytes), 1);
      assertThat(Texts.read(DumpSource.stream("slow", slow), ReadOptions.DEFAULT))
          .isEqualTo(DOCUMENTS);
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void largeInputsAreCutIntoTheSamePartsWhereverTheyComeFrom(Compression compression)
      throws IOException {
    byte[] lines = manyLines();
    byte[] bytes = packed(compression, lines);
    Path file = Files.write(folder.resolve("large"), bytes);
    List<String> fromPath = parts(DumpSource.path(file));
    assertThat(fromPath).hasSizeGreaterThan(2);
    assertThat(parts(pipe(bytes))).isEqualTo(fromPath);
    assertThat(parts(DumpSource.channel("channel", Files.newByteChannel(file))))
        .isEqualTo(fromPath);
  }

  private static byte[] manyLines() {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; lines.length() < 9 << 20; i++) {
      lines.append("{\"id\":").append(i).append(",\"x\":").append(random.nextLong()).append("}\n");
    }
    return utf8(lines.toString());
  }

  private static List<String> parts(DumpSource source) throws IOException {
    List<String> parts = new ArrayList<>();
    try (DumpReader reader = FORMAT.open(source, ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries()) {
      while (cursor.next() instanceof DocumentPart part) {
        try (part) {
          parts.add(part.ordinal() + " " + part.totals());
        }
      }
      assertThat(cursor.finish()).isNull();
    }
    return parts;
  }

  @Test
  void aChannelIsReadAgainAfterACursorWasLeft() throws IOException {
    Path file = Files.write(folder.resolve("large.gz"), gzip(manyLines()));
    DumpSource source = DumpSource.channel("channel", Files.newByteChannel(file));
    try (DumpReader reader = FORMAT.open(source, ReadOptions.DEFAULT)) {
      for (int i = 0; i < 3; i++) {
        try (DocumentCursor documents = reader.documents(reader.header().indexes().get(0).name())) {
          assertThat(documents.next()).isNotNull();
        }
      }
    }
  }

  @Test
  void knowsNothingButTheNames() throws IOException {
    Path file = Files.write(folder.resolve("movies.jsonl.gz"), gzip(utf8("{}")));
    try (DumpReader reader = FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(reader.format()).isEqualTo("jsonl");
      assertThat(reader.formatVersion()).isNull();
      assertThat(reader.completeness()).isEqualTo(Completeness.UNPROVABLE);
      assertThat(reader.isRewindable()).isTrue();
      assertThat(reader.fingerprint()).isNotNull();
      assertThat(reader.header().indexes())
          .singleElement()
          .hasFieldOrPropertyWithValue("name", IndexName.of("movies"));
      assertThat(reader.header().indexes().get(0).primaryKey()).isNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.documents(IndexName.of("books")))
          .withMessageContaining("books");
    }
  }

  @Test
  void optionsNameTheIndexAndItsKey() throws IOException {
    ReadOptions options =
        ReadOptions.DEFAULT.with(FormatJsonl.INDEX, "films").with(FormatJsonl.PRIMARY_KEY, "a.b");
    try (DumpReader reader = FORMAT.open(pipe(utf8("{\"a\":{\"b\":7}}\n{}")), options)) {
      assertThat(reader.header().indexes().get(0).name()).isEqualTo(IndexName.of("films"));
      assertThat(reader.header().indexes().get(0).primaryKey()).isEqualTo("a.b");
      try (DocumentCursor documents = reader.documents(IndexName.of("films"))) {
        Document first = documents.next();
        assertThat(first == null ? null : first.resolvedId()).isEqualTo("7");
        Document second = documents.next();
        assertThat(second == null ? "none" : second.resolvedId()).isNull();
      }
    }
  }

  @Test
  void aPipeHasAnIndexNameAndIsReadOnce() throws IOException {
    try (DumpReader reader = FORMAT.open(pipe(utf8("{}")), ReadOptions.DEFAULT)) {
      assertThat(reader.header().indexes().get(0).name()).isEqualTo(IndexName.of("documents"));
      assertThat(reader.isRewindable()).isFalse();
      assertThat(reader.fingerprint()).isNull();
      reader.entries().close();
      assertThatIllegalStateException().isThrownBy(reader::entries);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "primary-key"})
  void emptyOptionsAreRefused(String option) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FORMAT.open(pipe(utf8("{}")), ReadOptions.DEFAULT.with(option, "")));
  }

  @Test
  void unknownOptionsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FORMAT.open(pipe(utf8("{}")), ReadOptions.DEFAULT.with("indx", "a")))
        .withMessageContaining("indx")
        .withMessageContaining("index, primary-key");
  }

  @Test
  void aMissingFileIsMissing() {
    assertThatThrownBy(() -> readFile(folder.resolve("none.jsonl")))
        .isInstanceOf(NoSuchFileException.class);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("{\"a\":1}\n{\"a\":01}\n", "line 2, byte 7 (offset 14)"),
        Arguments.of("{}\r\n{} x", "line 2, byte 4"),
        Arguments.of("{}\n1\n", "line 2, byte 1"),
        Arguments.of("{}\n[{}]\n", "line 2, byte 1"),
        Arguments.of("{}{}\n", "line 1, byte 3"),
        Arguments.of("{\n\"a\":1}\n", "line 1, byte 2"),
        Arguments.of("{\"a\":\"\u0000\"}", "line 1, byte 7"),
        Arguments.of("{}\n\ufeff{}", "line 2, byte 1"),
        Arguments.of("null", "line 1, byte 1"),
        Arguments.of("[1]", "line 1 (offset 1)"),
        Arguments.of("[{}\n{}]", "line 2 (offset 4)"),
        Arguments.of("[{},]", "line 1 (offset 4)"),
        Arguments.of("[,{}]", "line 1 (offset 1)"),
        Arguments.of("[{}]\n{}", "line 2 (offset 5)"),
        Arguments.of("[{}][", "line 1 (offset 4)"),
        Arguments.of("[\n{\"a\":tru}]", "line 2, byte 9"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void saysWhereBytesAreWrong(String text, String where) throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] bytes = packed(compression, utf8(text));
      assertThatThrownBy(() -> readPipe(bytes))
          .isExactlyInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("standard input: " + where);
    }
  }

  @Test
  void refusesWhatIsNoObjectInUtf8() {
    for (byte[] document : HostileDocuments.malformed()) {
      String shown = new String(document, StandardCharsets.ISO_8859_1);
      if (shown.isBlank() || shown.equals("[]") || shown.equals("[{}]")) {
        continue;
      }
      boolean markedOrBroken = shown.contains("\n") || shown.startsWith("\u00ef\u00bb\u00bf");
      byte[] asLine = markedOrBroken ? joined(utf8("{}\n"), document) : document;
      assertThatThrownBy(() -> readPipe(asLine))
          .as(shown)
          .isInstanceOfAny(CorruptDumpException.class, TruncatedDumpException.class);
      assertThatThrownBy(() -> readPipe(joined(utf8("[{},"), document, utf8("]"))))
          .as("in an array: " + shown)
          .isInstanceOfAny(CorruptDumpException.class, TruncatedDumpException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":1", "{\"a\":\"", "{", "[", "[{}", "[{},", "[{\"a\":[", "{}\n{\"a\""})
  void tellsATruncatedTextFromAWrongOne(String text) throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] bytes = packed(compression, utf8(text));
      assertThatThrownBy(() -> readPipe(bytes))
          .isExactlyInstanceOf(TruncatedDumpException.class)
          .hasMessageContaining("take a whole copy");
    }
  }

  @Test
  void otherEncodingsAreRefusedByName() {
    for (String encoding : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE")) {
      byte[] bytes = "[{\"a\":1}]".getBytes(java.nio.charset.Charset.forName(encoding));
      assertThatThrownBy(() -> readPipe(bytes))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void packedBytesHaveAnEnd(Compression compression) throws IOException {
    byte[] bytes = packed(compression, utf8("{\"a\":1}\n"));
    assertThatThrownBy(() -> readPipe(joined(bytes, utf8("{}\n"))))
        .isExactlyInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("standard input: after 8 bytes of text");
    assertThatThrownBy(() -> readPipe(joined(bytes, new byte[512])))
        .isExactlyInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> readPipe(joined(bytes, bytes, java.util.Arrays.copyOf(bytes, 9))))
        .isExactlyInstanceOf(TruncatedDumpException.class)
        .hasMessageContaining("after 1");
  }

  @Test
  void aCompressedFileIsNeverEmpty() throws IOException {
    Path file = Files.write(folder.resolve("a.jsonl.gz"), new byte[0]);
    assertThatThrownBy(() -> readFile(file)).isExactlyInstanceOf(TruncatedDumpException.class);
    assertThat(readFile(Files.write(folder.resolve("a.jsonl"), new byte[0]))).isEmpty();
  }

  @Test
  void whatIsWholeIsReadBesideDamage() throws IOException {
    ReadOptions skipping = ReadOptions.DEFAULT.with(ReadOptions.Damage.SKIP);
    byte[] lines = utf8("{\"a\":1}\nx\n{\"a\":2}\n{\"a\":");
    try (DumpReader reader = FORMAT.open(pipe(lines), skipping);
        DumpCursor cursor = reader.entries()) {
      assertThat(allOf(cursor)).containsExactly("{\"a\":1}", "{\"a\":2}");
      assertThat(cursor.damages())
          .extracting(DumpException::getClass)
          .containsExactly(CorruptDumpException.class, TruncatedDumpException.class);
    }
    byte[] packed = gzip(manyLines());
    byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);
    try (DumpReader reader = FORMAT.open(pipe(cut), skipping);
        DumpCursor cursor = reader.entries()) {
      assertThat(allOf(cursor)).hasSizeGreaterThan(10_000);
      assertThat(cursor.damages()).isNotEmpty().first().isInstanceOf(TruncatedDumpException.class);
    }
  }

  private static List<String> allOf(DumpCursor cursor) throws IOException {
    List<String> all = new ArrayList<>();
    while (cursor.next() instanceof DocumentPart part) {
      try (part;
          DocumentCursor documents = part.documents()) {
        for (Document document; (document = documents.next()) != null; ) {
          all.add(document.json());
        }
      }
    }
    return all;
  }

  @Test
  void trustedLinesAreLookedAtFromBothEnds() throws IOException {
    ReadOptions trusting = ReadOptions.DEFAULT.with(ReadOptions.Checking.TRUSTED);
    assertThat(Texts.read(pipe(utf8("{a b}\n {} \n")), trusting)).containsExactly("{a b}", "{}");
    for (String line : List.of("{\"a\":1", "1}", "x", "[]")) {
      assertThatThrownBy(() -> Texts.read(pipe(utf8("{}\n" + line + "\n{}")), trusting))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("line 2");
    }
  }

  @Test
  void limitsHold() throws IOException {
    ReadLimits limits = ReadLimits.DEFAULT.withMaxDocumentBytes(1_000);
    String large = "{\"a\":\"" + "x".repeat(1_000) + "\"}";
    for (String text : List.of(large, "{}\n" + large, "[" + large + "]")) {
      for (Compression compression : Compression.values()) {
        byte[] bytes = packed(compression, utf8(text));
        assertThatThrownBy(() -> Texts.read(pipe(bytes), ReadOptions.DEFAULT.with(limits)))
            .isExactlyInstanceOf(LimitExceededException.class)
            .hasMessageContaining("1000 bytes");
      }
    }
    String deep = "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
    for (String text : List.of(deep, "[" + deep + "]")) {
      assertThatThrownBy(() -> readPipe(text)).isExactlyInstanceOf(LimitExceededException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"", "[{\"a\":\"", "{\"a\":", "["})
  void aBombIsStoppedBeforeMemoryIs(String start) throws IOException {
    ReadOptions small = ReadOptions.DEFAULT.with(ReadLimits.DEFAULT.withMaxDocumentBytes(1 << 20));
    String filling = start.endsWith("\"") ? "x" : start.equals("[") ? "{}," : "[";
    byte[] text = utf8(start + filling.repeat((6 << 20) / filling.length()));
    for (Compression compression : Compression.values()) {
      byte[] bytes = packed(compression, text);
      assertThatThrownBy(() -> Texts.read(pipe(bytes), small))
          .isInstanceOfAny(LimitExceededException.class, TruncatedDumpException.class);
    }
  }

  @Test
  void theRatioOfExpansionHasALimit() throws IOException {
    ReadLimits strict = new ReadLimits(1 << 20, 10, 100, 10, 10, 1 << 20, 100);
    byte[] blanks = new byte[65 << 20];
    java.util.Arrays.fill(blanks, (byte) '\n');
    byte[] bytes = gzip(blanks);
    assertThat(readPipe(bytes)).isEmpty();
    assertThatThrownBy(() -> Texts.read(pipe(bytes), ReadOptions.DEFAULT.with(strict)))
        .isExactlyInstanceOf(LimitExceededException.class)
        .hasMessageContaining("100 plain bytes");
  }

  @Test
  void aFailingSourceFails() throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] bytes = packed(compression, utf8(String.join("\n", DOCUMENTS)));
      for (int place = 0; place < bytes.length; place++) {
        InputStream failing = FailingInputStream.afterBytes(new ByteArrayInputStream(bytes), place);
        assertThatThrownBy(
                () -> Texts.read(DumpSource.stream("failing", failing), ReadOptions.DEFAULT))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(DumpException.class);
      }
    }
  }
}
