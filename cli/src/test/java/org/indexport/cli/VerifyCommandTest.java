package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void aWholeDumpIsComplete() throws Exception {
    Outcome outcome = Outcome.of("verify", samples.rich(), "--json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.json().truth("complete")).isTrue();
    JsonObject movies = outcome.json().objects("indexes").get(0);
    assertThat(movies.number("read")).isEqualTo(3);
    assertThat(movies.string("hash")).matches("[0-9a-f]{32}");
    assertThat(movies.raw("idHash")).isEqualTo("null");
    assertThat(outcome.json().objects("indexes").get(1).string("idHash")).matches("[0-9a-f]{32}");
  }

  @Test
  void whatCannotBeProvenIsSaidToBe() throws Exception {
    Outcome outcome = Outcome.of("verify", samples.movies());

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("cannot prove that nothing is missing");
  }

  @Test
  void aCutDumpIsIncomplete() throws Exception {
    Path cut = samples.cut(samples.rich());

    assertThat(Outcome.of("verify", cut).code()).isEqualTo(3);
    assertThat(Outcome.withInput(Files.readAllBytes(cut), "verify", "-").code()).isEqualTo(3);
    assertThat(Outcome.of("verify", cut, "--json").json().truth("complete")).isFalse();
  }

  @Test
  void wrongBytesAreDamage() throws Exception {
    Path damaged = samples.damaged(samples.rich(), "Mirror", "Nirror");

    Outcome outcome = Outcome.of("verify", damaged, "--quiet");

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("indexport: ").hasLineCount(1);
  }

  @Test
  void anUnsupportedVersionFails() throws Exception {
    Path newer = samples.damaged(samples.rich(), "\"version\":1,", "\"version\":7,");

    Outcome outcome = Outcome.of("verify", newer);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("version 7");
  }

  @Test
  void aMissingFileFails() {
    Outcome outcome = Outcome.of("verify", folder.resolve("nothing"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("no such file").hasLineCount(1);
  }
}
