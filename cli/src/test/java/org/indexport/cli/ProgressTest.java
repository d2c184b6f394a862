package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.indexport.IndexName;
import org.indexport.ReadOptions.Damage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir Path folder;

  @Test
  void tellsOfEachOfSeveralIndexes() throws Exception {
    Path dump = folder.resolve("copy.dump");
    Outcome.of("convert", new Samples(folder).rich(), dump, "--to", "v2");
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            false);
    try (Input input =
            new InputOptions()
                .open(dump.toString(), new NamedOptions(), 1, terminal, Damage.REFUSE);
        Progress progress = Progress.start("dump", input, terminal, new CommonOptions())) {
      long all =
          Objects.requireNonNull(input.reader().manifest()).indexes().stream()
              .filter(index -> index.name().toString().equals("cinema/movies"))
              .findFirst()
              .orElseThrow()
              .documents();
      assertThat(progress.line()).doesNotContain("cinema");
      progress.progressedIn(IndexName.of("cinema", "movies"), all);
      progress.progressed(all, 100);
      assertThat(progress.line()).startsWith("cinema/movies %d/%d, 100 %%; ".formatted(all, all));
      progress.progressedIn(IndexName.of("cinema", "movies"), all - 1);
      assertThat(progress.line())
          .startsWith(
              "cinema/movies %d/%d, %d %%; ".formatted(all - 1, all, 100 * (all - 1) / all));
    }
  }
}
