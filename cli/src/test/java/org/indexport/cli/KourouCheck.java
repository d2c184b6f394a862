package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of kourou do on a real Kuzzle what the original does: its own files go in and come
 * out byte for byte. {@code dev/check-kuzzle} runs it, with a server that it may empty, whose
 * address, folder and script are system properties. Not run by a plain build, whose tests have
 * other names.
 */
class KourouCheck {
  private static final Path FILES =
      Path.of("..", "format-kourou", "src", "test", "resources", "kourou");

  private static final String USER = "root";
  private static final String PASSWORD = "secret";

  @TempDir Path folder;

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty("indexport.kuzzle." + name), name);
  }

  private static URI server() {
    return URI.create(property("uri").replace("kuzzle+", ""));
  }

  /** An emptied server, on which anybody may do everything. */
  @BeforeEach
  void reset() throws Exception {
    Process process =
        new ProcessBuilder(property("script"), "reset", property("folder"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("reset.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  /** From now on one has to log in. */
  private static void makeAdministrator() throws IOException {
    post(
        "/_createFirstAdmin/root?reset",
        "{\"content\":{},\"credentials\":{\"local\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
            .formatted(USER, PASSWORD));
  }

  private static void post(String path, String body) throws IOException {
    HttpURLConnection call = (HttpURLConnection) server().resolve(path).toURL().openConnection();
    call.setRequestMethod("POST");
    call.setDoOutput(true);
    call.setRequestProperty("Content-Type", "application/json");
    call.getOutputStream().write(body.getBytes(UTF_8));
    assertThat(call.getResponseCode()).isEqualTo(200);
  }

  private static Outcome run(Object... words) {
    List<Object> all = new ArrayList<>(List.of("kourou"));
    all.addAll(List.of(words));
    all.addAll(
        List.of(
            "--host=" + server().getHost(),
            "--port=" + server().getPort(),
            "--username=" + USER,
            "--password=" + PASSWORD));
    return Outcome.of(all.toArray());
  }

  private static void succeed(Object... words) {
    Outcome outcome = run(words);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file, UTF_8));
      }
    }
    return files;
  }

  @Test
  void anIndexGoesInAndComesOutAsItWas() throws Exception {
    makeAdministrator();
    Path own = FILES.resolve("index-export/harbour");
    succeed("index:import", own);
    succeed("index:export", "harbour", "--path", folder.resolve("out"));
    assertThat(files(folder.resolve("out/harbour"))).isEqualTo(files(own));

    // Files are replaced, others stay.
    Path note = Files.writeString(folder.resolve("out/harbour/vessels/note.txt"), "mine");
    Files.writeString(folder.resolve("out/harbour/vessels/documents.jsonl"), "old");
    succeed("index:export", "harbour", "--path", folder.resolve("out"), "--type=data");
    assertThat(note).hasContent("mine");
    Files.delete(note);
    assertThat(files(folder.resolve("out/harbour"))).isEqualTo(files(own));

    succeed("index:export", "harbour", "--path", folder.resolve("other"), "--format=kuzzle");
    assertThat(files(folder.resolve("other/harbour")))
        .isEqualTo(files(FILES.resolve("index-export-kuzzle/harbour")));
    succeed(
        "collection:export",
        "harbour",
        "vessels",
        "--path=" + folder.resolve("some"),
        "--query={ term: { active: true } }",
        "--scrollTTL=30s");
    assertThat(files(folder.resolve("some")))
        .isEqualTo(files(FILES.resolve("collection-export-query")));
  }

  @Test
  void namesMayBeOthersAndMappingsLeftOut() throws Exception {
    makeAdministrator();
    Path berths = FILES.resolve("index-export/harbour/berths");
    Outcome missing = run("collection:import", berths, "--no-mappings");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("harbour/berths", "leave --no-mappings out");

    succeed("collection:import", berths, "--index=quay", "--collection=places");
    succeed("collection:import", berths, "--index=quay", "--collection=places", "--no-mappings");
    succeed("index:import", FILES.resolve("index-export/harbour"), "--index=port");
    succeed("collection:export", "quay", "places", "--path=" + folder);
    Map<String, String> found = files(folder.resolve("quay/places"));
    files(berths)
        .forEach(
            (name, text) ->
                assertThat(found.get(name))
                    .isEqualTo(
                        text.replace("\"harbour\"", "\"quay\"")
                            .replace("\"berths\"", "\"places\"")));
  }

  @Test
  void rolesProfilesAndUsersGoInAndComeOut() throws Exception {
    makeAdministrator();
    succeed("role:import", FILES.resolve("roles/roles.json"));
    succeed("profile:import", FILES.resolve("profiles/profiles.json"));
    succeed("user:import-mappings", FILES.resolve("users/users-collection-mappings.json"));
    succeed("user:import", FILES.resolve("users/users.json"));

    succeed("user:export", "--path=" + folder.resolve("users"), "--exclude=^root$");
    succeed("user:export-mappings", "--path=" + folder.resolve("users"));
    Map<String, String> users = files(folder.resolve("users"));
    assertThat(users.get("users-collection-mappings.json"))
        .isEqualTo(files(FILES.resolve("users")).get("users-collection-mappings.json"));
    assertThat(users.get("users.json")).contains("\"ana\"", "\"bo\"").doesNotContain("root");
    succeed("role:export", "--path=" + folder.resolve("roles"));
    assertThat(files(folder.resolve("roles")).get("roles.json"))
        .contains("dock-reader", "plugin-role")
        .doesNotContain("_kuzzle_info");
    succeed("profile:export", "--path=" + folder.resolve("profiles"));
    assertThat(files(folder.resolve("profiles")).get("profiles.json")).contains("dock-staff");

    Outcome again = run("user:import", FILES.resolve("users/users.json"));
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("user ana is there already");
  }

  private Path everything() throws IOException {
    Path all = folder.resolve("all");
    for (String name : List.of("index-export/harbour", "roles", "profiles", "users")) {
      Path from = FILES.resolve(name);
      for (Map.Entry<String, String> file : files(from).entrySet()) {
        Path to = all.resolve(name).resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.writeString(to, file.getValue());
      }
    }
    return all;
  }

  @Test
  void everythingInAFolderGoesIn() throws Exception {
    makeAdministrator();
    succeed("import", everything(), "--preserve-anonymous");
    succeed("collection:export", "harbour", "berths", "--path=" + folder);
    assertThat(files(folder.resolve("harbour/berths")))
        .isEqualTo(files(FILES.resolve("index-export/harbour/berths")));
    succeed("user:export", "--path=" + folder.resolve("users"), "--generate-credentials");
    assertThat(files(folder.resolve("users")).get("users.json"))
        .contains("\"username\": \"ana\"")
        .containsPattern("\"password\": \"[0-9a-f]{40}\"");
  }

  @Test
  void nobodyMayDoTheSameThoughARoleTakesTheRightsAwayInTheEnd() throws Exception {
    String[] nobody = {"--host=" + server().getHost(), "--port=" + server().getPort()};
    Outcome outcome = Outcome.of("kourou", "import", everything(), nobody[0], nobody[1]);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Outcome.of("kourou", "role:export", nobody[0], nobody[1]).code()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsAFailureThatLeavesNothing() throws Exception {
    makeAdministrator();
    assertThat(run("index:export", "nothing", "--path=" + folder.resolve("out")).code())
        .isEqualTo(1);
    assertThat(folder.resolve("out")).doesNotExist();
    Outcome wrong =
        Outcome.of(
            "kourou",
            "index:export",
            "harbour",
            "--host=" + server().getHost(),
            "--port=" + server().getPort(),
            "--username=root",
            "--password=wrong-hush");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).doesNotContain("wrong-hush");
  }

  private static String elasticsearch() throws IOException {
    Process status = new ProcessBuilder(property("script"), "status", property("folder")).start();
    String places = new String(status.getInputStream().readAllBytes(), UTF_8);
    return places.replaceFirst("(?s).*elasticsearch=(\\S+).*", "$1");
  }

  private static void done(Object... words) {
    Outcome outcome = Outcome.of(words);
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
  }

  @Test
  void otherEnginesGetCollectionsAndGiveThem() throws Exception {
    String kuzzle = property("uri");
    String elastic = elasticsearch();
    done("import", FILES.resolve("index-export"), kuzzle, "--quiet");
    done(
        "import",
        kuzzle + "/harbour",
        elastic,
        "--flatten={namespace}-{name}",
        "--if-exists=replace",
        "--quiet");
    for (String name : List.of("berths", "vessels")) {
      done(
          "diff",
          kuzzle + "/harbour/" + name,
          elastic + "/harbour-" + name,
          "--rename=harbour/%s=harbour-%s".formatted(name, name),
          "--documents-only");
    }
    try (InputStream mapping =
        URI.create(elastic + "/harbour-vessels/_mapping").toURL().openStream()) {
      assertThat(new String(mapping.readAllBytes(), UTF_8))
          .contains("\"dynamic\":\"strict\"", "\"type\":\"nested\"", "port authority");
    }

    Path dump = folder.resolve("meilisearch.dump");
    done("dump", kuzzle + "/harbour", dump, "--to=meilisearch", "-O", "ids=mapped", "--quiet");
    done("import", dump, kuzzle, "--namespace=back", "--index=harbour__berths", "--quiet");
    Outcome back = Outcome.of("inspect", kuzzle + "/back", "--json");
    assertThat(back.only("indexes").number("documents")).isEqualTo(24);
  }

  @Test
  void aTableIsTheOriginals() throws Exception {
    done("import", FILES.resolve("index-export"), property("uri"), "--quiet");
    done(
        "kourou",
        "collection:export",
        "harbour",
        "vessels",
        "--format=csv",
        "--fields=name,imo,tonnage,flags.country,crew,active",
        "--path=" + folder.resolve("csv"),
        "--host=" + server().getHost(),
        "--port=" + server().getPort());
    Map<String, String> own = files(FILES.resolve("collection-export-csv"));
    Map<String, String> written = files(folder.resolve("csv"));
    assertThat(written.keySet()).isEqualTo(own.keySet());
    own.forEach(
        (name, text) ->
            assertThat(String.valueOf(written.get(name)).lines())
                .containsExactlyInAnyOrderElementsOf(text.lines().toList()));
  }

  @Test
  void whatIsThereIsExtended() throws Exception {
    Path own = Files.createDirectories(folder.resolve("library/books"));
    Files.writeString(
        own.resolve("documents.jsonl"),
        "{\"type\":\"collection\",\"index\":\"library\",\"collection\":\"books\"}\n");
    String mappings =
        "{\"type\":\"mappings\",\"content\":{\"library\":{\"books\":{\"mappings\":{\"properties\":{\"%s\":{\"type\":\"%s\"}}}}}}}";
    for (String name : List.of("title", "pages")) {
      Files.writeString(own.resolve("mappings.json"), mappings.formatted(name, "keyword"));
      succeedAsNobody("collection:import", own);
    }
    succeedAsNobody("collection:export", "library", "books", "--path", folder.resolve("out"));
    assertThat(Files.readString(folder.resolve("out/library/books/mappings.json"), UTF_8))
        .contains("\"title\"", "\"pages\"");
    Files.writeString(own.resolve("mappings.json"), mappings.formatted("pages", "long"));
    Outcome refused =
        Outcome.of(
            "kourou",
            "collection:import",
            own,
            "--host=" + server().getHost(),
            "--port=" + server().getPort());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("cannot be changed from type [keyword] to [long]");
  }

  private static void succeedAsNobody(Object... words) {
    List<Object> all = new ArrayList<>(List.of("kourou"));
    all.addAll(List.of(words));
    all.addAll(List.of("--host=" + server().getHost(), "--port=" + server().getPort()));
    done(all.toArray());
  }
}
