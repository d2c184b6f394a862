package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.json.MalformedJsonException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backs a real Kuzzle up and restores it: {@code dev/check-kuzzle-backup}. Not run by a plain
 * build, as its name is not that of a test. All data of that Kuzzle goes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KuzzleBackupCheck {
  private static final String READ = "{\"query\":{}}";
  private static final String BOOKS = "/library/books/_search";
  private static final List<String> INDEXES =
      List.of(
          "%kuzzle/api-keys",
          "%kuzzle/config",
          "%kuzzle/imports",
          "%kuzzle/installations",
          "%kuzzle/profiles",
          "%kuzzle/roles",
          "%kuzzle/users",
          "%kuzzle/validations",
          "%plugin-kuzzle-plugin-auth-passport-local/config",
          "%plugin-kuzzle-plugin-auth-passport-local/users",
          "empty/_kuzzle_keep",
          "library/_kuzzle_keep",
          "library/books",
          "library/tales");

  private LiveKuzzle kuzzle;
  private String apiKey = "";
  private Map<String, Map<String, String>> before = Map.of();
  private Path backup = Path.of("");
  private Path folder = Path.of("");

  @BeforeAll
  void fill(@TempDir Path empty) throws Exception {
    folder = empty;
    kuzzle = LiveKuzzle.running();
    kuzzle.reset();
    kuzzle.good(
        null,
        "POST",
        "/_createFirstAdmin/boss?reset",
        "{\"content\":{},\"credentials\":{\"local\":{\"username\":\"boss\",\"password\":\"top-secret\"}}}");
    String boss = kuzzle.token("boss", "top-secret");
    kuzzle.good(boss, "POST", "/library/_create", "");
    kuzzle.good(boss, "POST", "/empty/_create", "");
    kuzzle.good(
        boss,
        "PUT",
        "/library/books",
        "{\"mappings\":{\"dynamic\":\"strict\",\"_meta\":{\"shelf\":\"a\"},\"properties\":{\"title\":{\"type\":\"text\",\"analyzer\":\"own\"},\"n\":{\"type\":\"long\"}}},"
            + "\"settings\":{\"refresh_interval\":\"3s\",\"analysis\":{\"analyzer\":{\"own\":{\"type\":\"custom\",\"tokenizer\":\"standard\",\"filter\":[\"lowercase\"]}}}}}");
    kuzzle.good(
        boss,
        "PUT",
        "/library/books/_specifications",
        "{\"strict\":true,\"fields\":{\"n\":{\"type\":\"integer\"},\"title\":{\"type\":\"string\"}}}");
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      documents
          .append(i == 0 ? "" : ",")
          .append("{\"_id\":\"b%1$d\",\"body\":{\"title\":\"Book %1$d\",\"n\":%1$d}}".formatted(i));
    }
    kuzzle.good(boss, "POST", "/library/books/_mWrite", "{\"documents\":[" + documents + "]}");
    addTalesBesideSomethingElse(boss);
    addReader(boss);
    // Spellings that no JavaScript would leave as they are.
    kuzzle
        .cluster()
        .put(
            LiveCluster.path("&library.books", "_doc", "odd/1"),
            "{\"title\" : \"\\u0041\", \"n\":9007199254740993 }");
    before = kuzzle.contents();
    backup = folder.resolve("kuzzle.dump");
    Outcome dump = Outcome.of("dump", kuzzle.uri(), backup, "--json");
    assertThat(dump.err()).doesNotContain("Exception");
    assertThat(dump.code()).isZero();
    assertThat(dump.json().strings("notices"))
        .anyMatch(notice -> notice.startsWith("a Kuzzle seemed to be running"))
        .anyMatch(notice -> notice.contains("Redis"));
  }

  /** Where the name of the index is taken, Kuzzle puts a number behind it. */
  private void addTalesBesideSomethingElse(String boss) throws Exception {
    kuzzle.cluster().put(LiveCluster.path("&library.tales"), "{}");
    kuzzle.good(
        boss,
        "PUT",
        "/library/tales",
        "{\"mappings\":{\"properties\":{\"text\":{\"type\":\"keyword\"}}}}");
    kuzzle.good(
        boss,
        "POST",
        "/library/tales/_mWrite",
        "{\"documents\":[{\"_id\":\"t\",\"body\":{\"text\":\"Once\"}}]}");
    kuzzle.cluster().send("DELETE", LiveCluster.path("&library.tales"), "");
    assertThat(kuzzle.contents().keySet())
        .anyMatch(name -> name.matches("&library\\.tales\\.\\d+"));
  }

  private void addReader(String boss) throws Exception {
    kuzzle.good(
        boss,
        "PUT",
        "/roles/reader",
        "{\"controllers\":{\"auth\":{\"actions\":{\"login\":true}},\"document\":{\"actions\":{\"search\":true}}},\"tags\":[\"kept\"]}");
    kuzzle.good(
        boss,
        "PUT",
        "/profiles/readers",
        "{\"policies\":[{\"roleId\":\"reader\",\"restrictedTo\":[{\"index\":\"library\"}]}],\"rateLimit\":50}");
    kuzzle.good(
        boss,
        "POST",
        "/users/ada/_create",
        "{\"content\":{\"profileIds\":[\"readers\"],\"name\":\"Ada\"},\"credentials\":{\"local\":{\"username\":\"ada\",\"password\":\"lovelace\"}}}");
    apiKey =
        Objects.requireNonNull(
            Objects.requireNonNull(
                    Objects.requireNonNull(
                            kuzzle
                                .good(
                                    boss,
                                    "POST",
                                    "/users/ada/api-keys/_create?expiresIn=-1&refresh=wait_for",
                                    "{\"description\":\"key\"}")
                                .object("result"))
                        .object("_source"))
                .string("token"));
  }

  private void checkItIsTheSameKuzzle() throws IOException, MalformedJsonException {
    String ada = kuzzle.token("ada", "lovelace");
    assertThat(kuzzle.login("ada", "Lovelace").status()).isEqualTo(401);
    assertThat(kuzzle.call(ada, "POST", BOOKS, READ).result().number("total")).isEqualTo(701);
    assertThat(kuzzle.call(ada, "POST", "/library/tales/_search", READ).result().number("total"))
        .isEqualTo(1);
    assertThat(kuzzle.call(ada, "POST", "/library/_create", "").status()).isEqualTo(403);
    assertThat(kuzzle.call(ada, "POST", "/other/things/_search", READ).status()).isEqualTo(403);
    assertThat(kuzzle.call(null, "POST", BOOKS, READ).status()).isIn(401, 403);
    assertThat(kuzzle.call(apiKey, "POST", BOOKS, READ).status()).isEqualTo(200);
    assertThat(kuzzle.call(apiKey, "POST", "/library/_create", "").status()).isEqualTo(403);
    String boss = kuzzle.token("boss", "top-secret");
    assertThat(kuzzle.collections(boss, "library")).containsExactly("books", "tales");
    assertThat(kuzzle.collections(boss, "empty")).isEmpty();
    assertThat(kuzzle.call(boss, "GET", "/library/books/_specifications", "").body())
        .contains("\"strict\":true");
    assertThat(kuzzle.call(boss, "GET", "/profiles/readers", "").body())
        .contains("\"rateLimit\":50");
  }

  @Test
  void aKuzzleIsRestoredIntoEmptiedServers() throws Exception {
    checkItIsTheSameKuzzle();
    assertThat(Outcome.of("diff", backup, kuzzle.uri()).code()).isZero();
    kuzzle.stop();
    assertThat(kuzzle.contents()).isEqualTo(before);
    kuzzle.empty();
    assertThat(kuzzle.contents()).isEmpty();

    Outcome restored = Outcome.of("import", backup, kuzzle.uri(), "--json");

    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.json().strings("notices"))
        .noneMatch(notice -> notice.contains("seems to be running"))
        .anyMatch(notice -> notice.contains("Redis"));
    assertThat(kuzzle.contents()).isEqualTo(before);
    assertThat(Outcome.of("diff", backup, kuzzle.uri()).code()).isZero();
    kuzzle.start();
    checkItIsTheSameKuzzle();

    Outcome again = Outcome.of("import", backup, kuzzle.uri());
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("library/books").contains("--if-exists replace");
    Outcome replaced =
        Outcome.of("import", backup, kuzzle.uri(), "--if-exists", "replace", "--json");
    assertThat(replaced.code()).as(replaced.err()).isZero();
    assertThat(replaced.json().strings("notices"))
        .anyMatch(notice -> notice.startsWith("a Kuzzle seems to be running"));
    kuzzle.stop();
    assertThat(kuzzle.contents()).isEqualTo(before);
    kuzzle.start();
    checkItIsTheSameKuzzle();
  }

  @Test
  void aPartIsRestoredByName() throws Exception {
    Path part = folder.resolve("part.dump");
    assertThat(Outcome.of("dump", kuzzle.uri(), part, "--index", "library/*").code()).isZero();
    assertThat(names(part)).containsExactlyElementsOf(INDEXES.subList(11, 14));
    kuzzle.stop();
    for (String index : kuzzle.cluster().get("/_alias").names()) {
      if (index.startsWith("&library.")) {
        kuzzle.cluster().send("DELETE", LiveCluster.path(index), "");
      }
    }
    Outcome refused = Outcome.of("import", part, kuzzle.uri());
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("without any collection of a Kuzzle");
    Outcome restored = Outcome.of("import", part, kuzzle.uri(), "--if-exists", "append");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(kuzzle.contents()).isEqualTo(before);
    kuzzle.start();
    checkItIsTheSameKuzzle();
  }

  private static List<String> names(Path dump) throws Exception {
    return Outcome.of("inspect", dump, "--json").json().objects("indexes").stream()
        .map(KuzzleBackupCheck::name)
        .toList();
  }

  private static String name(org.indexport.json.JsonObject index) {
    try {
      String namespace = index.string("namespace");
      return (namespace == null ? "" : namespace + "/") + index.string("name");
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBackupIsItsOwnersAndCanGoWithoutSecrets() throws Exception {
    assertThat(names(backup)).isEqualTo(INDEXES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    assertThat(Outcome.of("verify", backup).code()).isZero();
    Outcome inspected = Outcome.of("inspect", kuzzle.uri(), "--json");
    assertThat(inspected.code()).isZero();
    assertThat(inspected.json().objects("indexes")).hasSize(INDEXES.size());
    Path lines = folder.resolve("lines");
    Outcome converted = Outcome.of("convert", backup, lines + "/", "--to", "jsonl", "--drop-ids");
    assertThat(converted.code()).as(converted.err()).isZero();
    assertThat(converted.out()).contains("%kuzzle/config: its documents are secrets");
    Path open = folder.resolve("open.dump");
    Outcome redacted = Outcome.of("dump", kuzzle.uri(), open, "--redact");
    assertThat(redacted.code()).isZero();
    assertThat(redacted.out()).contains("%kuzzle/config: its documents are secrets");
    assertThat(names(open))
        .doesNotContain("%kuzzle/config", "%kuzzle/api-keys")
        .noneMatch(name -> name.startsWith("%plugin"))
        .contains("%kuzzle/roles", "library/books");
  }

  @Test
  void otherDumpsAreRefused() throws Exception {
    Path plain = folder.resolve("plain.dump");
    Path lines = Files.writeString(folder.resolve("books.jsonl"), "{\"id\":1}\n");
    String http = kuzzle.cluster().uri();
    assertThat(Outcome.of("dump", http + "/%25kuzzle.roles", plain).code()).isZero();
    for (Path other : List.of(plain, lines)) {
      Outcome refused = Outcome.of("import", other, kuzzle.uri());
      assertThat(refused.code()).isNotZero();
      assertThat(refused.err()).contains("expected a collection of a complete backup");
    }
    assertThat(kuzzle.contents()).isEqualTo(before);
  }

  @Test
  void namesOfKuzzleAreNamesForThePlainAdapterToo() throws Exception {
    String http = kuzzle.cluster().uri();
    Path users = folder.resolve("users.dump");
    assertThat(Outcome.of("dump", http + "/%25kuzzle.users", users).code()).isZero();
    assertThat(names(users)).containsExactly("%kuzzle.users");
    assertThat(Outcome.of("cat", users, "%kuzzle.users").out()).contains("\"name\":\"Ada\"");
    for (String name : List.of("%25kuzzle.users", "&library.books", "%26library.books")) {
      Path file = folder.resolve(name.substring(name.length() - 5) + name.length() + ".json");
      Outcome dumped =
          Outcome.of("elasticdump", "--input=" + http + "/" + name, "--output=" + file);
      assertThat(dumped.code()).as(dumped.err()).isZero();
      assertThat(Files.readAllLines(file)).hasSize(name.contains("books") ? 701 : 2);
    }
    Path all = folder.resolve("all.dump");
    assertThat(Outcome.of("dump", http, all).code()).isZero();
    kuzzle.stop();
    kuzzle.empty();
    assertThat(Outcome.of("import", all, http).code()).isZero();
    assertThat(kuzzle.contents()).isEqualTo(before);
    kuzzle.start();
    checkItIsTheSameKuzzle();
  }
}
