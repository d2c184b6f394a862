package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsAndSectionsTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void settingsAreVerbatimButForSecrets() throws Exception {
    Path dump = samples.rich();

    assertThat(Outcome.of("settings", dump, "cinema/movies").out())
        .isEqualTo(Samples.SETTINGS.replace("hush", "***") + "\n");
    assertThat(Outcome.of("settings", dump, "cinema/movies", "--show-secrets").out())
        .isEqualTo(Samples.SETTINGS + "\n");
  }

  @Test
  void schemaIsNeutral() throws Exception {
    Outcome outcome = Outcome.of("settings", samples.rich(), "cinema/movies", "--schema");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.json().string("primaryKey")).isEqualTo("id");
    assertThat(outcome.only("fields").string("path")).isEqualTo("title");
    assertThat(outcome.only("fields").string("type")).isEqualTo("text");
    assertThat(outcome.only("fields").strings("roles")).containsExactly("searchable");
  }

  @Test
  void anIndexWithoutSettingsFails() throws Exception {
    Outcome outcome = Outcome.of("settings", samples.rich(), "music/songs");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("music/songs has no settings");
  }

  @Test
  void sectionsAreListed() throws Exception {
    Path dump = samples.rich();

    assertThat(Outcome.of("sections", dump).out()).contains("keys", "aliases", "cinema/movies");
    assertThat(Outcome.of("sections", dump, "--json").json().objects("sections")).hasSize(2);
    assertThat(Outcome.of("sections", samples.movies()).out()).isEmpty();
  }

  @Test
  void aSectionIsWritten() throws Exception {
    Path dump = samples.rich();

    assertThat(Outcome.of("sections", dump, "aliases").out()).isEqualTo("{\"alias\":\"films\"}\n");
    assertThat(Outcome.of("sections", dump, "cinema/movies:aliases").out())
        .isEqualTo("{\"alias\":\"films\"}\n");
    assertThat(Outcome.of("sections", dump, "tasks").code()).isEqualTo(2);
  }

  @Test
  void aSecretSectionIsHidden() throws Exception {
    Path dump = samples.rich();

    assertThat(Outcome.of("sections", dump, "keys").out()).isEqualTo("***\n");
    assertThat(Outcome.of("sections", dump, "keys", "--show-secrets").out()).contains("hush");
  }
}
