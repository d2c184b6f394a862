package org.indexport.format.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.dialects.MeilisearchDialect;
import org.indexport.json.JsonText;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpArbitraries;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.SectionContent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeilisearchFormatTest extends DumpFormatContract {
  private static final String EXTENSION = "x-meilisearch";
  private static final List<String> SETTINGS =
      List.of(
          "{}",
          "{ \"stopWords\" : [\"a\"],\n\t\"unknown\":1.0}",
          "{\"embedders\":{\"a\":{\"source\":\"openAi\",\"apiKey\":\"\u00e9\"},\"b\":null}}");

  @Override
  public DumpFormat format() {
    return new FormatMeilisearch();
  }

  @Override
  public String dialect() {
    return MeilisearchDialect.ID;
  }

  /** Documents of the contract have no ids. */
  @Override
  public WriteOptions writeOptions() {
    return WriteOptions.DEFAULT.with(FormatMeilisearch.IDS, "unchecked");
  }

  /** Names that the engine takes, settings as it has them, its own side data. */
  @Override
  public Arbitrary<DumpContent> dumps() {
    return Combinators.combine(
            DumpArbitraries.dumps(traits()),
            Arbitraries.of(SETTINGS),
            sections().list().uniqueElements(SectionContent::name).ofMaxSize(4))
        .as(MeilisearchFormatTest::fitted);
  }

  private static Arbitrary<SectionContent> sections() {
    Arbitrary<String> lines = Arbitraries.of("", "{\"uid\":1}\n", "{\"uid\":1,\"a\":1.0}\n{ }\n");
    Arbitrary<String> json = Arbitraries.of("{}", "{ \"a\" : [1.0]}");
    return Arbitraries.oneOf(
        lines.map(text -> section("keys", MediaType.JSON_LINES, Sensitivity.SENSITIVE, text)),
        lines.map(text -> section("batches", MediaType.JSON_LINES, Sensitivity.SENSITIVE, text)),
        Arbitraries.maps(Arbitraries.of("0.jsonl", "7.jsonl"), lines)
            .map(
                payloads ->
                    new SectionContent(
                        "tasks",
                        null,
                        MediaType.JSON_LINES,
                        Sensitivity.SENSITIVE,
                        "{\"uid\":0}\n{\"uid\":7}\n",
                        payloads)),
        json.map(text -> section("network", MediaType.JSON, Sensitivity.SENSITIVE, text)),
        json.map(text -> section("webhooks", MediaType.JSON, Sensitivity.SENSITIVE, text)),
        json.map(text -> section("experimental-features", MediaType.JSON, Sensitivity.OPEN, text)),
        json.map(
            text ->
                section(
                    "chat-completions-settings/a b", MediaType.JSON, Sensitivity.SENSITIVE, text)),
        json.map(text -> section("file:a/\u00e9", MediaType.BYTES, Sensitivity.SENSITIVE, text)));
  }

  private static SectionContent section(
      String name, MediaType type, Sensitivity sensitivity, String content) {
    return new SectionContent(name, null, type, sensitivity, content, Map.of());
  }

  private static DumpContent fitted(
      DumpContent any, String settings, List<SectionContent> sections) {
    List<IndexInfo> indexes = new ArrayList<>();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    for (IndexInfo index : any.header().indexes()) {
      String key = index.primaryKey() == null ? null : "a.key";
      IndexInfo fitted = fitted(index, "index-" + indexes.size(), key, settings);
      indexes.add(fitted);
      documents.put(
          fitted.name(),
          any.documents(index.name()).stream()
              .map(document -> key == null ? document : identified(document.json()))
              .toList());
    }
    return new DumpContent(any.header().withIndexes(indexes), documents, sections);
  }

  private static IndexInfo fitted(
      IndexInfo index, String uid, @Nullable String key, String settings) {
    Settings any = index.settings();
    boolean own = any != null && any.dialect().equals(MeilisearchDialect.ID);
    return index.toBuilder()
        .name(IndexName.of(uid))
        .primaryKey(key)
        .settings(own ? Settings.of(MeilisearchDialect.ID, "6", settings) : any)
        .build();
  }

  /** A document with an id, which stands last so that it counts. */
  private static DocumentContent identified(String json) {
    String rest = json.substring(0, json.lastIndexOf('}'));
    String comma = rest.substring(rest.indexOf('{') + 1).isBlank() ? "" : ",";
    return DocumentContent.of(rest + comma + "\"a.key\":\"x-" + json.length() + "\"}");
  }

  @Override
  public DumpContent carried(DumpContent written) {
    DumpHeader header = written.header();
    boolean own = header.engineName() == null || header.engineName().equals("meilisearch");
    Instant date = header.createdAt();
    for (IndexInfo index : date == null ? header.indexes() : List.<IndexInfo>of()) {
      date = later(later(date, index.createdAt()), index.updatedAt());
    }
    Instant made =
        date == null || (date.isBefore(Instant.EPOCH) && header.createdAt() == null)
            ? Instant.EPOCH
            : date;
    Map<String, String> extension = new LinkedHashMap<>();
    extension.put("dumpVersion", "\"V6\"");
    addDate("dumpDate", made, extension);
    DumpHeader read =
        new DumpHeader(
            "meilisearch",
            own && header.engineVersion() != null ? header.engineVersion() : "1.50.0",
            null,
            made,
            header.indexes().stream().map(index -> carried(index, made)).toList(),
            List.of(),
            Map.of(EXTENSION, object(extension)));
    return new DumpContent(read, written.documents(), sections(own, written.sections()));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private static List<SectionContent> sections(boolean own, List<SectionContent> written) {
    List<SectionContent> read = new ArrayList<>();
    for (SectionContent section : own ? written : List.<SectionContent>of()) {
      if (section.index() == null) {
        read.add(section);
      }
    }
    for (String needed : List.of("keys", "tasks")) {
      if (read.stream().noneMatch(section -> section.name().equals(needed))) {
        read.add(section(needed, MediaType.JSON_LINES, Sensitivity.SENSITIVE, ""));
      }
    }
    return read;
  }

  private static IndexInfo carried(IndexInfo index, Instant made) {
    Instant created = index.createdAt() == null ? index.updatedAt() : index.createdAt();
    created = created == null ? made : created;
    Instant updated = index.updatedAt() == null ? created : index.updatedAt();
    Map<String, String> extension = new LinkedHashMap<>();
    addDate("createdAt", created, extension);
    addDate("updatedAt", updated, extension);
    return IndexInfo.builder(index.name())
        .primaryKey(index.primaryKey())
        .createdAt(created)
        .updatedAt(updated)
        .settings(settings(index))
        .extensions(extension.isEmpty() ? Map.of() : Map.of(EXTENSION, object(extension)))
        .build();
  }

  private static Settings settings(IndexInfo index) {
    try {
      Settings translated =
          SettingsTranslation.of(index, MeilisearchDialect.ID, SchemaDialects.load())
              .value()
              .settings();
      return MeilisearchDialect.settings(translated == null ? "{}" : translated.json());
    } catch (DumpException e) {
      return Settings.of(MeilisearchDialect.ID, "6", "{}");
    }
  }

  /** The engine writes no zeros at the end of a fraction. */
  private static void addDate(String member, Instant time, Map<String, String> extension) {
    String text = time.toString().replaceAll("(\\.\\d*?)0+Z", "$1Z");
    if (!text.equals(time.toString())) {
      extension.put(member, JsonText.quote(text));
    }
  }

  private static String object(Map<String, String> members) {
    List<String> all = new ArrayList<>();
    members.forEach((name, value) -> all.add(JsonText.quote(name) + ":" + value));
    return "{" + String.join(",", all) + "}";
  }

  /** Ids outside of documents are put into them; names have rules of their own. */
  @Test
  @Override
  public void whatHasNoPlaceIsRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(IndexInfo.builder(IndexName.of("space", "a")).build()));
    assertThatIllegalArgumentException().isThrownBy(() -> create(IndexInfo.of("a b")));
    try (DumpWriter writer = create(index("a").toBuilder().lines(Lines.ENVELOPE).build())) {
      assertThat(writer.takes("aliases", null)).isFalse();
      assertThat(writer.takes("keys", null)).isTrue();
    }
  }

  private DumpWriter create(IndexInfo index) throws IOException {
    DumpSink nowhere = DumpSink.stream(OutputStream.nullOutputStream());
    return format().create(nowhere, DumpHeader.of(index), WriteOptions.DEFAULT);
  }
}
