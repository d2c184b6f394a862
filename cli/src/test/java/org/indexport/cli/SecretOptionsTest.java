package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretOptionsTest {
  @TempDir Path folder;
  private Samples samples;

  @BeforeEach
  void prepare() {
    samples = new Samples(folder);
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void formatsThatKeepSecretsGetThemForTheirOwnerOnly() throws Exception {
    Path rich = samples.rich();
    assertThat(permissions(rich)).isEqualTo("rw-------");
    for (String format : new String[] {"v1", "v2"}) {
      Path output = folder.resolve("out." + format);
      assertThat(Outcome.of("convert", rich, output, "--to", format).code()).isZero();
      assertThat(permissions(output)).isEqualTo("rw-------");
      assertThat(Outcome.of("sections", output, "keys", "--show-secrets").out())
          .isEqualTo("{\"key\":\"hush\"}\n{\"key\":2}\n");
    }
    Path inFolder = folder.resolve("folder");
    assertThat(Outcome.of("convert", rich, inFolder + "/", "--to", "v2").code()).isZero();
    assertThat(permissions(inFolder)).isEqualTo("rwx------");
  }

  @Test
  void redactedDumpsHoldNone() throws Exception {
    Path rich = samples.rich();
    for (String format : new String[] {"v1", "v2"}) {
      Path output = folder.resolve("out." + format);

      Outcome outcome = Outcome.of("convert", rich, output, "--to", format, "--redact");

      assertThat(outcome.code()).isZero();
      assertThat(outcome.out())
          .contains("keys: it holds secrets and is left out, as was asked for")
          .contains("settings: the secret /token is left out, as was asked for");
      assertThat(permissions(output)).isNotEqualTo("rw-------");
      assertThat(Outcome.of("sections", output).out()).doesNotContain("keys").contains("aliases");
      assertThat(Outcome.of("settings", output, "cinema/movies", "--show-secrets").out().strip())
          .isEqualTo(Samples.SETTINGS.replace(", \"token\" : \"hush\"", ""));
    }
  }

  @Test
  void printedSecretsAreMasked() throws Exception {
    Path rich = samples.rich();
    assertThat(Outcome.of("sections", rich, "keys").out()).isEqualTo("***\n");
    assertThat(Outcome.of("settings", rich, "cinema/movies").out())
        .contains("***")
        .doesNotContain("hush");
    assertThat(Outcome.of("inspect", rich, "--json").out()).contains("***").doesNotContain("hush");
    assertThat(Outcome.of("inspect", rich, "--json", "--show-secrets").out()).contains("hush");
  }

  @Test
  void withAndWithoutExcludeEachOther() throws Exception {
    Outcome outcome =
        Outcome.of("convert", samples.rich(), folder.resolve("o"), "--redact", "--include-secrets");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void aDumpForMeilisearchTellsWhatItLeavesOut() throws Exception {
    Path movies = samples.movies();
    Path output = folder.resolve("meili.dump");

    Outcome outcome =
        Outcome.of(
            "convert",
            movies,
            output,
            "--to",
            "meilisearch",
            "--primary-key",
            "id",
            "--target-version",
            "1.13");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Good to know:").contains("keys: there are none");
    assertThat(Outcome.of("cat", output, "movies").out()).isEqualTo(Samples.MOVIES);
    Path outside = folder.resolve("outside.dump");
    assertThat(
            Outcome.of(
                    "convert",
                    samples.rich(),
                    outside,
                    "--to",
                    "meilisearch",
                    "--index",
                    "music/songs")
                .code())
        .isZero();
    assertThat(Outcome.of("cat", outside, "music__songs").out())
        .isEqualTo("{\"id\":\"s1\",\"title\":\"Ode\"}\n");
  }

  @Test
  void idsThatMeilisearchRefusesAreMappedOnlyIfAskedFor() throws Exception {
    Path input = samples.file("a.jsonl", "{\"id\":\"a b\"}\n{\"id\":1}\n");
    Path output = folder.resolve("meili.dump");
    String[] command = {
      "convert", input.toString(), output.toString(), "--to", "meilisearch", "--primary-key", "id"
    };

    Outcome refused = Outcome.of((Object[]) command);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("\"a b\" (document 1)").contains("--map-ids");
    assertThat(output).doesNotExist();
    String[] mapping = java.util.Arrays.copyOf(command, command.length + 1);
    mapping[command.length] = "--map-ids";
    Outcome mapped = Outcome.of((Object[]) mapping);
    assertThat(mapped.code()).isZero();
    assertThat(mapped.out()).contains("ids: mapped in 1 document");
    assertThat(Outcome.of("cat", output, "a").out())
        .isEqualTo("{\"_indexport_id\":\"a b\",\"id\":\"x-YSBi\"}\n{\"id\":1}\n");
    assertThat(Outcome.of("convert", input, folder.resolve("o"), "--map-ids").code()).isEqualTo(2);
  }

  @Test
  void lenientListsWhatIsWrong() throws Exception {
    Path file = samples.file("movies.jsonl", "{\"id\":1}\nwhat\n{\"id\":2}\never\n{\"id\":3}\n");

    Outcome outcome = Outcome.of("cat", file, "movies", "--lenient");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).isEqualTo("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    assertThat(outcome.err()).contains("line 2").contains("line 4");
  }
}
