package org.indexport.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.indexport.DumpFormats;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.GoldenCase;
import org.indexport.testkit.GoldenDumps;
import org.junit.jupiter.api.Test;

/** Every format of Indexport's own has golden files, and what once had them is read for ever. */
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("..", "docs", "format", "golden");

  /** The formats that prove their completeness are those that are ours to define. */
  private static List<String> formats() {
    return DumpFormats.load().all().stream()
        .filter(format -> format.traits().contains(FormatTrait.PROVES_COMPLETENESS))
        .map(DumpFormat::id)
        .toList();
  }

  /** Whether they are right is tested beside each format. */
  @Test
  void everyFormatHasEveryCase() throws IOException {
    Set<String> required = new TreeSet<>(GoldenDumps.requiredVariants());
    GoldenDumps.written().stream().map(GoldenCase::name).forEach(required::add);
    assertThat(formats()).isNotEmpty();
    for (String format : formats()) {
      Path expected = GOLDEN.resolve(format).resolve("expected.json");
      assertThat(expected).as("golden files of format %s", format).exists();
      JsonNode json = new ObjectMapper().readTree(expected.toFile());
      assertThat(json.get("format").textValue()).isEqualTo(format);
      Set<String> cases = new TreeSet<>();
      for (JsonNode each : json.get("cases")) {
        cases.add(each.get("name").textValue());
        assertThat(GOLDEN.resolve(format).resolve(each.get("file").textValue())).exists();
      }
      assertThat(cases).as("golden cases of format %s", format).containsAll(required);
    }
  }

  @Test
  void everyFormatWithGoldenFilesIsStillRead() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      List<String> written =
          folders
              .filter(Files::isDirectory)
              .map(folder -> String.valueOf(folder.getFileName()).replaceFirst("-.*", ""))
              .distinct()
              .toList();
      assertThat(formats()).containsAll(written);
    }
  }
}
