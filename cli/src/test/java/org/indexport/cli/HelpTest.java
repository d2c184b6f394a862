package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "formats",
        "inspect",
        "cat",
        "settings",
        "sections",
        "verify",
        "convert",
        "import",
        "dump",
        "diff",
        "pack",
        "unpack",
        "filter",
        "merge",
        "salvage",
        "snapshot",
        "restore",
        "repo",
        "elasticdump",
        "multielasticdump",
        "kourou",
        "kourou index:export",
        "kourou collection:import",
        "kourou role:import",
        "kourou user:export",
        "repo init",
        "repo add",
        "repo list",
        "repo verify",
        "repo restore",
        "repo forget",
        "repo gc"
      })
  void eachCommandHasAnExample(String command) {
    Outcome outcome = Outcome.of((Object[]) (command + " --help").split(" "));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("Usage: indexport " + command)
        .contains("Example: indexport " + command);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void theWholeHasOneToo() {
    assertThat(Outcome.of("--help").out()).contains("Exit codes", "Example:");
    assertThat(Outcome.of("--version").out()).startsWith("indexport ");
    assertThat(Outcome.of("elasticdump", "--version").out()).startsWith("indexport ");
    assertThat(Outcome.of("multielasticdump", "--version").out()).startsWith("indexport ");
  }

  @Test
  void theWholeListsAllCommandsInOrder() {
    String commands = Outcome.of("--help").out().split("Commands:", 2)[1];

    assertThat(commands.lines().filter(line -> line.matches("  [a-z]+ .*")).map(HelpTest::name))
        .containsExactly(
            "formats",
            "inspect",
            "cat",
            "settings",
            "sections",
            "verify",
            "convert",
            "import",
            "dump",
            "diff",
            "pack",
            "unpack",
            "filter",
            "merge",
            "salvage",
            "snapshot",
            "restore",
            "repo",
            "elasticdump",
            "multielasticdump",
            "kourou");
  }

  private static String name(String line) {
    return line.strip().split(" ", 2)[0];
  }

  @Test
  void theVersionIsTheSameWithAndWithoutPicocli() {
    Outcome parsed = Outcome.of("--version", "inspect");

    assertThat(Outcome.of("--version")).isEqualTo(parsed);
    assertThat(Outcome.of("-V")).isEqualTo(parsed);
    assertThat(parsed.code()).isZero();
  }

  @Test
  void withoutACommandItIsWrongUsage() {
    Outcome outcome = Outcome.of();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("--help");
  }

  @Test
  void whatIsUnknownIsWrongUsage() {
    assertThat(Outcome.of("explode").code()).isEqualTo(2);
    assertThat(Outcome.of("verify", "x", "--explode").code()).isEqualTo(2);
    assertThat(Outcome.of("verify").code()).isEqualTo(2);
    assertThat(Outcome.of("repo").code()).isEqualTo(2);
    assertThat(Outcome.of("repo", "explode").code()).isEqualTo(2);
  }

  @Test
  void aStackTraceIsForDebugging() {
    assertThat(Outcome.of("verify", "/nothing/there").err()).hasLineCount(1);
    assertThat(Outcome.of("verify", "/nothing/there", "--debug").err())
        .contains("NoSuchFileException", "\tat ");
  }

  @Test
  void formatsAreListed() throws Exception {
    assertThat(Outcome.of("formats").out()).contains("jsonl", "v1", "lucene", "id-field");
    assertThat(Outcome.of("formats", "--json").json().objects("formats"))
        .extracting(format -> format.string("id"))
        .contains("jsonl", "v1");
  }
}
