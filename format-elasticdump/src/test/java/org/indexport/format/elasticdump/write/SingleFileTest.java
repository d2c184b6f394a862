package org.indexport.format.elasticdump.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.testkit.DumpContent;
import org.indexport.transfer.DumpConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of one type, parts of files, and what is put back into lines. */
class SingleFileTest {
  private static final FormatElasticdump FORMAT = new FormatElasticdump();

  @TempDir Path folder;

  private static Path original(String name) {
    try {
      return Path.of(
              Objects.requireNonNull(SingleFileTest.class.getResource("/elasticdump/expected.json"))
                  .toURI())
          .resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DumpContent read(Path path) throws IOException {
    try (DumpReader reader = FORMAT.open(DumpSource.path(path), ReadOptions.DEFAULT)) {
      return DumpContent.read(reader);
    }
  }

  /** Writes what was read; returns what is told of it. */
  private static List<String> convert(Path from, DumpSink to, WriteOptions options)
      throws IOException {
    try (DumpReader reader = FORMAT.open(DumpSource.path(from), ReadOptions.DEFAULT)) {
      DumpConverter converter = DumpConverter.from(reader).to(FORMAT);
      try (DumpWriter writer = FORMAT.create(to, converter.header(), options)) {
        converter.into(writer);
        List<String> told = new ArrayList<>(writer.notices());
        for (IndexInfo index : reader.header().indexes()) {
          told.addAll(writer.losses(index.name()));
        }
        return told;
      }
    }
  }

  private static WriteOptions type(String type) {
    return WriteOptions.DEFAULT.with(FormatElasticdump.TYPES, type);
  }

  private static byte[] plain(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0 || bytes[0] != 0x1f) {
      return bytes;
    }
    try (InputStream in = GzipMembersInputStream.allMembers(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void onlyInFoldersNamesOfIndexesAreNamesOfFiles() throws IOException {
    String hit = "{\"_index\":\"x.split-3\",\"_id\":\"1\",\"_score\":1,\"_source\":{}}\n";
    Path from = Files.writeString(folder.resolve("from.json"), hit);
    Path to = folder.resolve("to.json");
    convert(from, DumpSink.file(to), WriteOptions.DEFAULT);
    assertThat(to).hasContent(hit);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> convert(from, DumpSink.folder(folder.resolve("all")), WriteOptions.DEFAULT))
        .withMessageContaining("a part of another");
  }

  /** What it read of the tool it writes again byte for byte, whatever the type. */
  @ParameterizedTest
  @CsvSource({
    "single/es8.template.json, template",
    "single/es8.index_template.json, index_template",
    "single/es8.component_template.json, component_template",
    "single/os3.script.json, script",
    "single/es8.script-none.json, script",
    "single/es8.ilm.policy.json, policy",
    "single/os2.ism.policy.json, policy",
    "single/es8.shop.index.json, index",
    "single/es8.two-indices.json, data",
    "single/es8.shop.versions.json, data",
    "single/es7.family.json, data",
    "multi/elasticsearch-8-plain/shop.mapping.json, mapping",
    "multi/elasticsearch-8-plain/shop.settings.json, settings",
    "multi/elasticsearch-8-plain/shop.settings.json, analyzer",
    "multi/elasticsearch-8-plain/shop.alias.json, alias",
    "multi/elasticsearch-6-types/people.json, data",
    "multi/elasticsearch-6-types/people.mapping.json, mapping",
    "multi/elasticsearch-8-plain/edge-cases.json, data",
  })
  void aFileOfAnyTypeIsThatOfTheTool(String name, String type) throws IOException {
    Path from = original(name);
    for (String ending : List.of(".json", ".json.gz")) {
      Path to = folder.resolve("out" + ending);
      convert(from, DumpSink.file(to), type(type));
      assertThat(new String(plain(to), StandardCharsets.UTF_8).lines())
          .containsExactlyElementsOf(Files.readString(from).lines().toList());
    }
    assertThat(names()).containsExactly("out.json", "out.json.gz");
  }

  /** Members come back to where they were also in a folder, packed or not. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void metadataOfHitsComesBackInAFolder(String compress) throws IOException {
    Path from = original("multi/elasticsearch-6-types");
    Path to = folder.resolve("out");
    WriteOptions options =
        WriteOptions.DEFAULT
            .with(FormatElasticdump.COMPRESS, compress)
            .with(FormatElasticdump.MANIFEST, "none");
    assertThat(convert(from, DumpSink.folder(to), options)).isEmpty();
    String gz = compress.equals("true") ? ".gz" : "";
    assertThat(new String(plain(to.resolve("people.json" + gz)), StandardCharsets.UTF_8))
        .isEqualTo(Files.readString(from.resolve("people.json")));
    assertThat(read(to).sections()).isEqualTo(read(from).sections());
    assertThat(names()).containsExactly("out");
  }

  /** Types of their own, and what else belongs to hits, come back to each hit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:_doc a:_doc a:_doc",
        "a:book a:book",
        "a:book a:author a:book a:",
        "a: a:book a: a:_doc",
        "a:\\u00e9\u010d\\\" a:\u00e9\u010d\\\"",
        "a:_doc b:book a:_doc b:book c: b:author",
      })
  void typesComeBackToTheirHits(String hits) throws IOException {
    for (String more : List.of("", "\"_seq_no\":7,")) {
      StringBuilder text = new StringBuilder();
      for (String hit : hits.split(" ", -1)) {
        String type = hit.substring(2);
        String member = type.isEmpty() ? "" : "\"_type\":\"" + type + "\",";
        text.append(
            "{\"_index\":\"%s\",%s\"_id\":\"%d\",%s\"_score\":1,\"_source\":{}}\n"
                .formatted(
                    hit.charAt(0), member, text.length(), text.length() % 2 == 0 ? more : ""));
      }
      Path from = Files.writeString(folder.resolve("from.json"), text);
      Path to = folder.resolve("to.json");
      assertThat(convert(from, DumpSink.file(to).replacing(), type("data"))).isEmpty();
      assertThat(sorted(to)).isEqualTo(sorted(from));
      if (!hits.contains("b:")) {
        assertThat(to).hasSameTextualContentAs(from);
      }
    }
  }

  /** Parts of several indexes are written one after the other. */
  private static List<String> sorted(Path file) throws IOException {
    return Files.readAllLines(file).stream().sorted().toList();
  }

  @Test
  void whereTypesHaveNoPlaceOnlyTheUsualOneIsNotTold() throws IOException {
    String hit = "{\"_index\":\"a\",\"_type\":\"%s\",\"_id\":\"1\",\"_source\":{\"b\":1}}\n";
    Path to = folder.resolve("to.json");
    WriteOptions bare = WriteOptions.DEFAULT.with(FormatElasticdump.SOURCE_ONLY, "true");
    Path usual = Files.writeString(folder.resolve("usual.json"), hit.formatted("_doc"));
    assertThat(convert(usual, DumpSink.file(to), bare)).singleElement().asString().contains("ids");
    assertThat(to).hasContent("{\"b\":1}");
    Path other = Files.writeString(folder.resolve("other.json"), hit.formatted("book"));
    assertThat(convert(other, DumpSink.file(to).replacing(), bare))
        .hasSize(2)
        .contains(IndexInfo.MAPPING_TYPE + ": elasticdump has no place for it");
    IndexInfo odd =
        IndexInfo.builder(IndexName.of("a"))
            .extensions(Map.of(IndexInfo.MAPPING_TYPE, "{}"))
            .build();
    try (DumpWriter writer =
        FORMAT.create(DumpSink.file(to).replacing(), DumpHeader.of(odd), WriteOptions.DEFAULT)) {
      assertThat(writer.losses(odd.name()))
          .containsExactly(IndexInfo.MAPPING_TYPE + ": elasticdump has no place for it");
    }
  }

  @Test
  void metadataOfHitsMayBeLeftOut() throws IOException {
    Path to = folder.resolve("out.json");
    WriteOptions drop = WriteOptions.DEFAULT.with(FormatElasticdump.HIT_METADATA_OPTION, "drop");
    convert(original("single/es8.shop.versions.json"), DumpSink.file(to), drop);
    assertThat(Files.readString(to)).contains("_version").doesNotContain("_seq_no");
  }

  /** Positions alone would put members into other hits, where some were left out before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ordinal\":0,\"_id\":\"b\",\"_seq_no\":3}\n",
        "{\"ordinal\":0,\"_id\":\"a\",\"_seq_no\":3}\n{\"ordinal\":7,\"_id\":\"x\",\"_seq_no\":4}\n"
      })
  void metadataOfOtherHitsIsLeftOut(String lines) throws IOException {
    Path to = folder.resolve("out.json");
    IndexInfo index = IndexInfo.builder(IndexName.of("i")).lines(Lines.ENVELOPE).build();
    try (DumpWriter writer =
        FORMAT.create(DumpSink.file(to), DumpHeader.of(index), WriteOptions.DEFAULT)) {
      writer.add(
          Section.of(
              "hit-metadata",
              index.name(),
              Section.MediaType.JSON_LINES,
              Section.Sensitivity.OPEN,
              lines.getBytes(StandardCharsets.UTF_8)));
      try (DocumentSink sink = writer.documents(index.name())) {
        sink.add(Document.of("{}").withId("a", null, null));
        sink.add(Document.of("{}").withId("b", null, null));
      }
      writer.finish();
      assertThat(writer.losses(index.name())).singleElement().asString().contains("hit-metadata");
    }
    assertThat(Files.readString(to))
        .isEqualTo(
            """
            {"_index":"i","_id":"a","_score":1,"_source":{}}
            {"_index":"i","_id":"b","_score":1,"_source":{}}
            """);
    assertThat(names()).containsExactly("out.json");
  }

  /** The originals were split by the tool with the same sizes. */
  @Test
  void partsAreThoseOfTheTool() throws IOException {
    Path shop = original("multi/elasticsearch-8-plain/shop.json");
    convert(
        shop,
        DumpSink.file(folder.resolve("es8.shop.rows.json")),
        type("data").with(FormatElasticdump.MAX_ROWS, "25"));
    for (int i = 0; i < 3; i++) {
      String name = "es8.shop.rows.split-" + i + ".json";
      assertThat(Files.readString(folder.resolve(name)))
          .isEqualTo(Files.readString(original("single/" + name)));
    }
    assertThat(names()).hasSize(3);
  }

  @Test
  void partsEndAfterTheLineThatFillsThem() throws IOException {
    Path shop = original("multi/elasticsearch-8-plain/shop.json");
    convert(
        shop,
        DumpSink.file(folder.resolve("shop.json.gz")),
        WriteOptions.DEFAULT.with(FormatElasticdump.FILE_SIZE, "20kb"));
    StringBuilder all = new StringBuilder();
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      String text =
          new String(plain(folder.resolve("shop.split-" + i + ".json.gz")), StandardCharsets.UTF_8);
      all.append(text);
      int last = text.lastIndexOf('\n', text.length() - 2) + 1;
      long before = text.substring(0, last).replace("\n", "").length();
      long whole = text.replace("\n", "").length();
      assertThat(before).isLessThan(20 << 10);
      if (i < names.size() - 1) {
        assertThat(whole).isGreaterThanOrEqualTo(20 << 10);
      }
    }
    assertThat(names).hasSizeGreaterThan(2);
    assertThat(all.toString()).isEqualTo(Files.readString(shop));
    assertThat(read(folder).documents().values().iterator().next()).hasSize(60);
  }

  @Test
  void aPartThatIsLargerThanAnyNumberIsAllOfIt() throws IOException {
    Path shop = original("multi/elasticsearch-8-plain/shop.json");
    convert(
        shop,
        DumpSink.file(folder.resolve("shop.json")),
        WriteOptions.DEFAULT.with(FormatElasticdump.FILE_SIZE, "999999999999gb"));
    assertThat(names()).containsExactly("shop.split-0.json");
  }

  @Test
  void partsOfAnotherDumpAreRefusedOrReplaced() throws IOException {
    Path shop = original("multi/elasticsearch-8-plain/shop.json");
    Path to = folder.resolve("shop.json");
    WriteOptions rows = WriteOptions.DEFAULT.with(FormatElasticdump.MAX_ROWS, "20");
    Files.writeString(folder.resolve("shop.split-3.json"), "");
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> convert(shop, DumpSink.file(to), rows))
        .withMessageContaining("shop.split-3.json");
    assertThat(names()).containsExactly("shop.split-3.json");
    convert(shop, DumpSink.file(to).replacing(), rows);
    assertThat(names())
        .containsExactly("shop.split-0.json", "shop.split-1.json", "shop.split-2.json");
  }

  @Test
  void bareDocumentsAreThoseOfTheTool() throws IOException {
    Path to = folder.resolve("out.json");
    Path shop = original("multi/elasticsearch-8-plain/shop.json");
    assertThat(
            convert(
                shop,
                DumpSink.file(to),
                WriteOptions.DEFAULT.with(FormatElasticdump.SOURCE_ONLY, "true")))
        .singleElement()
        .asString()
        .contains("ids");
    List<String> tool = Files.readAllLines(original("single/es8.shop.sourceOnly.json"));
    assertThat(Files.readAllLines(to)).hasSize(60).containsAll(tool);
  }

  @Test
  void theLevelOfCompressionCounts() throws IOException {
    Path shop = original("multi/elasticsearch-8-plain/shop.json");
    for (String level : List.of("1", "9")) {
      convert(
          shop,
          DumpSink.file(folder.resolve(level + ".json.gz")),
          WriteOptions.DEFAULT.with(FormatElasticdump.COMPRESSION_LEVEL, level));
    }
    assertThat(Files.size(folder.resolve("1.json.gz")))
        .isGreaterThan(Files.size(folder.resolve("9.json.gz")));
  }

  @Test
  void wrongOptionsAreRefused() {
    DumpSink file = DumpSink.file(folder.resolve("out.json"));
    DumpSink out = DumpSink.folder(folder.resolve("out"));
    IndexInfo index = IndexInfo.of("a");
    for (WriteOptions wrong :
        List.of(
            type("data,mapping"),
            type("nothing"),
            WriteOptions.DEFAULT.with(FormatElasticdump.MAX_ROWS, "0"),
            WriteOptions.DEFAULT.with(FormatElasticdump.FILE_SIZE, "much"),
            WriteOptions.DEFAULT.with(FormatElasticdump.FILE_SIZE, "0.5b"),
            WriteOptions.DEFAULT.with(FormatElasticdump.SOURCE_ONLY, "yes"),
            WriteOptions.DEFAULT.with(FormatElasticdump.COMPRESSION_LEVEL, "3"),
            WriteOptions.DEFAULT
                .with(FormatElasticdump.COMPRESS, "true")
                .with(FormatElasticdump.COMPRESSION_LEVEL, "10"))) {
      assertThatIllegalArgumentException()
          .as(wrong.toString())
          .isThrownBy(() -> FORMAT.create(file, DumpHeader.of(index), wrong));
    }
    for (WriteOptions wrong :
        List.of(type("script"), WriteOptions.DEFAULT.with(FormatElasticdump.FILE_SIZE, "1mb"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FORMAT.create(out, DumpHeader.of(index), wrong));
    }
  }

  /** As the tool calls it, which splits files of all types. */
  @Test
  void aFileThatIsNoDocumentsIsOnePart() throws IOException {
    WriteOptions parts = type("settings").with(FormatElasticdump.FILE_SIZE, "0.5kb");
    Path from = original("single/es8.shop.index.json");
    convert(from, DumpSink.file(folder.resolve("x.json")), type("settings"));
    convert(from, DumpSink.file(folder.resolve("parts.json")), parts);
    assertThat(folder.resolve("parts.split-0.json"))
        .hasSameTextualContentAs(folder.resolve("x.json"));
    assertThat(folder.resolve("parts.split-1.json")).doesNotExist();
    assertThat(folder.resolve("parts.json")).doesNotExist();
  }

  @Test
  void documentsAloneAreThoseOfSeveralIndexesIfAskedFor() throws IOException {
    Path to = folder.resolve("to.json");
    WriteOptions bare = type("data").with(FormatElasticdump.SOURCE_ONLY, "true");
    convert(original("single/es8.two-indices.json"), DumpSink.file(to), bare);
    assertThat(Files.readAllLines(to)).hasSize(86);
  }

  @Test
  void aFileHoldsSeveralIndexesIfAskedFor() throws IOException {
    DumpHeader two = DumpHeader.of(IndexInfo.of("a"), IndexInfo.of("b"));
    DumpSink file = DumpSink.file(folder.resolve("out.json"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FORMAT.create(file, two, WriteOptions.DEFAULT))
        .withMessageContaining("types=data");
    try (DumpWriter writer = FORMAT.create(file, two, type("settings"))) {
      writer.declare(IndexInfo.of("c"));
      writer.finish();
    }
    assertThat(read(folder.resolve("out.json")).header().indexes()).hasSize(3);
  }
}
