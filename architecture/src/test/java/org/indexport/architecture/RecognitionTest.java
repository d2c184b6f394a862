package org.indexport.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.WriteOptions;
import org.indexport.transfer.DumpConverter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each format is told from all others, also where it carries what another one has said. */
class RecognitionTest {
  private static final Path MOVIES = Path.of("../examples/data/meilisearch-0.29.dump");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "meilisearch"})
  void aConvertedDumpIsOfItsNewFormat(String format) throws IOException {
    Path converted = folder.resolve("converted");
    try (DumpReader reader = Dumps.open(MOVIES)) {
      assertThat(reader.format()).isEqualTo("meilisearch");
      DumpConverter converter = DumpConverter.from(reader);
      try (DumpWriter writer =
          Dumps.create(format, converted, converter.header(), WriteOptions.DEFAULT)) {
        converter.into(writer);
      }
    }
    try (DumpReader reader = Dumps.open(converted)) {
      assertThat(reader.format()).isEqualTo(format);
      assertThat(reader.header().engineName()).isEqualTo("meilisearch");
    }
  }
}
