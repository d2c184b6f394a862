package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexName;
import org.indexport.json.JsonObject;
import org.indexport.testkit.HostileDocuments;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dumps a real Kuzzle, empties it and loads the dump: what the API gives is the same as before. See
 * dev/check-kuzzle.
 */
@Timeout(300)
class RoundTripCheck {
  private static final IndexName BOOKS = IndexName.of("library", "books");
  private static final IndexName ODD = IndexName.of("library", "odd-ids");
  private static final IndexName MANY = IndexName.of("p\u0159\u00edklad", "many");
  private static final IndexName NONE = IndexName.of("library", "none");

  private static final Selection EVERYTHING = Selection.builder().section("*").build();

  @TempDir Path folder;

  @BeforeEach
  void empty() throws IOException {
    RealKuzzle.wipe();
  }

  private static void fill() throws IOException {
    RealKuzzle.call(
        "PUT",
        RealKuzzle.path(BOOKS, "").replaceFirst("/$", ""),
        "{\"mappings\":{\"_meta\":{\"shelf\":7},\"dynamic\":\"strict\",\"properties\":{\"title\":{\"type\":\"text\",\"analyzer\":\"own\"},\"pages\":{\"type\":\"integer\"},\"free\":{\"type\":\"object\",\"enabled\":false}}},\"settings\":{\"refresh_interval\":\"7s\",\"number_of_shards\":\"2\",\"analysis\":{\"analyzer\":{\"own\":{\"type\":\"custom\",\"tokenizer\":\"standard\",\"filter\":[\"lowercase\"]}}}}}");
    Map<String, String> books = new LinkedHashMap<>();
    for (int i = 0; i < 700; i++) {
      String info =
          i % 3 == 0
              ? ",\"_kuzzle_info\":{\"author\":\"ada\",\"createdAt\":1700000000000,\"updatedAt\":null,\"updater\":null}"
              : i % 3 == 1 ? ",\"_kuzzle_info\":null" : "";
      books.put("b" + i, "{\"title\":\"Book %d\",\"pages\":%d%s}".formatted(i, i, info));
    }
    RealKuzzle.write(BOOKS, books);
    RealKuzzle.call("PUT", "/library/odd-ids", "{}");
    Map<String, String> odd = new LinkedHashMap<>();
    for (String id :
        new String[] {
          "a/b c", "\"", "%20", "#?&", "\n\t", "\ud83d\ude00", "\u2028", "..", "x".repeat(512)
        }) {
      odd.put(id, "{\"type\":\"t\",\"index\":{},\"body\":[],\"10\":1,\"2\":2}");
    }
    int number = 0;
    for (String hostile : HostileDocuments.all()) {
      // What JavaScript changes it has changed before the first dump; some it cannot read again.
      if (hostile.length() < 100_000 && !hostile.contains("prototype")) {
        odd.put("h" + number++, hostile);
      }
    }
    RealKuzzle.write(ODD, odd);
    RealKuzzle.call("PUT", RealKuzzle.path(MANY, "").replaceFirst("/$", ""), "{}");
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 45_000; i++) {
      many.put("m" + i, "{\"n\":%d,\"t\":\"%s\"}".formatted(i, "x".repeat(i % 50)));
    }
    RealKuzzle.write(MANY, many);
    RealKuzzle.call(
        "PUT", "/library/none", "{\"mappings\":{\"dynamic\":\"true\",\"properties\":{}}}");
    RealKuzzle.call("POST", "/nothing/_create", "");
    RealKuzzle.call(
        "PUT",
        "/library/odd-ids/_specifications",
        "{\"strict\":false,\"fields\":{\"label\":{\"mandatory\":false,\"type\":\"string\"}}}");
    RealKuzzle.call(
        "PUT", "/users/_mapping", "{\"properties\":{\"email\":{\"type\":\"keyword\"}}}");
    for (int i = 0; i < 40; i++) {
      RealKuzzle.call(
          "PUT",
          "/roles/r%d?force&refresh=false".formatted(i),
          "{\"controllers\":{\"document\":{\"actions\":{\"get\":true}},\"no-such\":{\"actions\":{\"x\":false}}},\"tags\":[\"t%d\"]}"
              .formatted(i));
      RealKuzzle.call(
          "PUT",
          "/profiles/p%d?refresh=false".formatted(i),
          "{\"policies\":[{\"roleId\":\"r%d\",\"restrictedTo\":[{\"index\":\"library\",\"collections\":[\"books\"]}]}],\"rateLimit\":%d,\"tags\":[\"q\"]}"
              .formatted(i, i));
      RealKuzzle.call(
          "POST",
          "/users/u%%2F%d/_create?refresh=%s".formatted(i, i == 39 ? "wait_for" : "false"),
          "{\"content\":{\"profileIds\":[\"p%d\"],\"email\":\"u%d@example.test\"},\"credentials\":{\"local\":{\"username\":\"name%d\",\"password\":\"secret\"}}}"
              .formatted(i, i, i));
    }
  }

  private static Map<String, String> objects(String kind) throws IOException {
    Map<String, String> all = new TreeMap<>();
    JsonObject page = RealKuzzle.result("POST", "/" + kind + "/_search?size=1000", "{}");
    for (JsonObject hit : page.objects("hits")) {
      String source = String.valueOf(hit.raw("_source"));
      Map<String, String> members =
          new TreeMap<>(
              JsonObject.parse(source.getBytes(UTF_8), 100)
                  .rawExcept(Set.of("_kuzzle_info", "optimizedPolicies")));
      all.put(String.valueOf(hit.string("_id")), members.toString());
    }
    return all;
  }

  private static Map<String, String> settings(IndexName name) throws IOException {
    return new TreeMap<>(
        RealKuzzle.result("GET", RealKuzzle.path(name, "_settings"), "")
            .rawExcept(Set.of("creation_date", "uuid", "provided_name")));
  }

  private static String mappings(IndexName name) throws IOException {
    return RealKuzzle.result("GET", RealKuzzle.path(name, "_mapping"), "").toString();
  }

  @Test
  void whatWasDumpedComesBack() throws IOException {
    fill();
    Map<IndexName, Map<String, String>> documents = new LinkedHashMap<>();
    Map<IndexName, Map<String, String>> settings = new LinkedHashMap<>();
    Map<IndexName, String> mappings = new LinkedHashMap<>();
    for (IndexName name : new IndexName[] {BOOKS, ODD, MANY, NONE}) {
      documents.put(name, RealKuzzle.documents(name));
      settings.put(name, settings(name));
      mappings.put(name, mappings(name));
    }
    Map<String, String> roles = objects("roles");
    Map<String, String> profiles = objects("profiles");
    Map<String, String> users = objects("users");
    assertThat(users).hasSize(40);

    Transfers transfers = new Transfers(folder, RealKuzzle.uri());
    TransferReport dumped = transfers.dump(Map.of());
    assertThat(dumped.sections())
        .contains("roles: written", "profiles: written", "users: written", "api-keys: written");
    for (IndexName name : documents.keySet()) {
      assertThat(transfers.dumped(name)).isEqualTo(documents.get(name));
    }
    try (DumpReader reader = Dumps.open(transfers.file())) {
      assertThat(reader.header().namespaces())
          .containsExactlyInAnyOrder("library", "nothing", "p\u0159\u00edklad");
      assertThat(reader.header().engineVersion()).startsWith("2.");
    }

    RealKuzzle.wipe();
    assertThat(objects("users")).isEmpty();
    TransferReport loaded = transfers.load(Map.of(), EVERYTHING);
    assertThat(loaded.rejected()).isZero();
    for (IndexName name : documents.keySet()) {
      assertThat(RealKuzzle.documents(name)).isEqualTo(documents.get(name));
      assertThat(settings(name)).isEqualTo(settings.get(name));
      assertThat(mappings(name)).isEqualTo(mappings.get(name));
    }
    assertThat(objects("roles")).isEqualTo(roles);
    assertThat(objects("profiles")).isEqualTo(profiles);
    assertThat(objects("users")).isEqualTo(users);
    assertThat(RealKuzzle.result("GET", "/_list", "").strings("indexes"))
        .containsExactlyInAnyOrder("library", "nothing", "p\u0159\u00edklad");
    assertThat(RealKuzzle.result("GET", "/library/odd-ids/_specifications", "").raw("validation"))
        .isEqualTo(
            "{\"strict\":false,\"fields\":{\"label\":{\"mandatory\":false,\"type\":\"string\"}}}");
    assertThat(RealKuzzle.result("GET", "/users/_mapping", "").raw("mapping")).contains("email");
  }
}
