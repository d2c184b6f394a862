package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.Settings;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.testkit.DumpContent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a folder, by name and content. */
class FolderTest {
  private static final String HIT = "{\"_index\":\"%s\",\"_id\":\"1\",\"_source\":{}}\n";

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void hit(String name, String index) throws IOException {
    write(name, HIT.formatted(index));
  }

  private DumpReader open() throws IOException {
    return RealFiles.open(folder, ReadOptions.DEFAULT);
  }

  private List<String> names() throws IOException {
    try (DumpReader reader = open()) {
      return reader.header().indexes().stream().map(index -> index.name().name()).toList();
    }
  }

  private @Nullable Settings settings(String name) throws IOException {
    try (DumpReader reader = open()) {
      IndexInfo index = reader.header().index(IndexName.of(name));
      return index == null ? null : index.settings();
    }
  }

  @Test
  void aNameThatEndsLikeATypeIsToldByContent() throws IOException {
    hit("x.mapping.json", "x.mapping");
    assertThat(names()).containsExactly("x.mapping");
    write("x.mapping.json", "{\"x\":{\"mappings\":{\"dynamic\":\"strict\"}}}\n");
    assertThat(names()).containsExactly("x");
    write("x.mapping.json", "");
    write("x.mapping.mapping.json", "{\"x.mapping\":{\"mappings\":{}}}\n");
    assertThat(names()).containsExactly("x.mapping");
  }

  @Test
  void plainAndPackedFilesLieTogether() throws IOException {
    hit("x.json", "x");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"x\":{\"mappings\":{\"a\":1}}}".getBytes(UTF_8));
    }
    Files.write(folder.resolve("x.mapping.json.gz"), packed.toByteArray());
    assertThat(settings("x"))
        .isEqualTo(Settings.of("elasticsearch", null, "{\"mappings\":{\"a\":1}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":{\"settings\":{\"index\":{\"a\":\"1\"}}}}",
        "\"{\\\"x\\\":{\\\"settings\\\":{\\\"index\\\":{\\\"a\\\":\\\"1\\\"}}}}\"\r\n",
        "\n \"{\\\"x\\\":{\\\"settings\\\":{\\\"index\\\":{\\\"a\\\":\\\"1\\\"}}},\\\"y\\\":{}}\""
      })
  void metaFilesAreObjectsOrStrings(String text) throws IOException {
    hit("x.json", "x");
    write("x.settings.json", text);
    assertThat(settings("x"))
        .isEqualTo(Settings.of("elasticsearch", null, "{\"settings\":{\"index\":{\"a\":\"1\"}}}"));
  }

  @Test
  void aRenamedFileGivesItsNameToTheIndex() throws IOException {
    hit("new.json", "old");
    write("new.settings.json", "{\"old\":{\"settings\":{\"index\":{\"a\":\"1\"}}}}");
    assertThat(names()).containsExactly("new");
    assertThat(settings("new")).isNotNull();
    try (DumpReader reader = open()) {
      assertThat(reader.notices()).singleElement().asString().contains("new", "old");
    }
    ReadOptions documents = ReadOptions.DEFAULT.with(FormatElasticdump.INDEX_NAMES, "documents");
    assertThat(RealFiles.read(folder, documents).documents()).containsOnlyKeys(IndexName.of("old"));
  }

  @Test
  void anAliasStandsForWhatItNames() throws IOException {
    hit("alias.json", "one");
    write("alias.settings.json", "{\"one\":{\"settings\":{\"index\":{\"a\":\"1\"}}},\"alias\":{}}");
    assertThat(names()).containsExactly("one");
    assertThat(settings("one")).isNotNull();
  }

  @Test
  void theIndexFileCountsWhereNothingElseIsSaid() throws IOException {
    hit("x.json", "x");
    write(
        "x.index.json",
        "{\"x\":{\"aliases\":{\"a\":{}},\"mappings\":{\"m\":1},\"settings\":{\"index\":{\"s\":\"1\"}}}}");
    assertThat(settings("x"))
        .isEqualTo(
            Settings.of(
                "elasticsearch",
                null,
                "{\"mappings\":{\"m\":1},\"settings\":{\"index\":{\"s\":\"1\"}}}"));
    assertThat(RealFiles.sections(RealFiles.read(folder, ReadOptions.DEFAULT)))
        .containsOnlyKeys("x:aliases");
    write("x.settings.json", "{\"x\":{\"settings\":{\"index\":{\"s\":\"2\"}}}}");
    assertThat(settings("x"))
        .isEqualTo(
            Settings.of(
                "elasticsearch",
                null,
                "{\"settings\":{\"index\":{\"s\":\"2\"}},\"mappings\":{\"m\":1}}"));
  }

  @Test
  void anAnalyzerFileIsASectionOnlyIfItSaysSomethingElse() throws IOException {
    hit("x.json", "x");
    write("x.settings.json", "{\"x\":{\"settings\":{\"index\":{\"s\":\"1\"}}}}");
    write("x.analyzer.json", "{\"x\":{\"settings\":{\"index\":{\"s\":\"1\"}}}}");
    assertThat(RealFiles.read(folder, ReadOptions.DEFAULT).sections()).isEmpty();
    write("x.analyzer.json", "{\"x\":{\"settings\":{\"index\":{\"analysis\":{}}}}}");
    assertThat(RealFiles.sections(RealFiles.read(folder, ReadOptions.DEFAULT)))
        .containsOnlyKeys("x:analyzer");
  }

  @Test
  void anAnalyzerFileAloneIsTheSettings() throws IOException {
    String json = "{\"index\":{\"analysis\":{\"analyzer\":{\"a\":{\"type\":\"stop\"}}}}}";
    Settings expected = Settings.of("elasticsearch", null, "{\"settings\":" + json + "}");
    String file = "\"{\\\"x\\\":{\\\"settings\\\":" + json.replace("\"", "\\\"") + "}}\"";
    write("x.analyzer.json", file);
    hit("x.json", "x");
    assertThat(settings("x")).isEqualTo(expected);
    assertThat(RealFiles.read(folder, ReadOptions.DEFAULT).sections()).isEmpty();
    Path alone = folder.resolve("x.analyzer.json");
    assertThat(RealFiles.read(alone, ReadOptions.DEFAULT).header().indexes())
        .extracting(IndexInfo::settings)
        .containsExactly(expected);
  }

  @Test
  void templatesThatDifferAreTold() throws IOException {
    hit("x.json", "x");
    write("x.template.json", "\"{\\\"t\\\":{\\\"order\\\":1}}\"");
    write("y.template.json", "\"{\\\"t\\\":{\\\"order\\\":2}}\"");
    try (DumpReader reader = open()) {
      assertThat(reader.header().indexes()).hasSize(1);
      assertThat(reader.notices()).singleElement().asString().contains("y.template.json");
      assertThat(RealFiles.section(DumpContent.read(reader), "templates"))
          .isEqualTo("{\"t\":{\"order\":1}}");
    }
  }

  @Test
  void strangersAreToldAndPassedOver() throws IOException {
    hit("x.json", "x");
    write("README.md", "hello");
    write("package.json", "{\"name\":\"p\"}");
    Files.createDirectory(folder.resolve("more"));
    try (DumpReader reader = open()) {
      assertThat(reader.header().indexes()).hasSize(1);
      assertThat(reader.notices())
          .hasSize(3)
          .anyMatch(notice -> notice.contains("README.md"))
          .anyMatch(notice -> notice.contains("package.json"))
          .anyMatch(notice -> notice.contains("more"));
    }
  }

  @Test
  void aMissingPartIsAnError() throws IOException {
    hit("x.split-0.json", "x");
    hit("x.split-2.json", "x");
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(this::open)
        .withMessageContaining("split-1");
    hit("x.split-1.json", "x");
    for (int i = 3; i < 12; i++) {
      hit("x.split-" + i + ".json", "x");
    }
    assertThat(RealFiles.read(folder, ReadOptions.DEFAULT).documents(IndexName.of("x")))
        .hasSize(12);
  }

  @Test
  void whatIsThereTwiceIsAnError() throws IOException {
    hit("x.json", "x");
    hit("x.json.gz", "x");
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(this::open)
        .withMessageContaining("x.json");
    Files.delete(folder.resolve("x.json.gz"));
    hit("x.split-0.json", "x");
    assertThatExceptionOfType(CorruptDumpException.class).isThrownBy(this::open);
    Files.delete(folder.resolve("x.split-0.json"));
    write("x.alias.json", "\"{}\"");
    write("x.alias.json.gz", "\"{}\"");
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(this::open)
        .withMessageContaining("x.alias.json");
  }

  @Test
  void metaFilesThatAreCutOrWrongAreErrors() throws IOException {
    hit("x.json", "x");
    for (String cut : List.of("", "\"", "\"{\\\"x\\\":", "{\"x\":{\"set")) {
      write("x.settings.json", cut);
      assertThatExceptionOfType(TruncatedDumpException.class).as(cut).isThrownBy(this::open);
    }
    for (String wrong :
        List.of("7", "\"7\"", "{\"x\":{}}{}", "\"{}\" 1", "[]", "{\"x\":{},\"x\":{}}")) {
      write("x.settings.json", wrong);
      assertThatExceptionOfType(CorruptDumpException.class).as(wrong).isThrownBy(this::open);
    }
  }

  @Test
  void theBannerOfAServerIsRefused() throws IOException {
    write(
        "x.json", "\"{\\\"name\\\":\\\"n\\\",\\\"cluster_name\\\":\\\"c\\\",\\\"version\\\":{}}\"");
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(
            () ->
                new FormatElasticdump()
                    .open(DumpSource.path(folder.resolve("x.json")), ReadOptions.DEFAULT));
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    write("README.md", "hello");
    assertThatExceptionOfType(UnknownFormatException.class).isThrownBy(this::open);
    assertThat(probe(folder)).isEqualTo(MatchStrength.NONE);
  }

  @Test
  void anOptionForOneIndexIsRefused() throws IOException {
    hit("x.json", "x");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RealFiles.open(folder, ReadOptions.DEFAULT.with(FormatElasticdump.INDEX, "y")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RealFiles.open(
                    folder, ReadOptions.DEFAULT.with(FormatElasticdump.INDEX_NAMES, "any")));
  }

  private static MatchStrength probe(Path path) throws IOException {
    try (DumpSource source = DumpSource.path(path)) {
      return new FormatElasticdump().probe(Probe.of(source));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"a\":1}\n{\"b\":2}",
        "{\"id\":1,\"settings\":{\"a\":1}}",
        "{\"user\":{\"settings\":{}}}",
        "{\"user\":{\"mappings\":{},\"more\":1}}",
        "[]",
        "\"text\"",
        "\"{\\\"a\\\":1}\"",
        "hello"
      })
  void otherFilesAreNotTaken(String text) throws IOException {
    write("file", text);
    assertThat(probe(folder.resolve("file"))).isEqualTo(MatchStrength.NONE);
  }
}
