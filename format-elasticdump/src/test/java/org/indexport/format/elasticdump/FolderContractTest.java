package org.indexport.format.elasticdump;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
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

/** The contract of formats for a folder. */
class FolderContractTest extends DumpFormatContract {
  private static final List<String> SETTINGS =
      List.of(
          "{}",
          "{\"settings\":{\"index\":{\"number_of_shards\":\"1\"}}}",
          "{ \"mappings\" : {\"properties\":\n{\"a\":{\"type\":\"long\"}}},\r\n\t\"unknown\":1.0}",
          "{\"mappings\":{},\"settings\":{\"index\":{\"x\":\"\u00e9 \\\" \\n\"}}}");

  private static final List<String> NAMES =
      List.of("movies", ".dot", "pct%41", "p\u0159\u00edklad", "x.mapping", "y.json", "z.json.gz");

  /** Damage to each of seven files of an index takes a while, so many indexes are the exception. */
  private static final Arbitrary<Integer> MOST_INDEXES =
      Arbitraries.frequency(Tuple.of(8, 1), Tuple.of(4, 2), Tuple.of(1, NAMES.size()));

  @Override
  public DumpFormat format() {
    return new FormatElasticdump();
  }

  @Override
  public String dialect() {
    return FormatElasticdump.DIALECT;
  }

  @Override
  public DumpSink sink(Path path) {
    return DumpSink.folder(path);
  }

  /** The manifest lies beside the folder, which tests of its own look at. */
  @Override
  public WriteOptions writeOptions() {
    return WriteOptions.DEFAULT.with(FormatElasticdump.MANIFEST, "none");
  }

  @Override
  public Protection protection() {
    return Protection.NONE;
  }

  /** Names with capitals may not be there twice. */
  @Override
  public IndexInfo index(String name) {
    return IndexInfo.of(name.equals("B") ? "B-large" : name.replace(' ', '-'));
  }

  /** Names that the engine takes, settings as it has them, its own side data. */
  @Override
  public Arbitrary<DumpContent> dumps() {
    return Combinators.combine(
            DumpArbitraries.dumps(traits()),
            MOST_INDEXES,
            Arbitraries.of(SETTINGS),
            Arbitraries.of("{\"a\":{}}", "{ \"b\" : {\"filter\":{\"term\":{\"x\":1.0}}}}")
                .injectNull(0.3),
            Arbitraries.of("{\"t\":{\"order\":1}}", "{ \"t\":\n{}}").injectNull(0.5))
        .as(FolderContractTest::fitted);
  }

  private static DumpContent fitted(
      DumpContent any,
      int most,
      String settings,
      @Nullable String aliases,
      @Nullable String templates) {
    List<IndexInfo> indexes = new ArrayList<>();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    List<SectionContent> sections = new ArrayList<>();
    for (IndexInfo index :
        any.header().indexes().subList(0, Math.min(most, any.header().indexes().size()))) {
      IndexInfo fitted = fitted(index, NAMES.get(indexes.size()), settings);
      indexes.add(fitted);
      documents.put(fitted.name(), any.documents(index.name()));
      if (aliases != null) {
        sections.add(section(FormatElasticdump.ALIASES, fitted.name(), aliases));
      }
    }
    if (templates != null && !indexes.isEmpty()) {
      sections.add(section(FormatElasticdump.TEMPLATES, null, templates));
    }
    return new DumpContent(any.header().withIndexes(indexes), documents, sections);
  }

  private static IndexInfo fitted(IndexInfo index, String name, String settings) {
    Settings any = index.settings();
    boolean own = any != null && any.dialect().equals(FormatElasticdump.DIALECT);
    return index.toBuilder()
        .name(IndexName.of(name))
        .settings(own ? Settings.of(FormatElasticdump.DIALECT, "8", settings) : any)
        .build();
  }

  private static SectionContent section(String name, @Nullable IndexName index, String json) {
    return new SectionContent(name, index, MediaType.JSON, Sensitivity.OPEN, json, Map.of());
  }

  @Override
  public DumpContent carried(DumpContent written) {
    List<IndexInfo> indexes =
        written.header().indexes().stream()
            .map(FolderContractTest::carried)
            .sorted(Comparator.comparing(IndexInfo::name))
            .toList();
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    for (IndexInfo index : written.header().indexes()) {
      documents.put(
          index.name(),
          written.documents(index.name()).stream()
              .map(document -> identified(index, document))
              .toList());
    }
    return new DumpContent(DumpHeader.of(indexes), documents, sections(written));
  }

  private static List<SectionContent> sections(DumpContent written) {
    return written.sections().stream()
        .filter(
            section ->
                section.name().equals(FormatElasticdump.ALIASES)
                    || section.name().equals(FormatElasticdump.TEMPLATES))
        .toList();
  }

  private static IndexInfo carried(IndexInfo index) {
    return IndexInfo.builder(index.name()).lines(Lines.ENVELOPE).settings(settings(index)).build();
  }

  private static @Nullable Settings settings(IndexInfo index) {
    try {
      Settings translated =
          SettingsTranslation.of(index, FormatElasticdump.DIALECT, SchemaDialects.load())
              .value()
              .settings();
      return translated == null
          ? null
          : Settings.of(FormatElasticdump.DIALECT, null, translated.json());
    } catch (DumpException e) {
      return null;
    }
  }

  /** Ids that lie in documents lie beside them too afterwards. */
  static DocumentContent identified(IndexInfo index, DocumentContent document) {
    if (index.lines() == Lines.ENVELOPE || index.primaryKey() == null) {
      return document;
    }
    return new DocumentContent(
        Ids.of(index.primaryKey(), document.json()), null, null, document.json());
  }

  /** What has no place is told, not refused; names are refused. */
  @Test
  @Override
  public void whatHasNoPlaceIsRefused() throws IOException {
    Refusals.ofNames(format(), DumpSink::folder, writeOptions(), "a.split-3", "x".repeat(250));
  }
}
