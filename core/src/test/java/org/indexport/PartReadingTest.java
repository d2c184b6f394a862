package org.indexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartReadingTest {
  private static final IndexInfo INDEX = IndexInfo.of("movies");
  private static final IndexInfo KEYED = INDEX.toBuilder().primaryKey("id").build();
  private static final IndexInfo ENVELOPES = INDEX.toBuilder().lines(Lines.ENVELOPE).build();

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(PartCutter cutter) throws IOException {
    List<String> documents = new ArrayList<>();
    for (DocumentPart next; (next = cutter.next()) != null; ) {
      try (DocumentPart part = next;
          DocumentCursor cursor = part.documents()) {
        for (Document document; (document = cursor.next()) != null; ) {
          documents.add(document.toString());
        }
      }
    }
    return documents;
  }

  private static List<String> readLines(IndexInfo index, String text) throws IOException {
    return read(new PartReading(ReadOptions.DEFAULT).lines(stream(text), index, "file", 0));
  }

  private static List<String> readArray(String text) throws IOException {
    return read(new PartReading(ReadOptions.DEFAULT).array(stream(text), INDEX, "file"));
  }

  @Test
  void readsLinesOfEveryEnd() throws IOException {
    assertThat(readLines(INDEX, "{\"a\":1}\n\r\n  {\"b\": 2.0} \r\n\n{}"))
        .containsExactly("{\"a\":1}", "{\"b\": 2.0}", "{}");
    assertThat(readLines(INDEX, "")).isEmpty();
    assertThat(readLines(INDEX, "\n\n")).isEmpty();
  }

  @Test
  void readsEnvelopes() throws IOException {
    assertThat(readLines(ENVELOPES, "{\"id\":\"x\",\"source\":{\"a\":1}}\n{\"source\":{}}\n"))
        .containsExactly("x {\"a\":1}", "{}");
  }

  @Test
  void envelopesAreTheSameWhenTheyAreReadAgain() throws IOException {
    String lines =
        """
         { "id":"a\\"b","routing":"r","version":7,"source": {"x":1} }
        {"source":{}}

        {"id":"ž","source":{"y":[{"z":2}]}}
        """;
    PartCutter cutter =
        new PartReading(ReadOptions.DEFAULT).lines(stream(lines), ENVELOPES, "file", 0);
    try (DocumentPart part = Objects.requireNonNull(cutter.next())) {
      List<String> first = described(part);
      assertThat(first)
          .containsExactly(
              "a\"b r 7 {\"x\":1}", "null null null {}", "ž null null {\"y\":[{\"z\":2}]}");
      DocumentHasher again = new DocumentHasher();
      try (DocumentCursor documents = part.documents()) {
        for (Document document; (document = documents.next()) != null; ) {
          assertThat(document.isHashed()).isTrue();
          again.add(document, Lines.ENVELOPE);
        }
      }
      assertThat(described(part)).isEqualTo(first);
      assertThat(again.hash()).isEqualTo(part.totals().hash());
      assertThat(again.idHash()).isEqualTo(part.totals().idHash());
    }
  }

  private static List<String> described(DocumentPart part) throws IOException {
    List<String> all = new ArrayList<>();
    try (DocumentCursor documents = part.documents()) {
      for (Document document; (document = documents.next()) != null; ) {
        all.add(
            "%s %s %s %s"
                .formatted(document.id(), document.routing(), document.version(), document.json()));
      }
    }
    return all;
  }

  @Test
  void partsThatWereCheckedCountAsOthersDo() throws IOException {
    byte[] bytes =
        "{\"id\":\"1\",\"source\":{\"x\":1}}{\"source\":{}}".getBytes(StandardCharsets.UTF_8);
    int[] bounds = {0, 27, 1, 27, bytes.length, 2};
    DocumentPart.Origin origin =
        new DocumentPart.Origin("engine", 1, 0, DocumentPart.LastLine.ENDED);
    PartReading reading = new PartReading(ReadOptions.DEFAULT);
    try (DocumentPart part = reading.part(ENVELOPES, 0, bytes, bytes.length, bounds, origin);
        DocumentPart checked =
            reading.checkedPart(ENVELOPES, 0, bytes.clone(), bytes.length, bounds, origin)) {
      assertThat(checked.totals()).isEqualTo(part.totals());
      assertThat(described(checked)).isEqualTo(described(part)).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(ReadOptions.Checking.class)
  void resolvesIdsWheneverTheyAreAskedFor(ReadOptions.Checking checking) throws IOException {
    String lines = "{\"id\":7}\n{\"id\":\"7\"}\n{\"x\":1}\n{\"id\":null}";
    PartCutter cutter =
        new PartReading(ReadOptions.DEFAULT.with(checking)).lines(stream(lines), KEYED, "file", 0);
    try (DocumentPart part = Objects.requireNonNull(cutter.next())) {
      assertThat(ids(part, document -> document)).containsExactly("7", "7", "null", "null");
      // From where the first reading found them.
      assertThat(ids(part, document -> document)).containsExactly("7", "7", "null", "null");
      assertThat(ids(part, Document::copy)).containsExactly("7", "7", "null", "null");
      assertThat(ids(part, document -> document.withId(null, "north", null)))
          .containsExactly("7", "7", "null", "null");
      assertThat(ids(part, document -> document.withId("1", null, null))).containsOnly("1");
    }
  }

  private static List<String> ids(DocumentPart part, UnaryOperator<Document> change)
      throws IOException {
    List<String> ids = new ArrayList<>();
    try (DocumentCursor cursor = part.documents()) {
      for (Document document; (document = cursor.next()) != null; ) {
        ids.add(String.valueOf(change.apply(document).resolvedId()));
      }
    }
    return ids;
  }

  @Test
  void countsOnceAndReadsAgain() throws IOException {
    PartReading reading = new PartReading(ReadOptions.DEFAULT);
    DocumentPart part =
        Objects.requireNonNull(reading.lines(stream("{\"a\":\n1}\n"), INDEX, "file", 0).next());
    assertThatThrownBy(part::totals).isInstanceOf(CorruptDumpException.class);
    part.close();
    assertThat(reading.tally().isWhole(INDEX.name())).isFalse();

    PartReading again = new PartReading(ReadOptions.DEFAULT);
    DocumentPart sound =
        Objects.requireNonNull(again.lines(stream("{\"a\":1}\n{}\n"), INDEX, "file", 3).next());
    assertThat(sound.ordinal()).isEqualTo(3);
    assertThat(sound.totals().documents()).isEqualTo(2);
    assertThat(sound.totals().bytes()).isEqualTo(9);
    try (DocumentCursor cursor = sound.documents()) {
      assertThat(Objects.requireNonNull(cursor.next()).json()).isEqualTo("{\"a\":1}");
    }
    sound.close();
    assertThat(again.tally().totals(INDEX.name()).documents()).isEqualTo(2);
    assertThatThrownBy(sound::documents).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void namesLineAndByte() {
    assertThatThrownBy(() -> readLines(INDEX, "{}\n{\"a\":1}\n{\"a\" 1}\n{}\n"))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("file: line 3, byte 6 (offset 16): expected ':', found '1'");
  }

  @Test
  void tellsCutFromWrong() {
    assertThatThrownBy(() -> readLines(INDEX, "{}\n{\"a\":1"))
        .isInstanceOf(TruncatedDumpException.class);
    assertThatThrownBy(() -> readLines(INDEX, "{}\n{\"a\":1\n"))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> readArray("[{\"a\":1}")).isInstanceOf(TruncatedDumpException.class);
    assertThatThrownBy(() -> readArray("[{\"a\":1")).isInstanceOf(TruncatedDumpException.class);
    assertThatThrownBy(() -> readArray("[{\"a\":1} {}]"))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("',' or ']'");
    assertThatThrownBy(() -> readArray("[{}] x")).isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> readArray("[{},]")).isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> readArray("[1]")).isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void skipsBadLinesWhenAsked() throws IOException {
    PartReading reading = new PartReading(ReadOptions.DEFAULT.with(ReadOptions.Damage.SKIP));
    PartCutter cutter = reading.lines(stream("{}\nx\n{\"a\":1}\n"), INDEX, "file", 0);
    try (DocumentPart part = Objects.requireNonNull(cutter.next())) {
      assertThat(part.totals().documents()).isEqualTo(2);
      assertThat(part.totals().documents()).isEqualTo(2);
      int again = 0;
      try (DocumentCursor cursor = part.documents()) {
        while (cursor.next() != null) {
          again++;
        }
      }
      assertThat(again).isEqualTo(2);
    }
    assertThat(reading.damages()).hasSize(1);
  }

  @Test
  void trustsWhenAsked() throws IOException {
    PartReading reading = new PartReading(ReadOptions.DEFAULT.with(ReadOptions.Checking.TRUSTED));
    assertThat(read(reading.lines(stream("{\"a\" 1}\n"), INDEX, "file", 0)))
        .containsExactly("{\"a\" 1}");
    PartReading second = new PartReading(ReadOptions.DEFAULT.with(ReadOptions.Checking.TRUSTED));
    assertThatThrownBy(() -> read(second.lines(stream("{\"a\" 1\n"), INDEX, "file", 0)))
        .isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void readsArraysAcrossLines() throws IOException {
    assertThat(readArray(" [ {\"a\":\n 1} ,\r\n{\"b\":\"]}\\\"{\"}\n] \n"))
        .containsExactly("{\"a\":  1}", "{\"b\":\"]}\\\"{\"}");
    assertThat(readArray("[]")).isEmpty();
  }

  @Test
  void refusesLargeDocumentsBeforeTakingMemory() {
    ReadOptions small = ReadOptions.DEFAULT.with(ReadLimits.DEFAULT.withMaxDocumentBytes(100));
    String large = "{\"a\":\"" + "x".repeat(100) + "\"}";
    assertThatThrownBy(() -> read(new PartReading(small).lines(stream(large), INDEX, "file", 0)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 100 bytes");
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '"';
          }
        };
    assertThatThrownBy(() -> read(new PartReading(small).lines(endless, INDEX, "file", 0)))
        .isInstanceOf(LimitExceededException.class);
    InputStream endlessArray = new java.io.SequenceInputStream(stream("[{\"a\":\""), endlessX());
    assertThatThrownBy(() -> read(new PartReading(small).array(endlessArray, INDEX, "file")))
        .isInstanceOf(LimitExceededException.class);
  }

  private static InputStream endlessX() {
    return new InputStream() {
      @Override
      public int read() {
        return 'x';
      }
    };
  }

  @Property(tries = 20)
  void cutsAtTheSamePlacesHoweverTheStreamComes(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 2, max = 3_000_000) Integer> sizes,
      @ForAll Random random)
      throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int size : sizes) {
      String document = "{\"k\":\"" + "v".repeat(size) + "\"}";
      expected.add(document);
      text.append(document).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    List<Integer> whole = partSizes(new ByteArrayInputStream(bytes));
    List<Integer> chunked = partSizes(new Chunked(bytes, random));
    assertThat(chunked).isEqualTo(whole);
    assertThat(readLines(INDEX, text.toString())).isEqualTo(expected);
    assertThat(readArray("[" + String.join(",", expected) + "]")).isEqualTo(expected);
  }

  private static List<Integer> partSizes(InputStream in) throws IOException {
    PartCutter cutter = new PartReading(ReadOptions.DEFAULT).lines(in, INDEX, "file", 0);
    List<Integer> sizes = new ArrayList<>();
    for (DocumentPart part; (part = cutter.next()) != null; ) {
      sizes.add(part.bytes());
      part.close();
    }
    return sizes;
  }

  private static final class Chunked extends ByteArrayInputStream {
    private final Random random;

    Chunked(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] b, int off, int len) {
      return super.read(b, off, Math.min(len, 1 + random.nextInt(100_000)));
    }
  }
}
