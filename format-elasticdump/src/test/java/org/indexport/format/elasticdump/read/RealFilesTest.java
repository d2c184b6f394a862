package org.indexport.format.elasticdump.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.Settings;
import org.indexport.UnknownFormatException;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.format.elasticdump.read.RealFiles.Sum;
import org.indexport.json.JsonEdit;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.spi.TextBudget;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;
import org.indexport.transfer.DumpConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the real tools wrote of real servers, and all that is known of them. */
class RealFilesTest {
  @TempDir Path folder;

  private static JsonNode sets() throws IOException {
    return new ObjectMapper().readTree(RealFiles.path("expected.json").toFile()).get("sets");
  }

  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    sets().fieldNames().forEachRemaining(names::add);
    return names;
  }

  static List<String> folders() throws IOException {
    return names().stream().filter(name -> !name.startsWith("single/")).toList();
  }

  private static Map<String, Sum> expected(String set) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    for (Map.Entry<String, JsonNode> index : sets().get(set).get("indices").properties()) {
      JsonNode sum = index.getValue();
      sums.put(
          index.getKey(),
          new Sum(
              sum.get("count").intValue(),
              sum.get("routed").intValue(),
              sum.get("sha256").textValue()));
    }
    return sums;
  }

  @ParameterizedTest
  @MethodSource("names")
  void documentsAreThoseThatWereDumped(String set) throws IOException {
    assertThat(RealFiles.sums(RealFiles.read(set))).isEqualTo(expected(set));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theyAreToldByContent(String set) throws IOException {
    try (DumpSource source = DumpSource.path(RealFiles.path(set))) {
      assertThat(new FormatElasticdump().probe(Probe.of(source))).isEqualTo(MatchStrength.STRONG);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "es8.template.json",
        "os2.shop.index.json",
        "es8.component_template.json",
        "es8.index_template.json",
        "os3.script.json",
        "es8.script-none.json",
        "es8.ilm.policy.json",
        "os2.ism.policy.json",
        "es8.shop-cz.alias.json",
        "es8.root.settings.json",
        "../multi/elasticsearch-6-types/people.mapping.json"
      })
  void metaFilesAreToldByContent(String name) throws IOException {
    Path file = Files.copy(RealFiles.path("single").resolve(name), folder.resolve("file"));
    DumpFormats formats = DumpFormats.of(List.of(new FormatElasticdump()));
    try (DumpReader reader = formats.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(DumpContent.read(reader).documents().values()).allMatch(List::isEmpty);
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void metaFilesSayWhatTheyAreKnownToSay(String set) throws IOException {
    for (Map.Entry<String, JsonNode> group : sets().get(set).get("meta").properties()) {
      for (Map.Entry<String, JsonNode> type : group.getValue().properties()) {
        MetaFile file = meta(set, group.getKey(), type.getKey());
        assertThat(Canonical.digest(Canonical.of(file.text())))
            .as("%s of %s", type.getKey(), group.getKey())
            .isEqualTo(type.getValue().textValue());
      }
    }
  }

  private static MetaFile meta(String set, String index, String type) throws IOException {
    FileType fileType = Objects.requireNonNull(FileType.ofFolder(type));
    for (DumpFileName.Packing packing : DumpFileName.Packing.values()) {
      Path file = RealFiles.path(set).resolve(DumpFileName.of(index, fileType, packing));
      if (Files.exists(file)) {
        return MetaFile.read(DumpSource.path(file), ReadLimits.DEFAULT, new TextBudget());
      }
    }
    throw new AssertionError("no " + type + " of " + index);
  }

  /** What indexes and sections are made of is what the files say, member for member. */
  @ParameterizedTest
  @MethodSource("folders")
  void indexesHaveWhatTheirFilesSay(String set) throws IOException {
    DumpContent dump = RealFiles.read(set);
    JsonNode meta = sets().get(set).get("meta");
    Map<String, SectionContent> sections = RealFiles.sections(dump);
    for (IndexInfo index : dump.header().indexes()) {
      JsonNode known = meta.get(index.name().name());
      if (known == null) {
        assertThat(set).isEqualTo("datastream");
        continue;
      }
      JsonNode body = new ObjectMapper().readTree(json(index));
      String name = Canonical.text(index.name().name());
      assertThat(digest(name, "mappings", body)).isEqualTo(known.get("mapping").textValue());
      assertThat(settingsDigest(name, body)).contains(known.get("settings").textValue());
      SectionContent aliases = sections.get(index.name() + ":aliases");
      String aliasText =
          aliases == null ? "{}" : "{" + name + ":{\"aliases\":" + aliases.content() + "}}";
      if (known.has("alias")) {
        assertThat(Canonical.digest(Canonical.of(aliasText)))
            .isEqualTo(known.get("alias").textValue());
      }
      SectionContent templates = sections.get("templates");
      String templateText = templates == null ? "{}" : templates.content();
      assertThat(Canonical.digest(Canonical.of(templateText)))
          .isEqualTo(known.get("template").textValue());
    }
  }

  private static String json(IndexInfo index) {
    Settings settings = Objects.requireNonNull(index.settings());
    assertThat(settings.dialect()).isEqualTo("elasticsearch");
    return settings.json();
  }

  private static String digest(String name, String member, JsonNode body) throws IOException {
    return Canonical.digest(
        Canonical.of("{" + name + ":{\"" + member + "\":" + body.get(member) + "}}"));
  }

  /** The tool adds an empty entry where it has escaped a name. */
  private static List<String> settingsDigest(String name, JsonNode body) throws IOException {
    String entry = name + ":{\"settings\":" + body.get("settings") + "}";
    String escaped =
        java.net.URLEncoder.encode(
            name.substring(1, name.length() - 1), java.nio.charset.StandardCharsets.UTF_8);
    List<String> digests = new ArrayList<>();
    for (String other : List.of("", escaped, escaped.toLowerCase(java.util.Locale.ROOT))) {
      String more = other.isEmpty() ? "" : ",\"" + other + "\":{}";
      digests.add(Canonical.digest(Canonical.of("{" + entry + more + "}")));
    }
    return digests;
  }

  @ParameterizedTest
  @CsvSource({
    "multi/elasticsearch-8-plain, elasticsearch",
    "multi/elasticsearch-7-gz, elasticsearch",
    "multi/opensearch-2-plain, opensearch",
    "multi/opensearch-3-all-gz, opensearch",
    "datastream, opensearch",
    "single/es8.ilm.policy.json, elasticsearch",
    "single/os2.ism.policy.json, opensearch",
    "single/es8.root.settings.json, elasticsearch",
    "single/es8.two-indices.json,"
  })
  void theEngineIsToldWhereItCanBe(String name, String engine) throws IOException {
    assertThat(RealFiles.read(name).header().engineName()).isEqualTo(engine);
  }

  @Test
  void aClosedIndexHasNoDocumentsAndIsTold() throws IOException {
    try (DumpReader reader =
        RealFiles.open(RealFiles.path("multi/opensearch-3-all-gz"), ReadOptions.DEFAULT)) {
      assertThat(reader.header().indexes())
          .extracting(index -> index.name().name())
          .contains("closed-idx", "pct%41", "p\u0159\u00edklad", ".dotidx");
      assertThat(reader.notices())
          .singleElement()
          .asString()
          .contains("closed-idx", "no file of documents");
    }
  }

  /** The data stream is none of the indexes; its parts are, unless files are to name them. */
  @Test
  void aDataStreamIsReadByItsIndexesOrByItsName() throws IOException {
    DumpContent parts = RealFiles.read("datastream");
    assertThat(parts.documents().keySet())
        .extracting(IndexName::name)
        .containsExactly(".ds-dslog-web-000001", ".ds-dslog-web-000002");
    assertThat(parts.header().indexes()).allMatch(index -> index.settings() != null);
    ReadOptions files = ReadOptions.DEFAULT.with(FormatElasticdump.INDEX_NAMES, "files");
    DumpContent whole = RealFiles.read(RealFiles.path("datastream"), files);
    assertThat(whole.documents()).containsOnlyKeys(IndexName.of("dslog-web"));
    assertThat(whole.documents(IndexName.of("dslog-web"))).hasSize(4);
  }

  @Test
  void oldTypesAreKeptAndTold() throws IOException {
    Path people = RealFiles.path("multi/elasticsearch-6-types");
    try (DumpReader reader = RealFiles.open(people, ReadOptions.DEFAULT)) {
      assertThat(reader.notices()).singleElement().asString().contains("type level", "(doc)");
      assertThat(reader.header().indexes())
          .singleElement()
          .satisfies(
              index ->
                  assertThat(index.extensions())
                      .isEqualTo(Map.of(IndexInfo.MAPPING_TYPE, "\"doc\"")));
      // All hits have it, so that there is nothing to tell of each.
      assertThat(RealFiles.sections(DumpContent.read(reader)))
          .doesNotContainKey("people:hit-metadata");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "multi/elasticsearch-7-plain, \"_doc\"",
    "multi/elasticsearch-7-gz, \"_doc\"",
    "single/es7.family.json, \"_doc\"",
    "multi/elasticsearch-8-plain, ",
    "multi/opensearch-2-gz, "
  })
  void theTypeOfHitsIsThatOfTheirIndex(String name, String type) throws IOException {
    DumpContent dump = RealFiles.read(name);
    for (IndexInfo index : dump.header().indexes()) {
      boolean told = type != null && !dump.documents(index.name()).isEmpty();
      assertThat(index.extensions())
          .isEqualTo(told ? Map.of(IndexInfo.MAPPING_TYPE, type) : Map.of());
    }
  }

  @Test
  void versionsLieBesideDocumentsAndOtherMembersInASection() throws IOException {
    DumpContent dump = RealFiles.read("single/es8.shop.versions.json");
    List<DocumentContent> documents = dump.documents(IndexName.of("shop"));
    assertThat(documents).hasSize(60).allMatch(document -> document.version() != null);
    String metadata = RealFiles.section(dump, "shop:hit-metadata");
    assertThat(metadata.lines()).hasSize(60);
    assertThat(metadata)
        .startsWith("{\"ordinal\":0,\"_id\":\"p0\",\"_seq_no\":0,\"_primary_term\":1}\n");
  }

  @Test
  void whatStandsBehindTheDocumentIsInTheSectionToo() throws IOException {
    DumpContent dump = RealFiles.read("single/es8.shop.pit.json");
    assertThat(RealFiles.section(dump, "shop:hit-metadata"))
        .startsWith(
            """
            {"ordinal":0,"_id":"p0","sort":[0]}
            {"ordinal":1,"_id":"p1","sort":[4]}
            """);
  }

  @Test
  void ignoredFieldsOfTheServerAreKept() throws IOException {
    DumpContent dump = RealFiles.read("multi/elasticsearch-8-plain");
    assertThat(RealFiles.section(dump, "edge-cases:hit-metadata")).contains("\"_ignored\":[");
    assertThat(RealFiles.sections(dump)).doesNotContainKey("shop:hit-metadata");
  }

  @Test
  void bareDocumentsAreReadAsSuch() throws IOException {
    Path file = RealFiles.path("single/es8.shop.sourceOnly.json");
    DumpContent dump =
        RealFiles.read(
            file,
            ReadOptions.DEFAULT
                .with(FormatElasticdump.INDEX, "shop")
                .with(FormatElasticdump.PRIMARY_KEY, "sku"));
    IndexInfo index = dump.header().indexes().get(0);
    assertThat(index.lines()).isEqualTo(Lines.SOURCE);
    assertThat(index.primaryKey()).isEqualTo("sku");
    assertThat(dump.documents(IndexName.of("shop"))).hasSize(20);
    assertThat(RealFiles.read(file, ReadOptions.DEFAULT).documents())
        .containsOnlyKeys(IndexName.of("es8.shop.sourceOnly"));
  }

  @ParameterizedTest
  @CsvSource({
    "es8.template.json, templates",
    "es8.index_template.json, index-templates",
    "es8.component_template.json, component-templates",
    "os3.script.json, scripts",
    "es8.ilm.policy.json, policies",
    "os2.ism.policy.json, policies",
    "es8.shop-cz.alias.json, shop:aliases",
    "es8.shop.index.json, shop:aliases"
  })
  void singleFilesBecomeSections(String name, String section) throws IOException {
    assertThat(RealFiles.sections(RealFiles.read("single/" + name))).containsOnlyKeys(section);
  }

  @Test
  void noScriptsAreNoSection() throws IOException {
    DumpContent dump = RealFiles.read("single/es8.script-none.json");
    assertThat(dump.sections()).isEmpty();
    assertThat(dump.header().indexes()).isEmpty();
  }

  @Test
  void settingsOfAllIndexesAreOneIndexEach() throws IOException {
    DumpContent dump = RealFiles.read("single/es8.root.settings.json");
    assertThat(dump.header().indexes())
        .hasSizeGreaterThan(1)
        .allMatch(index -> index.settings() != null)
        .extracting(index -> index.name().name())
        .doesNotContain("undefined");
  }

  @Test
  void partsOfASplitDumpAreOne() throws IOException {
    for (String name : List.of("es8.shop.rows", "es8.shop.bytes")) {
      Path parts = Files.createDirectory(folder.resolve(name));
      for (int i = 0; i < 3; i++) {
        String file = name + ".split-" + i + ".json" + (name.endsWith("bytes") ? ".gz" : "");
        Files.copy(RealFiles.path("single/" + file), parts.resolve(file));
      }
      DumpContent dump = RealFiles.read(parts, ReadOptions.DEFAULT);
      assertThat(RealFiles.sums(dump).get(name))
          .isEqualTo(expected("multi/elasticsearch-8-plain").get("shop"));
    }
  }

  @Test
  void aFolderOfManyKindsIsReadAndWhatIsNoneOfTheToolIsTold() throws IOException {
    try (DumpReader reader = RealFiles.open(RealFiles.path("single"), ReadOptions.DEFAULT)) {
      assertThat(reader.notices()).anyMatch(notice -> notice.contains("es8.shop.csv"));
      assertThat(RealFiles.sections(DumpContent.read(reader)))
          .containsKeys("scripts", "index-templates", "component-templates", "policies");
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void whatIsWrittenAgainIsTheSame(String set) throws IOException {
    ReadOptions options = ReadOptions.DEFAULT;
    DumpContent before = RealFiles.read(RealFiles.path(set), options);
    FormatElasticdump format = new FormatElasticdump();
    Path copy = folder.resolve("copy");
    try (DumpReader reader = RealFiles.open(RealFiles.path(set), options)) {
      DumpConverter converter = DumpConverter.from(reader).to(format);
      try (DumpWriter writer =
          format.create(DumpSink.folder(copy), converter.header(), WriteOptions.DEFAULT)) {
        converter.into(writer);
      }
    }
    DumpContent after = RealFiles.read(copy, options);
    assertThat(after.documents()).isEqualTo(before.documents());
    assertThat(after.sections()).containsExactlyInAnyOrderElementsOf(before.sections());
    assertThat(after.header().indexes())
        .isEqualTo(before.header().indexes().stream().map(RealFilesTest::portable).toList());
  }

  /** The tool leaves in what no server takes where it has to escape the name of an index. */
  private static IndexInfo portable(IndexInfo index) {
    Settings settings = Objects.requireNonNull(index.settings());
    List<String> pointers =
        Stream.of("uuid", "creation_date", "provided_name", "version", "verified_before_close")
            .map(key -> "/settings/index/" + key)
            .toList();
    try {
      String json = JsonEdit.without(settings.json(), pointers);
      return index.toBuilder()
          .settings(Settings.of(settings.dialect(), settings.version(), json))
          .build();
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(settings.json(), e);
    }
  }

  /** Documents are copied as they are, so lines that need no change are the tool's own. */
  @Test
  void linesAreThoseOfTheTool() throws IOException {
    for (String name :
        List.of(
            "family.json",
            "shop.json",
            "shop.settings.json",
            "shop.mapping.json",
            "shop.alias.json",
            "empty-idx.alias.json",
            "family.template.json")) {
      Path copy = folder.resolve(name + "-copy");
      FormatElasticdump format = new FormatElasticdump();
      Path original = RealFiles.path("multi/elasticsearch-8-plain");
      try (DumpReader reader = RealFiles.open(original, ReadOptions.DEFAULT)) {
        DumpConverter converter = DumpConverter.from(reader).to(format);
        try (DumpWriter writer =
            format.create(DumpSink.folder(copy), converter.header(), WriteOptions.DEFAULT)) {
          converter.into(writer);
        }
      }
      assertThat(copy.resolve(name)).hasSameTextualContentAs(original.resolve(name));
    }
  }

  @Test
  void tablesAreRefused() {
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(
            () ->
                DumpFormats.of(List.of(new FormatElasticdump()))
                    .open(
                        DumpSource.path(RealFiles.path("single/es8.shop.csv")),
                        ReadOptions.DEFAULT));
  }
}
