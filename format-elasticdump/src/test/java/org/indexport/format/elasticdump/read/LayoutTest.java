package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.JsonArbitraries;
import org.indexport.testkit.ThrottledInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hits in every layout that people make of them. Their line ends are what it is about. */
@SuppressWarnings("StringConcatToTextBlock")
class LayoutTest {
  private static final IndexName A = IndexName.of("a");

  @TempDir Path folder;

  private static DumpContent read(String text, ReadOptions options) throws IOException {
    DumpSource source =
        DumpSource.stream("a stream", new ByteArrayInputStream(text.getBytes(UTF_8)));
    try (DumpReader reader = new FormatElasticdump().open(source, options)) {
      return DumpContent.read(reader);
    }
  }

  private static List<DocumentContent> documents(String text) throws IOException {
    return read(text, ReadOptions.DEFAULT).documents(A);
  }

  private static DocumentContent document(String id, String json) {
    return new DocumentContent(id, null, null, json);
  }

  private static final List<DocumentContent> TWO =
      List.of(document("1", "{\"n\":1}"), document("2", "{\"n\":{\"m\":[]}}"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        // As the tool writes them; with other line ends; with none at the end.
        "{\"_index\":\"a\",\"_id\":\"1\",\"_score\":1,\"_source\":{\"n\":1}}\n"
            + "{\"_index\":\"a\",\"_id\":\"2\",\"_score\":1,\"_source\":{\"n\":{\"m\":[]}}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_score\":1,\"_source\":{\"n\":1}}\r\n\r\n"
            + "  \t{\"_index\":\"a\",\"_id\":\"2\",\"_score\":1,\"_source\":{\"n\":{\"m\":[]}}} \r\n",
        "\n\n{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"n\":1}}\n"
            + "{\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"n\":{\"m\":[]}}}",
        // With a mark at the start; on one line; as an array.
        "\ufeff{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"n\":1}}\n"
            + "{\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"n\":{\"m\":[]}}}",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"n\":1}}"
            + "{\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"n\":{\"m\":[]}}}",
        " [{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"n\":1}},\n"
            + "{\"_index\":\"a\",\"_id\":\"2\",\"_source\":{\"n\":{\"m\":[]}}}]\n",
        // Members in another order, ids as numbers, names without underscore.
        "{\"_source\":{\"n\":1},\"_id\":1,\"_index\":\"a\",\"_type\":\"_doc\"}\n"
            + "{\"_id\":\"2\",\"_score\":null,\"_source\":{\"n\":{\"m\":[]}},\"_index\":\"a\"}\n",
        "{\"_id\":\"1\",\"_source\":{\"n\":1},\"_index\":\"a\",\"_routing\":null}\n"
            + "{\"_id\":\"2\",\"_version\":null,\"_source\":{\"n\":{\"m\":[]}},\"_index\":\"a\"}\n"
      })
  void allAreRead(String text) throws IOException {
    assertThat(documents(text)).isEqualTo(TWO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data | {\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}} | true",
        "mapping | {\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}} | false",
        "data | {\"a\":{\"mappings\":{}}} | false",
        "mapping | {\"a\":{\"mappings\":{}}} | true",
        "index | {\"a\":{\"mappings\":{}}} | true",
        "settings | {\"a\":{\"mappings\":{}}} | false",
        "analyzer | {\"a\":{\"settings\":{\"index\":{\"number_of_shards\":\"1\"}}}} | true",
        "template | {\"index_templates\":[]} | false",
        "index_template | {\"index_templates\":[]} | true",
        "alias | {} | true",
      })
  void aFileMustHaveTheTypeThatIsAskedFor(String type, String text, boolean isTaken) {
    ReadOptions options = ReadOptions.DEFAULT.with(FormatElasticdump.TYPE, type);
    Throwable refusal = catchThrowable(() -> read(text, options));
    if (isTaken) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal)
          .isInstanceOf(UnknownFormatException.class)
          .hasMessageContaining("a file of type " + type);
    }
  }

  /** An index that is named late has the type of its first hit too. */
  @Test
  void aStreamTellsTheTypeOfEachIndex() throws IOException {
    String text =
        "{\"_index\":\"a\",\"_type\":\"_doc\",\"_id\":\"1\",\"_source\":{}}\n"
            + "{\"_source\":{},\"_index\":\"b\",\"_id\":\"1\",\"_type\":\"b\\u006fok\"}\n"
            + "{\"_index\":\"c\",\"_id\":\"1\",\"_type\":null,\"_source\":{}}\n"
            + "{\"_index\":\"b\",\"_type\":\"b\\u006fok\",\"_id\":\"2\",\"_source\":{}}\n";
    Map<String, Map<String, String>> types = new TreeMap<>();
    DumpSource source =
        DumpSource.stream("a stream", new ByteArrayInputStream(text.getBytes(UTF_8)));
    try (DumpReader reader = new FormatElasticdump().open(source, ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries()) {
      for (IndexInfo index : reader.header().indexes()) {
        types.put(index.name().name(), index.extensions());
      }
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof IndexInfo late) {
          types.put(late.name().name(), late.extensions());
        } else if (entry instanceof DocumentPart part) {
          part.close();
        }
      }
      assertThat(reader.notices()).isEmpty();
    }
    assertThat(types)
        .isEqualTo(
            Map.of(
                "a", Map.of(IndexInfo.MAPPING_TYPE, "\"_doc\""),
                "b", Map.of(IndexInfo.MAPPING_TYPE, "\"b\\u006fok\""),
                "c", Map.of()));
  }

  /** What is no type is no index's, and an index does not keep what no server takes. */
  @Test
  void whatIsNoTypeIsToldOfEachHit() throws IOException {
    for (String odd : List.of("7", "{\"a\": 1}", "\"" + "x".repeat(2_000) + "\"")) {
      Path file =
          Files.writeString(
              folder.resolve("a.json"),
              "{\"_index\":\"a\",\"_type\":%s,\"_id\":\"1\",\"_source\":{}}\n".formatted(odd)
                  + "{\"_index\":\"a\",\"_id\":\"2\",\"_source\":{}}\n");
      DumpContent dump = RealFiles.read(file, ReadOptions.DEFAULT);
      assertThat(dump.header().indexes())
          .singleElement()
          .satisfies(index -> assertThat(index.extensions()).isEmpty());
      assertThat(RealFiles.section(dump, "a:hit-metadata"))
          .isEqualTo("{\"ordinal\":0,\"_id\":\"1\",\"_type\":%s}\n".formatted(odd));
    }
  }

  @Test
  void hitsOfAnotherTypeThanTheirIndexSayIt() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"_index\":\"a\",\"_type\":\"book\",\"_id\":\"1\",\"_source\":{}}\n"
                + "{\"_index\":\"a\",\"_id\":\"2\",\"_seq_no\":3,\"_source\":{},\"_type\":\"x\"}\n"
                + "{\"_index\":\"a\",\"_id\":\"3\",\"_source\":{}}\n"
                + "{\"_index\":\"a\",\"_id\":\"4\",\"_type\":\"book\",\"_seq_no\":4,\"_source\":{}}\n");
    assertThat(RealFiles.section(RealFiles.read(file, ReadOptions.DEFAULT), "a:hit-metadata"))
        .isEqualTo(
            """
            {"ordinal":1,"_id":"2","_type":"x","_seq_no":3}
            {"ordinal":2,"_id":"3","_type":null}
            {"ordinal":3,"_id":"4","_seq_no":4}
            """);
  }

  @Test
  void prettyPrintedHitsAreRead() throws IOException {
    String text =
        "{\n  \"_index\" : \"a\",\n  \"_id\" : \"1\",\n  \"_source\" : {\n    \"n\" : 1\n  }\n}\n"
            + "{ \"_index\": \"a\", \"_id\": \"2\", \"_source\": {\"n\": {\"m\": []}}\n,\"_score\":1}";
    assertThat(documents(text))
        .containsExactly(
            document("1", "{     \"n\" : 1   }"), document("2", "{\"n\": {\"m\": []}}"));
  }

  @Test
  void routingsAndVersionsAreFoundWhereverTheyAre() throws IOException {
    String text =
        "{\"_index\":\"a\",\"_id\":\"1\",\"_version\":7,\"_routing\":\"r\",\"_source\":{}}\n"
            + "{\"_index\":\"a\",\"_id\":\"2\",\"fields\":{\"_routing\":\"f\"},\"_source\":{}}\n"
            + "{\"_index\":\"a\",\"_id\":\"3\",\"_source\":{},\"fields\":{\"x\":[1],\"routing\":[\"g\"]}}\n"
            + "{\"_index\":\"a\",\"_id\":\"4\",\"_parent\":\"p\",\"_source\":{}}\n"
            + "{\"_index\":\"a\",\"_id\":\"5\",\"_parent\":\"p\",\"_routing\":5,\"_source\":{}}\n";
    assertThat(documents(text))
        .containsExactly(
            new DocumentContent("1", "r", 7L, "{}"),
            new DocumentContent("2", "f", null, "{}"),
            new DocumentContent("3", "g", null, "{}"),
            new DocumentContent("4", "p", null, "{}"),
            new DocumentContent("5", "5", null, "{}"));
  }

  @Test
  void hitsOfManyIndexesAreSortedOut() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("{\"_index\":\"i%d\",\"_id\":\"%d\",\"_source\":{}}\n".formatted(i % 3, i));
    }
    DumpContent dump = read(text.toString(), ReadOptions.DEFAULT);
    assertThat(dump.documents()).hasSize(3);
    for (Map.Entry<IndexName, List<DocumentContent>> index : dump.documents().entrySet()) {
      int first = Integer.parseInt(index.getKey().name().substring(1));
      List<String> ids = new ArrayList<>();
      for (int i = first; i < 60; i += 3) {
        ids.add(String.valueOf(i));
      }
      assertThat(index.getValue()).extracting(DocumentContent::id).isEqualTo(ids);
    }
  }

  @Test
  void bareDocumentsAreReadInEveryLayoutToo() throws IOException {
    ReadOptions named = ReadOptions.DEFAULT.with(FormatElasticdump.INDEX, "a");
    for (String text : List.of("{\"x\":1}\n{\"y\":{\"z\":2}}\n", "[{\"x\":1},{\"y\":{\"z\":2}}]")) {
      assertThat(read(text, named).documents(A))
          .extracting(DocumentContent::json)
          .containsExactly("{\"x\":1}", "{\"y\":{\"z\":2}}");
    }
  }

  @Test
  void otherLineSeparatorsAreNone() throws IOException {
    String json = "{\"t\":\"\u2028\u2029\u0085\"}";
    assertThat(documents("{\"_index\":\"a\",\"_id\":\"1\",\"_source\":" + json + "}\n"))
        .containsExactly(document("1", json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\ngarbage\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"a\",\"_id\":\"2\"}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_id\":\"2\",\"_source\":null}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_id\":{},\"_source\":{}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_id\":\"\\x\",\"_source\":{}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":7,\"_id\":\"2\",\"_source\":{}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"\",\"_id\":\"2\",\"_source\":{}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"a\",\"_id\":\"2\",\"_source\":{,}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"a\",\"_id\":\"2\n\",\"_source\":{}}\n",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n\ufeff{\"_index\":\"a\",\"_source\":{}}\n"
      })
  void wrongLinesAreCorruptAndNamed(String text) throws IOException {
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> documents(text))
        .withMessageContaining("a stream: line 2");
    List<DumpException> damages = new ArrayList<>();
    String more = text + "{\"_index\":\"a\",\"_id\":\"3\",\"_source\":{}}\n";
    assertThat(salvage(more, damages)).contains("1", "3");
    assertThat(damages).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\ud800"})
  void namesThatNoIndexCanHaveAreCorruptWhereverTheyStand(String name) throws IOException {
    String hit = "{\"_index\":\"" + name + "\",\"_id\":\"1\",\"_source\":{}}\n";
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> documents(hit))
        .withMessageContaining("a stream: line 1")
        .withMessageContaining("the name of an index");
    String mapping = "{\"" + name + "\":{\"mappings\":{\"properties\":{}}}}\n";
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> read(mapping, ReadOptions.DEFAULT))
        .withMessageContaining("the name of an index");
    List<DumpException> damages = new ArrayList<>();
    assertThat(salvage(hit + hit.replace("\"" + name + "\"", "\"a\""), damages))
        .containsExactly("1");
    assertThat(damages).hasSize(1);
  }

  private static List<String> salvage(String text, List<DumpException> damages) throws IOException {
    DumpSource source =
        DumpSource.stream("a stream", new ByteArrayInputStream(text.getBytes(UTF_8)));
    List<String> ids = new ArrayList<>();
    try (DumpReader reader =
            new FormatElasticdump().open(source, ReadOptions.DEFAULT.with(Damage.SKIP));
        DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          try (part;
              var documents = part.documents()) {
            DumpContent.read(documents).forEach(document -> ids.add("" + document.id()));
          }
        }
      }
      cursor.finish();
      damages.addAll(cursor.damages());
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"a\",\"_id\":\"2\",\"_sou",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"a\",\"_source\":{\"x\":[",
        "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n{\"_index\":\"a\",\"_source\":{}",
        "[{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}}\n",
        "[{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{}},"
      })
  void whatIsCutIsTruncated(String text) throws IOException {
    assertThatExceptionOfType(TruncatedDumpException.class).isThrownBy(() -> documents(text));
    List<DumpException> damages = new ArrayList<>();
    assertThat(salvage(text, damages)).containsExactly("1");
    assertThat(damages).hasSize(1);
  }

  @Test
  void anotherEncodingIsRefused() {
    byte[] utf16 = "{\"_index\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    DumpSource source = DumpSource.stream("a stream", new ByteArrayInputStream(utf16));
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(
            () -> {
              try (DumpReader reader = new FormatElasticdump().open(source, ReadOptions.DEFAULT)) {
                DumpContent.read(reader);
              }
            })
        .withMessageContaining("iconv");
  }

  /** Documents that are larger than any buffer, and files of several blocks. */
  @Test
  void sizesDoNotMatter() throws IOException {
    StringBuilder text = new StringBuilder();
    List<Integer> lengths = List.of(5_000_000, 10, 4_100_000, 70_000, 9_000_000, 1, 4 << 20);
    for (int length : lengths) {
      text.append("{\"_index\":\"a\",\"_id\":\"")
          .append(length)
          .append("\",\"_source\":{\"x\":{\"t\":\"")
          .append("x".repeat(length))
          .append("\"}}}\n");
    }
    ReadOptions large = ReadOptions.DEFAULT.with(ReadLimits.DEFAULT.withMaxDocumentBytes(16 << 20));
    List<DocumentContent> found = read(text.toString(), large).documents(A);
    assertThat(found)
        .extracting(DocumentContent::id)
        .isEqualTo(lengths.stream().map(String::valueOf).toList());
    assertThat(found)
        .allMatch(
            document -> document.json().length() == Integer.parseInt("" + document.id()) + 14);
    ReadLimits small = ReadLimits.DEFAULT.withMaxDocumentBytes(4_000_000);
    assertThatExceptionOfType(LimitExceededException.class)
        .isThrownBy(() -> read(text.toString(), ReadOptions.DEFAULT.with(small)));
  }

  /** A hit with anything in it. */
  private record Hit(DocumentContent content, String text) {}

  @Provide
  Arbitrary<List<Hit>> hits() {
    Arbitrary<String> texts =
        Arbitraries.of("1", " ", "\u00e9", "\"\\", "}}\n", "{", "\u0001", "_source");
    Arbitrary<String> before =
        Arbitraries.of("", ",\"_score\":1", ",\"_seq_no\":1", ", \"x\" : {\"_id\":[]}");
    Arbitrary<String> after =
        Arbitraries.of("", ",\"sort\":[1]", ", \"fields\" : {\"b\":[1]}", ",\"_score\":null\n");
    Arbitrary<String> end = Arbitraries.of("\n", "\r\n", "\n\n", " \n");
    return Combinators.combine(
            texts,
            texts.injectNull(0.5),
            Arbitraries.longs().greaterOrEqual(0).injectNull(0.5),
            JsonArbitraries.smallDocuments(),
            before,
            after,
            end)
        .as(LayoutTest::hit)
        .list()
        .ofMaxSize(8);
  }

  private static Hit hit(
      String id,
      @Nullable String routing,
      @Nullable Long version,
      String json,
      String before,
      String after,
      String end) {
    String text =
        "{\"_index\":\"a\""
            + ",\"_id\":"
            + Canonical.text(id)
            + (version == null ? "" : ",\"_version\":" + version)
            + before
            + (routing == null ? "" : ",\"_routing\":" + Canonical.text(routing))
            + ",\"_source\":"
            + json
            + after
            + "}"
            + end;
    return new Hit(new DocumentContent(id, routing, version, json), text);
  }

  @Property(tries = 500)
  void anyHitsAreRead(@ForAll("hits") List<Hit> hits, @ForAll boolean array) throws IOException {
    String joined = String.join(array ? "," : "", hits.stream().map(Hit::text).toList());
    String text = array ? "[" + joined + "]" : joined;
    DumpSource source =
        DumpSource.stream(
            "a stream",
            new ThrottledInputStream(new ByteArrayInputStream(text.getBytes(UTF_8)), 7));
    ReadOptions named = ReadOptions.DEFAULT.with(FormatElasticdump.INDEX, "a");
    try (DumpReader reader = new FormatElasticdump().open(source, named)) {
      assertThat(DumpContent.read(reader).documents(A))
          .isEqualTo(hits.stream().map(Hit::content).toList());
    }
  }
}
