package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no server; {@link DropInCheck} has the rest. */
class MultielasticdumpCommandTest {
  private static final String SERVER = "http://127.0.0.1:1";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--delete",
        "--customMatcher=@x.js",
        "--ignoreType=nothing",
        "--includeType=data,all",
        "--match=(",
        "--matchType=index",
        "--direction=sideways",
        "--fileSize=1mb",
        "--s3Compress",
        "--transform=doc.x=1"
      })
  void refusesByNameWhatItDoesNotDo(String option) {
    Outcome outcome =
        Outcome.of("multielasticdump", "--input=" + SERVER, "--output=" + folder, option);

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(option.replaceFirst("=.*", ""));
  }

  /** The original passes over what only elasticdump knows; scripts give both the same options. */
  @ParameterizedTest
  @ValueSource(strings = {"--noRefresh", "--retryAttempts=3", "--ignore-errors", "--pit"})
  void takesWhatChangesNothing(String option) {
    Outcome outcome =
        Outcome.of("multielasticdump", "--input=" + SERVER, "--output=" + folder, option);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("does not answer");
  }

  /** The original joins what is given several times. */
  @Test
  void listsOfTypesAddUp() {
    assertThat(types("--includeType=data", "--includeType=mapping, alias"))
        .containsExactlyInAnyOrder("data", "mapping", "alias");
    assertThat(types("--ignoreType=data", "--ignoreType", "mapping,policy,"))
        .containsExactlyInAnyOrder("settings", "template");
    assertThat(types("--includeType=")).hasSize(4);
  }

  private static Set<String> types(String... options) {
    return MultielasticdumpCommand.types(
        DropInArguments.of(
            "multielasticdump", DropInOptions.ofMultielasticdump(), List.of(options)));
  }

  @Test
  void aServerIsNamedWithoutIndexes() {
    Outcome outcome =
        Outcome.of("multielasticdump", "--input=" + SERVER + "/books", "--output=" + folder);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--input", "'books'", "--match");
  }

  /** What was lost on the way is not an index without documents. */
  @Test
  void anIndexWhoseDocumentsAreMissingIsAFailure() throws Exception {
    Files.writeString(folder.resolve("books.mapping.json"), "{\"books\":{\"mappings\":{}}}\n");

    Outcome outcome = load("--ignoreType=template");
    Outcome others = load("--includeType=mapping");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("books.json", "--ignoreType=data");
    assertThat(others.err()).contains("does not answer");
  }

  @Test
  void whatAnIndexHasNoFileOfIsTold() throws Exception {
    Files.writeString(
        folder.resolve("books.split-0.json"),
        "{\"_index\":\"books\",\"_id\":\"1\",\"_source\":{}}\n");

    assertThat(load("--ignoreType=template").err())
        .contains("index books: no file of type mapping and settings", "does not answer");
    assertThat(load("--includeType=data").err()).doesNotContain("no file of type");
  }

  private Outcome load(String option) {
    return Outcome.of(
        "multielasticdump", "--direction=load", "--input=" + folder, "--output=" + SERVER, option);
  }

  @Test
  void theSidesMustFitTheDirection() {
    for (String direction : new String[] {"dump", "load"}) {
      boolean dump = direction.equals("dump");
      Outcome outcome =
          Outcome.of(
              "multielasticdump",
              "--direction=" + direction,
              "--input=" + (dump ? folder : SERVER),
              "--output=" + (dump ? SERVER : folder));

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("--direction=" + direction);
    }
  }

  @Test
  void aServerThatIsNotThereIsAFailure() {
    Outcome dump = Outcome.of("multielasticdump", "--input=" + SERVER, "--output=" + folder);
    Outcome missing =
        Outcome.of(
            "multielasticdump",
            "--direction=load",
            "--input=" + folder.resolve("missing"),
            "--output=" + SERVER);

    assertThat(dump.code()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    assertThat(missing.code()).isEqualTo(2);
  }
}
