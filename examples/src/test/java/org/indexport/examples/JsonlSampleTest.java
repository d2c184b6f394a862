package org.indexport.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.transfer.DumpConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSampleTest {
  @TempDir Path temporary;

  @Test
  void aFileBecomesAFolder() throws IOException {
    Path file = temporary.resolve("any.txt");
    Files.writeString(file, "{\"id\":1,\"title\":\"Alien\"}\n{\"id\":2,\"title\":\"Brazil\"}\n");

    Path folder = temporary.resolve("folder");
    try (DumpReader films = JsonlSample.openFilms(file)) {
      DumpConverter converter = DumpConverter.from(films);
      try (DumpWriter writer = JsonlSample.createFolder(folder, converter.header())) {
        converter.into(writer);
      }
    }

    assertThat(folder.resolve("films.jsonl")).hasSameTextualContentAs(file);
  }
}
