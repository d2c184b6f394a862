package org.indexport.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.spi.FormatTrait;
import org.jspecify.annotations.Nullable;

/**
 * What the golden files of every format hold. Once a format is released with them, a case never
 * changes; new ones may be added.
 */
public final class GoldenDumps {
  private static final IndexName MOVIES = IndexName.of("movies");
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  /** Those of today; {@link DumpArbitraries#hostileNames()} may grow. */
  private static final List<String> ODD_NAMES =
      List.of(
          "movies",
          "Movies",
          "MOVIES",
          "..",
          ".",
          "...",
          ".hidden",
          "a/b",
          "/",
          "\\",
          "a\\b",
          "../../etc/passwd",
          "C:",
          "CON",
          "nul.txt",
          "a.",
          "a ",
          " ",
          "%",
          "%41",
          "%2F",
          "%2f",
          "%ZZ",
          "*",
          "?",
          "a:b",
          "a|b",
          "<>",
          "\"",
          "'",
          "-",
          "-rf",
          "~",
          "$HOME",
          "\n",
          "\t",
          "\u0000",
          "\u00e9",
          "e\u0301",
          "\u65e5\u672c",
          "\ud83d\ude00",
          "\u202e",
          "\ufeff",
          "metadata.json",
          "manifest.json",
          "indexes",
          "documents-000001.jsonl",
          "x".repeat(200));

  private GoldenDumps() {}

  /** The cases that a writer writes. */
  public static List<GoldenCase> written() {
    return Written.CASES;
  }

  /** Made once, as some are large. */
  private static final class Written {
    static final List<GoldenCase> CASES = makeAll();
  }

  private static List<GoldenCase> makeAll() {
    return List.of(
        GoldenCase.written("empty-dump", "No index and no section.", dump(DumpHeader.of())),
        GoldenCase.written(
            "empty-index",
            "One index without documents.",
            dump(DumpHeader.of(IndexInfo.builder(MOVIES).primaryKey("id").build()))),
        GoldenCase.written(
            "everything",
            "A little of all that a dump can hold; other cases are made of it.",
            everything()),
        GoldenCase.written(
            "several-parts",
            "One index of 1,000 documents, written in parts of some 4 KiB.",
            DumpContent.of(
                IndexInfo.builder(MOVIES).primaryKey("id").build(), Samples.documents(1_000))),
        GoldenCase.written("many-indexes", "120 indexes with 0 to 6 documents.", manyIndexes()),
        GoldenCase.written(
            "namespaces",
            "Equal names in several namespaces, none, and a namespace without an index.",
            namespaces()),
        GoldenCase.written(
            "odd-names",
            "Names that break careless code: path segments, devices, case pairs, 200 characters.",
            oddNames()),
        GoldenCase.written(
            "odd-documents",
            "Numbers, escapes, keys and blanks that must come back as they are.",
            DumpContent.of(IndexInfo.of("odd"), oddDocuments())),
        GoldenCase.written(
            "ids-outside", "Ids, routing and versions beside the documents.", idsOutside()),
        GoldenCase.written("settings", "Settings whose JSON must come back as it is.", settings()),
        GoldenCase.written(
            "sections",
            "Side data of the instance and of an index, with attachments, some of several MiB.",
            sections()),
        GoldenCase.written(
            "sensitive-section",
            "A section that holds secrets, and settings of which a member is one.",
            sensitive()),
        GoldenCase.written(
            "unknown-fields",
            "Fields of the dump and of an index that no reader knows, and which are passed on.",
            unknownFields()),
        GoldenCase.written(
            "huge-document", "One document of 20 MB between two small ones.", hugeDocument()));
  }

  /**
   * The names of the variants that every format must have. More are welcome.
   *
   * <ul>
   *   <li>{@code unknown-members}: members that readers pass over; complete
   *   <li>{@code cut-off}: the last third of the file, or of a file, is missing; incomplete
   *   <li>{@code unfinished}: whole, but its closing part was never written; incomplete
   *   <li>{@code flipped-bit}: a bit of the packed documents is wrong; damaged
   *   <li>{@code changed-document}: a document is another one, all else is as it was; damaged
   *   <li>{@code wrong-count}, {@code wrong-hash}: the closing part lies; damaged
   *   <li>{@code missing-documents}, {@code missing-index}: members are not there; damaged
   *   <li>{@code duplicate-member}: one comes twice; damaged
   *   <li>{@code escaping-name}: a member would be unpacked outside of the folder; damaged
   *   <li>{@code malformed-document}: a line is not a JSON object, all else agrees; damaged
   *   <li>{@code later-version}: of a major version that is not there yet; refused
   *   <li>{@code other-kind}: no dump, but something else of this format; refused
   * </ul>
   */
  public static Set<String> requiredVariants() {
    return new TreeSet<>(
        Set.of(
            "unknown-members",
            "cut-off",
            "unfinished",
            "flipped-bit",
            "changed-document",
            "wrong-count",
            "wrong-hash",
            "missing-documents",
            "missing-index",
            "duplicate-member",
            "escaping-name",
            "malformed-document",
            "later-version",
            "other-kind"));
  }

  /** Whether a format with these traits can hold a dump. */
  static boolean fits(DumpContent content, Set<FormatTrait> traits) {
    EnumSet<FormatTrait> needed = EnumSet.noneOf(FormatTrait.class);
    if (content.header().indexes().size() != 1) {
      needed.add(FormatTrait.MANY_INDEXES);
    }
    if (!content.header().namespaces().isEmpty()) {
      needed.add(FormatTrait.NAMESPACES);
    }
    if (!content.sections().isEmpty()) {
      needed.add(FormatTrait.SECTIONS);
    }
    for (IndexInfo index : content.header().indexes()) {
      if (index.lines() == Lines.ENVELOPE) {
        needed.add(FormatTrait.OUTSIDE_IDS);
      }
      if (index.settings() != null) {
        needed.add(FormatTrait.SETTINGS);
      }
    }
    return traits.containsAll(needed);
  }

  private static DumpContent dump(DumpHeader header) {
    return new DumpContent(header, Map.of(), List.of());
  }

  private static DumpContent everything() {
    IndexName events = IndexName.of("nyc", "taxi rides/2026");
    IndexInfo movies =
        described().extensions(Map.of("x-shards", "[1, 2.0]")).documentCount(3L).build();
    DumpHeader header =
        new DumpHeader(
            "lucene",
            "9.12.3",
            "6f3c",
            CREATED,
            List.of(
                movies,
                IndexInfo.builder(events).lines(Lines.ENVELOPE).build(),
                IndexInfo.builder(IndexName.of("nyc", "empty")).build()),
            List.of("nyc", "deserted"),
            Map.of("x-later", "{\"a\": 1.0}"));
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    documents.put(
        MOVIES,
        List.of(
            DocumentContent.of("{\"id\":1,\"title\":\"Carol\",\"rating\":7.50}"),
            DocumentContent.of(
                "{\"id\":\"2\",\"title\":\"L\\u00e9on\",\"n\":12345678901234567890}"),
            DocumentContent.of("{ \"id\" : 3, \"id\" : 3, \"e\" : 1e5 }")));
    documents.put(
        events,
        List.of(
            new DocumentContent("a/b", "r1", 7L, "{\"id\":\"other\",\"fare\":0.0}"),
            new DocumentContent("c", null, null, "{}")));
    Map<String, String> attachments = new LinkedHashMap<>();
    attachments.put("words/one.txt", "film, movie");
    attachments.put("empty", "");
    SectionContent synonyms =
        new SectionContent(
            "synonyms",
            MOVIES,
            MediaType.JSON,
            Sensitivity.OPEN,
            "{\"file\":\"words/one.txt\"}",
            attachments);
    return new DumpContent(header, documents, List.of(keys(), synonyms));
  }

  private static IndexInfo.Builder described() {
    return IndexInfo.builder(MOVIES)
        .primaryKey("id")
        .createdAt(Instant.parse("2025-12-31T23:59:59Z"))
        .updatedAt(Instant.parse("2026-01-01T00:00:00.000000001Z"))
        .settings(
            new Settings(
                "lucene", "9", "{ \"analyzer\":\n \"standard\", \"boost\": 1.0 }", List.of()));
  }

  private static SectionContent keys() {
    return new SectionContent(
        "keys",
        null,
        MediaType.JSON_LINES,
        Sensitivity.SENSITIVE,
        "{\"key\":\"s3cret\"}\n{\"key\":\"other\"}\n",
        Map.of());
  }

  private static DumpContent manyIndexes() {
    List<IndexInfo> indexes = new ArrayList<>();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    for (int i = 0; i < 120; i++) {
      IndexInfo index = IndexInfo.of("index-%03d".formatted(i));
      indexes.add(index);
      documents.put(index.name(), contents(Samples.documents(i % 7)));
    }
    return new DumpContent(DumpHeader.of(indexes), documents, List.of());
  }

  private static List<DocumentContent> contents(List<String> documents) {
    return documents.stream().map(DocumentContent::of).toList();
  }

  /** Each name an index, with one document that tells which. */
  private static DumpContent named(List<IndexName> names, List<String> namespaces) {
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    for (IndexName name : names) {
      String json = "{\"of\":" + JsonText.quote(name.toString()) + "}";
      documents.put(name, List.of(DocumentContent.of(json)));
    }
    List<IndexInfo> indexes = names.stream().map(name -> IndexInfo.builder(name).build()).toList();
    DumpHeader header = DumpHeader.of(indexes).withNamespaces(namespaces);
    return new DumpContent(header, documents, List.of());
  }

  private static DumpContent namespaces() {
    return named(
        List.of(
            IndexName.of("rides"),
            IndexName.of("nyc", "rides"),
            IndexName.of("nyc", "taxi rides"),
            IndexName.of("San Jos\u00e9/CA", "rides"),
            IndexName.of("a", "b/c"),
            IndexName.of("a/b", "c"),
            IndexName.of("..", "rides")),
        List.of("nyc", "deserted"));
  }

  private static DumpContent oddNames() {
    List<IndexName> names = new ArrayList<>();
    ODD_NAMES.forEach(name -> names.add(IndexName.of(name)));
    for (int i = 0; i < ODD_NAMES.size(); i++) {
      names.add(IndexName.of(ODD_NAMES.get(i), ODD_NAMES.get((i + 5) % ODD_NAMES.size())));
    }
    return named(names, List.of());
  }

  private static List<String> oddDocuments() {
    return List.of(
        "{}",
        "{\"n\":12345678901234567890,\"m\":-98765432109876543210}",
        "{\"zero\":0.0,\"e\":1e5,\"E\":1E+5,\"minus\":-0,\"tiny\":1e-400,\"huge\":1e999}",
        "{\"third\":0.33333333333333333333333333333333,\"one\":1.000}",
        "{\"escapes\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\\u00e9\\u2028\"}",
        "{\"lone\":\"\\ud800\",\"\\udc00\":\"\\udbff x \\udfff\"}",
        "{\"pair\":\"\\ud83d\\ude00\",\"same\":\"\ud83d\ude00\"}",
        "{\"a\":1,\"a\":\"two\",\"a\":[null,true,{\"a\":{},\"a\":3}]}",
        "{\"\":1,\"x\":{\"\":{\"\":[]}}}",
        "{\"_id\":5,\"_source\":\"s\",\"id\":\"x\",\"source\":{\"id\":1},\"routing\":2}",
        "{\"\u00fc\":\"\u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd e\u0301 \u200b\ufeff\"}",
        "{\"line separators\":\"\u2028\u2029\u0085\",\"delete\":\"\u007f\"}",
        "{\"json in it\":\"{\\\"a\\\":[1,2]}\\n{\\\"b\\\":2}\\n\"}",
        "{ \"blanks\" :\t[ 1 , 2\t] ,  \"more\" : { }  }",
        "{\"a\":".repeat(200) + "1" + "}".repeat(200),
        "{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}",
        "{\"" + "k".repeat(10_000) + "\":1}",
        // Again: a document may come twice.
        "{}");
  }

  private static DumpContent idsOutside() {
    IndexInfo outside = IndexInfo.builder(IndexName.of("outside")).lines(Lines.ENVELOPE).build();
    IndexInfo inside = IndexInfo.builder(IndexName.of("inside")).primaryKey("id").build();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    documents.put(
        outside.name(),
        List.of(
            new DocumentContent("1", null, null, "{\"a\":1.0}"),
            new DocumentContent("1 ", "r", 0L, "{}"),
            new DocumentContent("\u00e9\"\\\n\u0000", "", Long.MAX_VALUE, "{\"id\":\"inside\"}"),
            new DocumentContent("\ud83d\ude00", "a/b", null, "{\"source\":{\"source\":1}}"),
            new DocumentContent(null, null, 7L, "{\"a\":12345678901234567890}"),
            new DocumentContent(null, null, null, "{ }")));
    documents.put(inside.name(), contents(List.of("{\"id\":1}", "{\"id\":\"a\",\"source\":{}}")));
    return new DumpContent(DumpHeader.of(outside, inside), documents, List.of());
  }

  private static DumpContent settings() {
    List<Settings> all =
        List.of(
            new Settings("lucene", "9.12.3", "{\n\t\"a\" : 1.0,\r\n \"a\":[]}", List.of()),
            new Settings("meilisearch", null, "{}", List.of()),
            new Settings("x y", "", "[1,{\"\":\"\\u00e9\\/\"}]", List.of()),
            new Settings("none", null, "null", List.of()));
    List<IndexInfo> indexes = new ArrayList<>(List.of(described().build()));
    for (Settings each : all) {
      indexes.add(IndexInfo.of("with-" + indexes.size()).toBuilder().settings(each).build());
    }
    return dump(DumpHeader.of(indexes).withEngine("\u00e9ngine", "1.0").withCreatedAt(CREATED));
  }

  private static DumpContent sections() {
    Map<String, String> attachments = new LinkedHashMap<>();
    attachments.put("long.txt", text("attached", 2_500_000));
    attachments.put("bytes", allBytes());
    attachments.put("empty", "");
    attachments.put("../up", "x");
    attachments.put("\u00e9", "y");
    return new DumpContent(
        DumpHeader.of(IndexInfo.of("movies")),
        Map.of(MOVIES, contents(Samples.documents(3))),
        List.of(
            section("tasks", null, MediaType.JSON_LINES, "{\"uid\":1}\n{\"uid\":2}\n", Map.of()),
            section("templates", null, MediaType.JSON, "[1.0,{}]", attachments),
            section("templates", null, MediaType.JSON, "[\"a second of this name\"]", Map.of()),
            section("synonyms", MOVIES, MediaType.JSON, "{\"a\": [1.0]}", Map.of("a", "b")),
            section("blob", MOVIES, MediaType.BYTES, allBytes(), Map.of()),
            section("long", null, MediaType.BYTES, text("content", 1_500_000), Map.of()),
            section("../odd \u00e9", null, MediaType.BYTES, "", Map.of())));
  }

  private static SectionContent section(
      String name,
      @Nullable IndexName index,
      MediaType type,
      String content,
      Map<String, String> attachments) {
    return new SectionContent(name, index, type, Sensitivity.OPEN, content, attachments);
  }

  private static String allBytes() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    return all.toString();
  }

  private static DumpContent sensitive() {
    IndexInfo movies =
        IndexInfo.builder(MOVIES)
            .settings(
                new Settings(
                    "meilisearch",
                    "1.12",
                    "{\"embedders\":{\"default\":{\"apiKey\":\"s3cret\"}}}",
                    List.of("/embedders/default/apiKey")))
            .build();
    return new DumpContent(
        DumpHeader.of(movies),
        Map.of(MOVIES, contents(List.of("{\"id\":1}"))),
        List.of(keys(), section("tasks", null, MediaType.JSON, "[]", Map.of())));
  }

  private static DumpContent unknownFields() {
    IndexInfo movies =
        IndexInfo.builder(MOVIES)
            .extensions(ordered("x-replicas", "{ \"n\" : 1.0, \"n\" : 2 }", "later", "null"))
            .build();
    return new DumpContent(
        new DumpHeader(
            null,
            null,
            null,
            null,
            List.of(movies),
            List.of(),
            ordered("x-note", "\"\\u00e9\"", "later", "[1e5]")),
        Map.of(MOVIES, contents(List.of("{\"id\":1}"))),
        List.of());
  }

  private static Map<String, String> ordered(
      String first, String value, String second, String other) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(first, value);
    fields.put(second, other);
    return fields;
  }

  private static DumpContent hugeDocument() {
    return DumpContent.of(
        IndexInfo.builder(MOVIES).primaryKey("id").build(),
        List.of(
            "{\"id\":1}",
            "{\"id\":2,\"script\":\"" + text("scene", 20_000_000) + "\"}",
            "{\"id\":3}"));
  }

  /** So many characters that pack well, though no two places are alike. */
  private static String text(String word, int length) {
    StringBuilder text = new StringBuilder(length + 8_000);
    String filler = "lorem ipsum dolor sit amet ".repeat(250);
    for (int i = 0; text.length() < length; i++) {
      text.append(word).append(' ').append(i).append(' ').append(filler);
    }
    return text.substring(0, length);
  }
}
