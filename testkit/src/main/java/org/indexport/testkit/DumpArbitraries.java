package org.indexport.testkit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.spi.FormatTrait;
import org.jspecify.annotations.Nullable;

/** Generates names, settings, headers, sections and whole dumps, as hostile as they may be. */
public final class DumpArbitraries {
  private static final List<String> NAMES =
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
          "\u0000",
          "\u00e9",
          "e\u0301",
          "\u65e5\u672c",
          "\ud83d\ude00",
          "\u202e",
          "metadata.json",
          "manifest.json",
          "indexes",
          "documents-000001.jsonl",
          "x".repeat(200));

  private static final List<String> INSTANTS =
      List.of(
          "1970-01-01T00:00:00Z",
          "2024-02-29T23:59:59.999999999Z",
          "2026-01-01T00:00:00.1Z",
          "0001-01-01T00:00:00Z",
          "9999-12-31T23:59:59Z");

  private DumpArbitraries() {}

  /** Names that break careless code: path segments, devices, case pairs, 200 characters. */
  public static List<String> hostileNames() {
    return NAMES;
  }

  /** Texts that can be a name or a namespace. */
  public static Arbitrary<String> names() {
    Arbitrary<String> others =
        Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMinLength(1).ofMaxLength(40);
    return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(NAMES)), Tuple.of(1, others));
  }

  /** Names of indexes, half of them in a namespace. */
  public static Arbitrary<IndexName> indexNames() {
    return Combinators.combine(names().injectNull(0.5), names()).as(IndexName::new);
  }

  /** Settings whose JSON is odd; secrets name members that need not be there. */
  public static Arbitrary<Settings> settings() {
    return Combinators.combine(
            Arbitraries.of("lucene", "meilisearch", "elasticsearch", "kuzzle", "x y"),
            Arbitraries.of("1", "9.12.3", "").injectNull(0.3),
            Arbitraries.oneOf(
                JsonArbitraries.smallDocuments(), JsonArbitraries.documentsWithLineBreaks()),
            Arbitraries.of("/a", "/a/b~1c", "", "/\u00e9/0").list().uniqueElements().ofMaxSize(2))
        .as(Settings::new);
  }

  /** Points in time, down to the nanosecond. */
  public static Arbitrary<Instant> instants() {
    return Arbitraries.of(INSTANTS).map(Instant::parse);
  }

  /** Indexes with anything that can be known of them. */
  public static Arbitrary<IndexInfo> indexInfos() {
    return indexInfos(indexNames(), Arbitraries.of(Lines.values()));
  }

  private static Arbitrary<IndexInfo> indexInfos(
      Arbitrary<IndexName> names, Arbitrary<Lines> lines) {
    return Combinators.combine(
            names,
            Arbitraries.of("id", "a.b", "\u00e9", " ", "\"").injectNull(0.4),
            instants().injectNull(0.4),
            instants().injectNull(0.4),
            settings().injectNull(0.4),
            Arbitraries.longs().between(0, 1L << 53).injectNull(0.6),
            lines,
            extensions())
        .as(IndexInfo::new);
  }

  private static Arbitrary<Map<String, String>> extensions() {
    return Combinators.combine(
            Arbitraries.of("x-one", "later", "\u00e9").list().uniqueElements().ofMaxSize(2),
            JsonArbitraries.values())
        .as(
            (names, value) -> {
              Map<String, String> members = new LinkedHashMap<>();
              names.forEach(name -> members.put(name, value.strip()));
              return members;
            });
  }

  /** Headers of up to five indexes. */
  public static Arbitrary<DumpHeader> headers() {
    return headers(Set.of(FormatTrait.values()));
  }

  private static Arbitrary<DumpHeader> headers(Set<FormatTrait> traits) {
    Arbitrary<IndexName> names = indexNames(traits);
    Arbitrary<Lines> lines =
        traits.contains(FormatTrait.OUTSIDE_IDS)
            ? Arbitraries.of(Lines.values())
            : Arbitraries.just(Lines.SOURCE);
    int least = traits.contains(FormatTrait.MANY_INDEXES) ? 0 : 1;
    int most = traits.contains(FormatTrait.MANY_INDEXES) ? 5 : 1;
    Arbitrary<List<String>> namespaces =
        traits.contains(FormatTrait.NAMESPACES)
            ? names().list().uniqueElements().ofMaxSize(2)
            : Arbitraries.just(List.of());
    return Combinators.combine(
            Arbitraries.of("lucene", "meilisearch", "\u00e9").injectNull(0.3),
            Arbitraries.of("1.0", "9.12.3").injectNull(0.3),
            Arbitraries.of("6f3c", "\ud83d\ude00").injectNull(0.5),
            instants().injectNull(0.3),
            indexInfos(names, lines)
                .list()
                .uniqueElements(IndexInfo::name)
                .ofMinSize(least)
                .ofMaxSize(most),
            namespaces,
            extensions())
        .as(DumpHeader::new);
  }

  private static Arbitrary<IndexName> indexNames(Set<FormatTrait> traits) {
    if (traits.contains(FormatTrait.NAMESPACE_REQUIRED)) {
      return Combinators.combine(names(), names()).as(IndexName::new);
    }
    return traits.contains(FormatTrait.NAMESPACES) ? indexNames() : names().map(IndexName::of);
  }

  /** Documents, with something beside them where that is asked for. */
  public static Arbitrary<DocumentContent> documents(Lines lines) {
    Arbitrary<String> sources = JsonArbitraries.smallDocuments();
    if (lines == Lines.SOURCE) {
      return sources.map(DocumentContent::of);
    }
    Arbitrary<String> texts = Arbitraries.of("1", "a/b", " ", "\u00e9", "\ud800", "\u0000", "\"\\");
    return Combinators.combine(texts.injectNull(0.1), texts.injectNull(0.7), versions(), sources)
        .as(DocumentContent::new);
  }

  private static Arbitrary<@Nullable Long> versions() {
    return Arbitraries.longs().greaterOrEqual(0).injectNull(0.5);
  }

  /** Sections of the instance. */
  public static Arbitrary<SectionContent> sections() {
    return sections(List.of());
  }

  /** Sections of the instance or of one of these indexes. */
  public static Arbitrary<SectionContent> sections(List<IndexName> indexes) {
    Arbitrary<@Nullable IndexName> owners =
        indexes.isEmpty()
            ? Arbitraries.just(IndexName.of("none")).injectNull(1)
            : Arbitraries.of(indexes).injectNull(0.5);
    Arbitrary<String> bytes =
        Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(200);
    return Arbitraries.of(Section.MediaType.values())
        .flatMap(
            type ->
                Combinators.combine(
                        names(),
                        owners,
                        Arbitraries.of(Section.Sensitivity.values()),
                        content(type),
                        Arbitraries.maps(names(), bytes).ofMaxSize(3))
                    .as(
                        (name, index, sensitivity, content, attachments) ->
                            new SectionContent(
                                name, index, type, sensitivity, content, attachments)));
  }

  private static Arbitrary<String> content(Section.MediaType type) {
    Arbitrary<String> ascii =
        JsonArbitraries.smallDocuments().filter(json -> json.chars().allMatch(c -> c < 0x80));
    return switch (type) {
      case JSON -> ascii;
      case JSON_LINES -> ascii.list().ofMaxSize(4).map(all -> String.join("\n", all));
      case BYTES -> Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(500);
    };
  }

  /**
   * Whole small dumps, of what a format with these traits can hold.
   *
   * @param traits the format's traits
   */
  public static Arbitrary<DumpContent> dumps(Set<FormatTrait> traits) {
    return headers(traits)
        .flatMap(
            header -> {
              List<IndexName> names = header.indexes().stream().map(IndexInfo::name).toList();
              Arbitrary<List<SectionContent>> sections =
                  traits.contains(FormatTrait.SECTIONS)
                      ? sections(names)
                          .list()
                          .uniqueElements(
                              section -> List.of(String.valueOf(section.index()), section.name()))
                          .ofMaxSize(3)
                      : Arbitraries.just(List.of());
              return Combinators.combine(documents(header), sections)
                  .as((documents, all) -> new DumpContent(header, documents, all));
            });
  }

  private static Arbitrary<Map<IndexName, List<DocumentContent>>> documents(DumpHeader header) {
    List<Arbitrary<List<DocumentContent>>> lists =
        header.indexes().stream()
            .map(index -> documents(index.lines()).list().ofMaxSize(6))
            .map(list -> (Arbitrary<List<DocumentContent>>) list)
            .toList();
    return Combinators.combine(lists)
        .as(
            all -> {
              Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
              for (int i = 0; i < all.size(); i++) {
                documents.put(header.indexes().get(i).name(), all.get(i));
              }
              return documents;
            });
  }
}
