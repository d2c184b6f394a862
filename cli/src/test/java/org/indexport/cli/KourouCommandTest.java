package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no server; {@link KourouCheck} has the rest. */
class KourouCommandTest {
  @TempDir Path folder;

  private static KuzzleAddress address(Map<String, String> environment, String... arguments) {
    DropInArguments given =
        DropInArguments.of("kourou", KourouOptions.ofServer(), List.of(arguments));
    return KuzzleAddress.of(given, environment::get);
  }

  @Test
  void withoutOptionsItIsTheServerHereAndNobodyLogsIn() {
    KuzzleAddress address = address(Map.of());

    assertThat(address.uri()).isEqualTo("kuzzle+http://localhost:7512");
    assertThat(address.options()).isEmpty();
  }

  @Test
  void variablesNameTheServerAndTheUser() {
    Map<String, String> variables =
        Map.of(
            "KUZZLE_HOST", "kuzzle.example.org",
            "KUZZLE_PORT", "443",
            "KUZZLE_SSL", "true",
            "KUZZLE_USERNAME", "ada",
            "KUZZLE_PASSWORD", "hush");

    assertThat(address(variables).uri()).isEqualTo("kuzzle+https://kuzzle.example.org:443");
    assertThat(address(variables).options())
        .containsExactlyInAnyOrderEntriesOf(Map.of("user", "ada", "password", "hush"));
    assertThat(address(variables).toString()).doesNotContain("hush");
  }

  @Test
  void optionsComeBeforeVariablesAndKeysBeforeUsers() {
    KuzzleAddress address =
        address(
            Map.of("KUZZLE_HOST", "a", "KUZZLE_API_KEY", "k1", "KUZZLE_SSL", "1"),
            "--host=::1",
            "--port",
            "7513",
            "--username=ada",
            "--api-key=k2",
            "--no-ssl",
            "--protocol=ws");

    assertThat(address.uri()).isEqualTo("kuzzle+http://[::1]:7513");
    assertThat(address.options()).containsExactlyInAnyOrderEntriesOf(Map.of("api-key", "k2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{ term: { active: true } }|{\"term\":{\"active\":true}}",
        "{\"a\": [1, 2.5e3, null,]}|{\"a\":[1,2.5e3,null]}",
        "{'it\\'s': 'a \"b\" \\n', $c_1: `x`,}|{\"it's\":\"a \\\"b\\\" \\n\",\"$c_1\":\"x\"}",
        "  {}  |{}"
      })
  void queriesMayBeWrittenAsInJavaScript(String text, String json) {
    assertThat(LooseJson.of("query", text)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{a}", "{a:}", "{a:1 b:2}", "{a:b}", "{} x", "[1]", "{a:'x}", "{a:f()}"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> LooseJson.of("query", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--query");
  }

  @Test
  void queriesMayBeDeep() {
    assertThatThrownBy(() -> LooseJson.of("query", "{a:".repeat(100_000)))
        .isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index:export|name the index",
        "index:export a b|no place for 'b'",
        "index:export a --explode|no option --explode",
        "index:export a --format xml|--format",
        "index:export a --format xml|--format",
        "index:export a --type some|--type",
        "index:export a* |stars",
        "index:export a --as ada|log in as that user",
        "index:export a --port x|--port",
        "index:export a --query {|--query",
        "collection:export a|name the collection",
        "collection:export a b --editor|--query @FILE",
        "index:export a --fields c|--fields",
        "collection:import|name the folder",
        "role:import|name the file",
        "user:export --exclude (|--exclude"
      })
  void wrongUsageIsToldBeforeAnythingIsDone(String line, String message) {
    String[] words = ("kourou " + line.strip() + " --host 127.0.0.1").split(" ", -1);
    Outcome outcome = Outcome.of((Object[]) words);

    assertThat(outcome.err()).contains(message);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aFileOfAnotherTypeIsRefused() throws Exception {
    Path file =
        Files.writeString(folder.resolve("roles.json"), "{\"type\":\"profiles\",\"content\":{}}");
    Outcome outcome = Outcome.of("kourou", "role:import", file, "--host=127.0.0.1", "--port=1");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("\"type\":\"roles\"", "\"type\":\"profiles\"");
    assertThat(Outcome.of("kourou", "role:import", folder).code()).isEqualTo(2);
    assertThat(Outcome.of("kourou", "role:import", folder.resolve("none")).code()).isEqualTo(1);
  }

  @Test
  void aFolderWithoutCollectionsIsRefused() throws Exception {
    Outcome outcome = Outcome.of("kourou", "index:import", folder, "--host=127.0.0.1", "--port=1");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("expected folders of collections, found none");
  }

  @Test
  void severalCollectionsAreNotOne() throws Exception {
    for (String name : List.of("a", "b")) {
      Files.writeString(
          Files.createDirectories(folder.resolve(name)).resolve("documents.jsonl"),
          "{\"type\":\"collection\",\"index\":\"i\",\"collection\":\"" + name + "\"}\n");
    }
    Outcome outcome = Outcome.of("kourou", "collection:import", folder);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("index:import");
  }
}
