package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.Secrets;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final String JSON = "{ \"key\" : \"hush\", \"n\":1.0 }";
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies"))
          .primaryKey("id")
          .settings(new Settings("none", null, JSON, List.of("/key", "/absent")))
          .build();

  private static SectionContent section(String name, Sensitivity sensitivity) {
    return new SectionContent(name, null, MediaType.JSON, sensitivity, "{}", Map.of());
  }

  private static MemoryDump dump() {
    return new MemoryDump(MOVIES)
        .section(section("keys", Sensitivity.SENSITIVE))
        .section(section("open", Sensitivity.OPEN))
        .parts(MOVIES, 7, List.of("{\"id\":1}"));
  }

  /** A format of which only the traits count. */
  private record Format(Set<FormatTrait> traits) implements DumpFormat {
    @Override
    public String id() {
      return "any";
    }

    @Override
    public String summary() {
      return "any";
    }

    @Override
    public MatchStrength probe(Probe probe) {
      return MatchStrength.NONE;
    }

    @Override
    public DumpReader open(DumpSource source, ReadOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  private static DumpConverter converter(Secrets secrets, FormatTrait... lacking) {
    Set<FormatTrait> traits = EnumSet.allOf(FormatTrait.class);
    traits.remove(FormatTrait.NAMESPACE_REQUIRED);
    traits.removeAll(List.of(lacking));
    return DumpConverter.from(dump())
        .select(Selection.builder().secrets(secrets).build())
        .to(new Format(traits));
  }

  private static void keeps(DumpConverter converter) throws IOException {
    MemoryWriter writer = new MemoryWriter(converter.header());
    TransferReport report = converter.into(writer);
    assertThat(writer.content().header().indexes().get(0).settings()).isEqualTo(MOVIES.settings());
    assertThat(writer.content().sections()).hasSize(2);
    assertThat(report.indexes().get(0).losses()).isEmpty();
  }

  private static void leavesOut(DumpConverter converter) throws IOException {
    MemoryWriter writer = new MemoryWriter(converter.header());
    TransferReport report = converter.into(writer);
    assertThat(writer.content().header().indexes().get(0).settings())
        .isEqualTo(Settings.of("none", null, "{ \"n\":1.0 }"));
    assertThat(writer.content().sections()).containsExactly(section("open", Sensitivity.OPEN));
    assertThat(report.indexes().get(0).losses())
        .anyMatch(loss -> loss.startsWith("settings: the secret /key is left out"));
    assertThat(report.sections())
        .anyMatch(line -> line.startsWith("keys: it holds secrets and is left out"))
        .contains("open: written");
  }

  @Test
  void targetsThatKeepSecretsGetThem() throws IOException {
    keeps(converter(Secrets.WHERE_KEPT));
    leavesOut(converter(Secrets.WHERE_KEPT, FormatTrait.SECRETS));
  }

  @Test
  void allTargetsGetThemOrNone() throws IOException {
    keeps(converter(Secrets.INCLUDED, FormatTrait.SECRETS));
    leavesOut(converter(Secrets.LEFT_OUT));
  }

  @Test
  void documentsThatAreSecretsGoWhereSecretsGo() throws IOException {
    IndexInfo keys =
        IndexInfo.builder(IndexName.of("vault", "keys"))
            .primaryKey("id")
            .extensions(Map.of(IndexInfo.SENSITIVE, "true"))
            .build();
    SectionContent aliases =
        new SectionContent(
            "aliases", keys.name(), MediaType.JSON, Sensitivity.OPEN, "{}", Map.of());
    for (Secrets secrets : Secrets.values()) {
      MemoryDump dump =
          new MemoryDump(keys, MOVIES)
              .section(aliases)
              .parts(keys, 7, List.of("{\"id\":2}"))
              .parts(MOVIES, 7, List.of("{\"id\":1}"));
      DumpConverter converter =
          DumpConverter.from(dump)
              .select(Selection.builder().secrets(secrets).build())
              .to(new Format(EnumSet.complementOf(EnumSet.of(FormatTrait.NAMESPACE_REQUIRED))));
      MemoryWriter writer = new MemoryWriter(converter.header());
      TransferReport report = converter.into(writer);
      boolean kept = secrets != Secrets.LEFT_OUT;
      assertThat(report.indexes()).hasSize(kept ? 2 : 1);
      assertThat(writer.content().header().indexes()).hasSize(kept ? 2 : 1);
      assertThat(writer.content().sections()).hasSize(kept ? 1 : 0);
      assertThat(report.notices().stream().anyMatch(n -> n.contains("vault/keys")))
          .isEqualTo(!kept);
    }
  }

  @Test
  void settingsThatAreSecretAsAWholeVanish() throws IOException {
    IndexInfo secret =
        MOVIES.toBuilder().settings(new Settings("none", null, "{}", List.of(""))).build();
    DumpConverter converter =
        DumpConverter.from(new MemoryDump(secret))
            .select(Selection.builder().secrets(Secrets.LEFT_OUT).build());
    assertThat(converter.header().indexes().get(0).settings()).isNull();
  }

  @Test
  void enginesGetNoSecretsUnasked() throws IOException {
    for (Secrets secrets : Secrets.values()) {
      InMemoryEngine engine = new InMemoryEngine();
      Selection selection =
          Selection.builder().section("keys").section("open").secrets(secrets).build();
      TransferReport report;
      try (var indexer = new InMemoryIndexer(engine)) {
        report = DumpImporter.from(dump()).select(selection).into(indexer);
      }
      boolean included = secrets == Secrets.INCLUDED;
      assertThat(report.sections().stream().filter(line -> line.contains("holds secrets")))
          .hasSize(included ? 0 : 1);
    }
  }
}
