package org.indexport.format.kourou;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section.MediaType;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.PrettyJson;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpArbitraries;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.Protection;
import org.indexport.testkit.SectionContent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of formats for a tree. */
class FolderContractTest extends DumpFormatContract {
  private static final List<String> SETTINGS =
      List.of(
          "{\"mappings\":{}}",
          "{ \"mappings\" : {\"properties\":\n{\"a\":{\"type\":\"long\"}},\"dynamic\":\"strict\"}}",
          "{\"mappings\":{\"_meta\":{\"x\":[1.0,\"\u00e9 \\\" \\n\",[],{}]},\"dynamic\":\"true\"}}",
          "{\"mappings\":{\"properties\":{}},\"settings\":{\"number_of_shards\":\"1\"}}");

  private static final List<IndexName> NAMES =
      List.of(
          IndexName.of("library", "books"),
          IndexName.of("library", "p\u0159\u00edklad"),
          IndexName.of("\u65e5\u672c", "-x'y~$(1)"),
          IndexName.of("roles", "roles"),
          IndexName.of("users", "\ud83d\ude00"));

  @Override
  public DumpFormat format() {
    return new FormatKourou();
  }

  @Override
  public String dialect() {
    return FormatKourou.DIALECT;
  }

  @Override
  public DumpSink sink(Path path) {
    return DumpSink.folder(path);
  }

  /** The manifest lies beside the folder, which tests of its own look at. */
  @Override
  public WriteOptions writeOptions() {
    return WriteOptions.DEFAULT
        .with(FormatKourou.MANIFEST, "none")
        .with(FormatKourou.SETTINGS, "all")
        .with(FormatKourou.MISSING_IDS, "made");
  }

  @Override
  public Protection protection() {
    return Protection.NONE_OF_NAMES;
  }

  @Override
  public String settings(String text) {
    return "{\"mappings\":{\"_meta\":{\"a\":\"" + text + "\"}}}";
  }

  /** Names are in lower case, and may not be there twice. */
  @Override
  public IndexInfo index(String name) {
    String fitted = name.equals("B") ? "b-large" : name.replace(' ', '-');
    return IndexInfo.builder(IndexName.of("space", fitted)).build();
  }

  /** Names that Kuzzle takes, settings as it has them, its own side data. */
  @Override
  public Arbitrary<DumpContent> dumps() {
    return Combinators.combine(
            DumpArbitraries.dumps(traits()),
            Arbitraries.integers().between(0, NAMES.size()),
            Arbitraries.of(SETTINGS),
            Arbitraries.of("{\"r\":{\"controllers\":{}}}", "{ \"b\" :\n {\"tags\":[1.0]}}")
                .injectNull(0.3),
            Arbitraries.of("{}", "{\"u\":{\"content\":{\"a\":1e5},\"credentials\":{}}}")
                .injectNull(0.5))
        .as(FolderContractTest::fitted);
  }

  private static DumpContent fitted(
      DumpContent any, int most, String settings, @Nullable String roles, @Nullable String users) {
    List<IndexInfo> indexes = new ArrayList<>();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    List<SectionContent> sections = new ArrayList<>();
    for (IndexInfo index :
        any.header().indexes().subList(0, Math.min(most, any.header().indexes().size()))) {
      IndexInfo fitted = fitted(index, NAMES.get(indexes.size()), settings);
      indexes.add(fitted);
      documents.put(fitted.name(), any.documents(index.name()));
    }
    if (roles != null) {
      sections.add(section(SecurityFile.ROLES, roles));
    }
    if (users != null) {
      sections.add(section(SecurityFile.USERS, users));
    }
    DumpHeader header = any.header().withIndexes(List.of()).withNamespaces(List.of("empty"));
    return new DumpContent(header.withIndexes(indexes), documents, sections);
  }

  private static IndexInfo fitted(IndexInfo index, IndexName name, String settings) {
    Settings any = index.settings();
    boolean own = any != null && any.dialect().equals(FormatKourou.DIALECT);
    return index.toBuilder()
        .name(name)
        .settings(own ? Settings.of(FormatKourou.DIALECT, "2", settings) : any)
        .build();
  }

  private static SectionContent section(SecurityFile file, String json) {
    return new SectionContent(
        file.section(), null, MediaType.JSON, file.sensitivity(), json, Map.of());
  }

  @Override
  public DumpContent carried(DumpContent written) {
    List<IndexInfo> indexes =
        written.header().indexes().stream()
            .map(FolderContractTest::carried)
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .toList();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    for (IndexInfo index : written.header().indexes()) {
      documents.put(index.name(), identified(index, written.documents(index.name())));
    }
    List<SectionContent> sections =
        written.sections().stream()
            .filter(section -> SecurityFile.ofSection(section.name()) != null)
            .map(FolderContractTest::carried)
            .sorted(Comparator.comparing(FolderContractTest::file))
            .toList();
    DumpHeader header =
        DumpHeader.of()
            .withEngine("kuzzle", null)
            .withNamespaces(List.copyOf(new TreeSet<>(written.header().namespaces())));
    return new DumpContent(header.withIndexes(indexes), documents, sections);
  }

  private static SecurityFile file(SectionContent section) {
    return Objects.requireNonNull(SecurityFile.ofSection(section.name()));
  }

  private static SectionContent carried(SectionContent section) {
    return section(
        file(section), member(pretty("{\"content\":" + section.content() + "}"), "content"));
  }

  private static IndexInfo carried(IndexInfo index) {
    Settings settings = translated(index);
    String body = settings == null ? "{\"mappings\":{}}" : settings.json();
    // As deep as it lies in the file.
    String text = pretty("{\"a\":{\"b\":{\"c\":" + body + "}}}");
    for (String name : new String[] {"a", "b", "c"}) {
      text = member(text, name);
    }
    return IndexInfo.builder(index.name())
        .lines(Lines.ENVELOPE)
        .settings(Settings.of(FormatKourou.DIALECT, null, text))
        .extensions(index.extensions())
        .build();
  }

  private static @Nullable Settings translated(IndexInfo index) {
    try {
      return SettingsTranslation.of(index, FormatKourou.DIALECT, SchemaDialects.load())
          .value()
          .settings();
    } catch (DumpException e) {
      return null;
    }
  }

  private static String pretty(String json) {
    try {
      return PrettyJson.of(json);
    } catch (UnexpectedBytesException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String member(String json, String name) {
    try {
      return String.valueOf(JsonObject.parse(json.getBytes(UTF_8), 1_000).raw(name));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Ids lie beside documents, and those that have none get one. */
  private static List<DocumentContent> identified(
      IndexInfo index, List<DocumentContent> documents) {
    List<DocumentContent> identified = new ArrayList<>();
    int made = 0;
    for (DocumentContent document : documents) {
      String id = document.id();
      if (index.lines() == Lines.SOURCE && index.primaryKey() != null) {
        id = inner(index.primaryKey(), document.json());
      }
      identified.add(
          new DocumentContent(
              id == null || id.isEmpty() ? "indexport-" + ++made : id,
              null,
              null,
              document.json()));
    }
    return identified;
  }

  private static @Nullable String inner(String primaryKey, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(1_000).select(DottedPath.of(primaryKey));
    try {
      scanner.scan(bytes, 0, bytes.length);
      return scanner.valueStart() < 0
          ? null
          : DocumentId.of(bytes, scanner.valueStart(), scanner.valueEnd());
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** What has no place is told, not refused; names are refused. */
  @Test
  @Override
  public void whatHasNoPlaceIsRefused() throws IOException {
    Path folder = Files.createTempDirectory("refused");
    try {
      List<IndexName> refused =
          List.of(
              IndexName.of("a"),
              IndexName.of("a", "B"),
              IndexName.of("A", "b"),
              IndexName.of("a", "b c"),
              IndexName.of("a", "b/c"),
              IndexName.of("a", ".."),
              IndexName.of("a", "_all"),
              IndexName.of("_all", "b"),
              IndexName.of("a", "_kuzzle_keep"),
              IndexName.of("a", "b%c"),
              IndexName.of("&a", "b"),
              IndexName.of("a", "\u0000"),
              IndexName.of("a", "\u00e9".repeat(64)));
      for (IndexName name : refused) {
        DumpSink sink = sink(folder.resolve("out"));
        DumpHeader header = DumpHeader.of(IndexInfo.builder(name).build());
        assertThatIllegalArgumentException()
            .as(name.toString())
            .isThrownBy(() -> format().create(sink, header, writeOptions()))
            .withMessageContaining("rename it");
      }
    } finally {
      // Nothing was made in it.
      Files.delete(folder);
    }
  }
}
