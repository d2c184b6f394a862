package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.indexport.json.CanonicalJson;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The drop-in commands do on real servers what the real elasticdump does. Run it with {@code mvn
 * -pl cli -am test -Dtest=DropInCheck -Dsurefire.failIfNoSpecifiedTests=false
 * -Dindexport.search.uris=http://127.0.0.1:9201,http://127.0.0.1:9202}, and a folder with {@code
 * node_modules/elasticdump} in the environment variable {@code ELASTICDUMP_HOME}; without it, the
 * one that {@code dev/check-elasticdump} has installed. All of them must be there. Only indexes
 * called {@code dropin-…} are touched. Not run by a plain build, whose tests have other names.
 */
class DropInCheck {
  private static final String INDEX = "dropin-books";
  private static final String MATCH = "--match=^dropin-";
  private static final String TYPES =
      "--includeType=data,mapping,settings,template,analyzer,alias,index";
  private static final int DOCUMENTS = 1_200;

  @TempDir Path folder;

  static List<LiveCluster> servers() {
    return LiveCluster.all();
  }

  private static void fill(LiveCluster server) throws Exception {
    for (String name : server.get("/_aliases").names()) {
      if (name.startsWith("dropin-")) {
        server.send("DELETE", LiveCluster.path(name), "");
      }
    }
    server.put(
        LiveCluster.path(INDEX),
        """
        {"settings":{"number_of_shards":2,"number_of_replicas":0,
          "analysis":{"analyzer":{"own":{"type":"custom","tokenizer":"standard","filter":["lowercase"]}}}},
         "mappings":{"properties":{"title":{"type":"text","analyzer":"own"},"n":{"type":"long"}}},
         "aliases":{"dropin-all":{},"dropin-czech":{"filter":{"term":{"n":3}},"routing":"r"}}}
        """);
    server.put(LiveCluster.path("dropin-empty"), "{}");
    server.put(
        "/_template/dropin-template",
        "{\"index_patterns\":[\"dropin-none-*\"],\"order\":3,\"settings\":{\"number_of_shards\":1}}");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      lines.append("{\"index\":{\"_id\":\"id č %d\"".formatted(i));
      lines.append(i % 3 == 0 ? ",\"routing\":\"r%d\"}}\n".formatted(i % 7) : "}}\n");
      lines.append(
          "{\"title\": \"Kniha č. %d\",\"n\":%d,\"deep\":[{\"a\":[]},{\"b\":{\"c\":null}}]}\n"
              .formatted(i, i));
    }
    server.bulk(INDEX, lines.toString());
    server.refresh();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void filesOfEachTypeAreWhatElasticdumpWrites(LiveCluster server) throws Exception {
    fill(server);
    for (String type :
        List.of(
            "data", "mapping", "settings", "analyzer", "alias", "index", "template", "script")) {
      String place = type.equals("template") ? "/dropin-*" : "/" + INDEX;
      Path theirs = folder.resolve(type + "-theirs.json");
      Path ours = folder.resolve(type + "-ours.json");
      elasticdump("--input=" + server.uri() + place, "--output=" + theirs, "--type=" + type);
      run("elasticdump", "--input=" + server.uri() + place, "--output=" + ours, "--type", type);

      assertThat(content(ours)).as(type).isEqualTo(content(theirs));
    }
  }

  /** Where hits have types, an index may still be one of a type of its own. */
  @ParameterizedTest
  @MethodSource("servers")
  void eachByteOfALineIsThatOfTheOriginal(LiveCluster server) throws Exception {
    fill(server);
    String mapping = "{\"properties\":{\"a\":{\"type\":\"keyword\"}}}";
    boolean hasTypes = server.major() < (server.engine().equals("opensearch") ? 2 : 8);
    server.put(
        LiveCluster.path("dropin-typed") + (hasTypes ? "?include_type_name=true" : ""),
        "{\"settings\":{\"number_of_shards\":1},\"mappings\":%s}"
            .formatted(hasTypes ? "{\"b\\\"ü\":" + mapping + "}" : mapping));
    server.bulk(
        "dropin-typed",
        "{\"index\":{\"_id\":\"1\",\"routing\":\"r\"}}\n{\"a\":\"x\"}\n{\"index\":{\"_id\":\"ü\"}}\n{\"a\":\"y\"}\n");
    server.refresh();
    for (String index : List.of("dropin-typed", "dropin-empty")) {
      Path theirs = folder.resolve(index + "-theirs.json");
      Path ours = folder.resolve(index + "-ours.json");
      String input = "--input=" + server.uri() + "/" + index;
      elasticdump(input, "--output=" + theirs);
      run("elasticdump", input, "--output=" + ours);

      assertThat(ours).hasSameBinaryContentAs(theirs);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void queriesChooseTheSame(LiveCluster server) throws Exception {
    fill(server);
    Path body =
        Files.writeString(
            folder.resolve("body.json"),
            "{\"query\":{\"range\":{\"n\":{\"gte\":100,\"lt\":400}}},\"_source\":[\"title\",\"deep.b\"]}");
    for (String search :
        List.of("--searchBody={\"query\":{\"term\":{\"n\":7}}}", "--searchBody=@" + body)) {
      Path theirs = folder.resolve("theirs" + search.length());
      Path ours = folder.resolve("ours" + search.length());
      String input = "--input=" + server.uri() + "/" + INDEX;
      elasticdump(input, "--output=" + theirs, search, "--limit=1000");
      run("elasticdump", input, "--output=" + ours, search, "--limit=1000");

      // A filter of the server leaves no empty objects behind.
      assertThat(content(ours).toString().replace("{},", ""))
          .isEqualTo(content(theirs).toString().replace("{},", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void foldersAreWhatMultielasticdumpWritesAndLoads(LiveCluster server) throws Exception {
    fill(server);
    String input = "--input=" + server.uri();
    for (String packed : List.of("false", "true")) {
      Path theirs = Files.createDirectory(folder.resolve("theirs-" + packed));
      Path ours = folder.resolve("ours-" + packed);
      List<String> options = List.of(MATCH, input, TYPES, "--fsCompress=" + packed);
      multielasticdump(options, "--direction=dump", "--interval=50", "--output=" + theirs);
      List<Object> own = new ArrayList<>(List.of("multielasticdump", "--output=" + ours));
      own.addAll(options);
      run(own.toArray());

      assertThat(contents(ours)).isEqualTo(contents(theirs));
    }
    List<String> back = List.of(MATCH, "--output=" + server.uri());
    multielasticdump(
        back,
        "--direction=load",
        "--interval=50",
        "--includeType=index,data",
        "--limit=1000",
        "--suffix=-theirs",
        "--input=" + folder.resolve("ours-false"));
    List<Object> own =
        new ArrayList<>(List.of("multielasticdump", "--direction=load", "--prefix", "dropin-new-"));
    own.addAll(back);
    own.add("--input=" + folder.resolve("theirs-true"));
    own.add("--includeType=alias,data,mapping,settings,template");
    run(own.toArray());
    run(
        "multielasticdump",
        "--direction=load",
        MATCH,
        "--input=" + folder.resolve("theirs-true"),
        "--output=" + server.uri(),
        "--includeType=template");
    server.refresh();

    Map<String, String> documents = server.documents(INDEX);
    assertThat(documents).hasSize(DOCUMENTS);
    assertThat(server.documents("dropin-new-" + INDEX)).hasSize(DOCUMENTS);
    assertThat(server.documents(INDEX + "-theirs")).hasSize(DOCUMENTS);
    assertThat(mapping(server, "dropin-new-" + INDEX)).isEqualTo(mapping(server, INDEX));
    assertThat(aliases(server, "dropin-new-" + INDEX)).isEqualTo(aliases(server, INDEX));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void anIndexIsMadeStepByStep(LiveCluster server) throws Exception {
    fill(server);
    String copy = "dropin-copy";
    for (String type : List.of("analyzer", "mapping", "data", "alias")) {
      Path file = folder.resolve("my." + type + ".json");
      run(
          "elasticdump",
          "--input=" + server.uri() + "/" + INDEX,
          "--output=" + file,
          "--type=" + type);
      run(
          "elasticdump",
          "--input=" + file,
          "--output=" + server.uri() + "/" + copy,
          "--type=" + type);
    }
    Outcome again =
        Outcome.of(
            "elasticdump",
            "--input=" + server.uri() + "/" + INDEX,
            "--output=" + server.uri() + "/" + copy,
            "--type=settings");
    server.refresh();

    assertThat(server.documents(copy)).isEqualTo(server.documents(INDEX));
    assertThat(mapping(server, copy)).isEqualTo(mapping(server, INDEX));
    assertThat(aliases(server, copy)).isEqualTo(aliases(server, INDEX));
    assertThat(again.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatCannotBeHadIsAFailure(LiveCluster server) throws Exception {
    fill(server);
    server.post(LiveCluster.path("dropin-empty", "_close"), "");
    Path file = folder.resolve("closed.json");
    String closed = "--input=" + server.uri() + "/dropin-empty";
    Outcome single = Outcome.of("elasticdump", closed, "--output=" + file);
    Path all = folder.resolve("all");
    Outcome multi =
        Outcome.of(
            "multielasticdump",
            "--match=^dropin-(books|empty)$",
            "--input=" + server.uri(),
            "--output=" + all,
            "--ignoreChildError");
    server.post(LiveCluster.path("dropin-empty", "_open"), "");

    assertThat(single.code()).isEqualTo(1);
    assertThat(single.err()).contains("dropin-empty is closed");
    assertThat(file).doesNotExist();
    assertThat(multi.code()).isEqualTo(1);
    assertThat(all.resolve("dropin-empty.mapping.json")).exists();
    assertThat(all.resolve("dropin-empty.json")).doesNotExist();
    assertThat(all.resolve(INDEX + ".json")).exists();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void throughAnAliasComesWhatItsFilterFinds(LiveCluster server) throws Exception {
    fill(server);
    server.post(
        "/_aliases",
        """
        {"actions":[{"add":{"index":"%s","alias":"dropin-some","filter":{"range":{"n":{"lt":7}}}}}]}\
        """
            .formatted(INDEX));
    for (String place : List.of("dropin-some", "dropin-so*")) {
      Path theirs = folder.resolve("theirs" + place.length());
      Path ours = folder.resolve("ours" + place.length());
      String input = "--input=" + server.uri() + "/" + place;
      elasticdump(input, "--output=" + theirs);
      Outcome outcome = run("elasticdump", input, "--output=" + ours);

      assertThat(content(ours)).hasSize(7).isEqualTo(content(theirs));
      assertThat(outcome.err()).contains("filter of alias dropin-some");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void throughAnAliasWithARoutingComeItsShards(LiveCluster server) throws Exception {
    fill(server);
    for (String place : List.of("dropin-czech", "dropin-cz*")) {
      Path theirs = folder.resolve("theirs" + place.length());
      Path ours = folder.resolve("ours" + place.length());
      String input = "--input=" + server.uri() + "/" + place;
      elasticdump(input, "--output=" + theirs, "--searchBody={\"query\":{\"match_all\":{}}}");
      run("elasticdump", input, "--output=" + ours);

      assertThat(content(ours)).isEqualTo(content(theirs));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatIsNotNamedIsFoundAsSearchesFindIt(LiveCluster server) throws Exception {
    fill(server);
    server.put(LiveCluster.path(".dropin-dotted"), "{}");
    server.put(LiveCluster.path("dropin-hidden"), "{\"settings\":{\"index.hidden\":true}}");
    try {
      for (String place : List.of("", "/*dropin*", "/dropin-*,.dropin-*")) {
        Path theirs = folder.resolve("theirs" + place.length());
        Path ours = folder.resolve("ours" + place.length());
        String input = "--input=" + server.uri() + place;
        elasticdump(input, "--output=" + theirs, "--type=mapping");
        run("elasticdump", input, "--output=" + ours, "--type=mapping");

        assertThat(content(ours)).isEqualTo(content(theirs));
        assertThat(content(ours).toString()).contains(".dropin-dotted").doesNotContain("-hidden");
      }
    } finally {
      server.send("DELETE", LiveCluster.path(".dropin-dotted"), "");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aliasesCanBeNamed(LiveCluster server) throws Exception {
    fill(server);
    for (String place : List.of("/dropin-*/dropin-a*", "/_all/dropin-czech")) {
      Path theirs = folder.resolve("theirs" + place.length());
      Path ours = folder.resolve("ours" + place.length());
      String input = "--input=" + server.uri() + place;
      elasticdump(input, "--output=" + theirs, "--type=alias");
      run("elasticdump", input, "--output=" + ours, "--type=alias");

      assertThat(content(ours)).isEqualTo(content(theirs));
    }
    Path none = folder.resolve("none");
    String input = "--input=" + server.uri() + "/dropin-*/none";
    assertThat(Outcome.of("elasticdump", input, "--output=" + none, "--type=alias").code())
        .isEqualTo(1);
    assertThat(none).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void thereMayBeManyIndexes(LiveCluster server) throws Exception {
    fill(server);
    String name = "dropin-" + "n".repeat(150) + "-";
    for (int i = 0; i < 30; i++) {
      server.put(
          LiveCluster.path(name + i), "{\"settings\":{\"index\":{\"number_of_replicas\":0}}}");
    }
    Path all = folder.resolve("all");
    run("multielasticdump", "--match=^dropin-n", "--input=" + server.uri(), "--output=" + all);

    assertThat(contents(all)).hasSize(30 * 4);
    Outcome none =
        Outcome.of(
            "multielasticdump", "--match=^none-", "--input=" + server.uri(), "--output=" + all);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("^none-");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void severalIndexesBecomeOne(LiveCluster server) throws Exception {
    fill(server);
    server.bulk("dropin-more", "{\"index\":{\"_id\":\"more\"}}\n{\"title\":\"x\"}\n");
    server.refresh();
    String input = "--input=" + server.uri() + "/" + INDEX + ",dropin-more";
    String output = "--output=" + server.uri() + "/dropin-sum";
    run("elasticdump", input, output, "--type=data");
    server.refresh();

    assertThat(server.documents("dropin-sum")).hasSize(DOCUMENTS + 1);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aDryRunFindsWhatTheServerRefuses(LiveCluster server) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("odd.json"),
            "{\"odd\":{\"mappings\":{\"properties\":{\"a\":{\"type\":\"no_such_type\"}}}}}");
    Outcome outcome = Outcome.of("import", file, server.uri(), "--dry-run");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("no_such_type");
    assertThat(Outcome.of("inspect", server.uri() + "/odd").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void ourOwnCommandsChangeAndCompare(LiveCluster server) throws Exception {
    fill(server);
    String uri = server.uri() + "/" + INDEX;
    Path dump = folder.resolve("books.dump");
    Path some = folder.resolve("some.dump");
    String[] rules = {"--transform=drop:deep", "--transform=rename:n=number"};
    run("dump", uri, dump);
    run("dump", uri, some, "--query", "{\"term\":{\"n\":7}}", rules[0], rules[1]);
    run("import", dump, server.uri(), "--rename", INDEX + "=dropin-less", rules[0], rules[1]);
    server.refresh();

    run("diff", dump, uri);
    String rename = "--rename=" + INDEX + "=dropin-less";
    String less = server.uri() + "/dropin-less";
    run("diff", dump, less, "--documents-only", rename, rules[0], rules[1]);
    assertThat(Outcome.of("diff", dump, less, "--documents-only", rename).code()).isEqualTo(1);
    assertThat(run("cat", some, INDEX).out())
        .isEqualTo("{\"title\": \"Kniha č. 7\",\"number\":7}\n");
    assertThat(server.documents("dropin-less")).hasSize(DOCUMENTS);
  }

  private static Outcome run(Object... arguments) {
    Outcome outcome = Outcome.of(arguments);
    assertThat(outcome.code()).as(List.of(arguments) + "\n" + outcome.err()).isZero();
    return outcome;
  }

  private static String mapping(LiveCluster server, String index) throws Exception {
    JsonObject own = server.get(LiveCluster.path(index, "_mapping")).object(index);
    return canonical(String.valueOf(own));
  }

  private static String aliases(LiveCluster server, String index) throws Exception {
    JsonObject own = server.get(LiveCluster.path(index, "_alias")).object(index);
    return canonical(String.valueOf(own));
  }

  private static Map<String, List<String>> contents(Path all) throws IOException {
    Map<String, List<String>> contents = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(all)) {
      for (Path file : files) {
        contents.put(file.getFileName().toString(), content(file));
      }
    }
    return contents;
  }

  /** The lines in some order, spelled in one way. */
  private static List<String> content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean packed = bytes.length > 1 && bytes[0] == 0x1f;
    try (InputStream in =
        packed
            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
            : new ByteArrayInputStream(bytes)) {
      List<String> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        if (line.startsWith("\"")) {
          byte[] text = line.getBytes(UTF_8);
          lines.add("text " + canonical(JsonText.unquote(text, 0, text.length)));
        } else if (!line.isEmpty()) {
          lines.add(canonical(line));
        }
      }
      lines.sort(null);
      return lines;
    }
  }

  private static String canonical(String json) throws MalformedJsonException {
    byte[] text = json.getBytes(UTF_8);
    return new String(CanonicalJson.of(text, 0, text.length, 1_000), UTF_8);
  }

  private void multielasticdump(List<String> options, String... more) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    original("multielasticdump", all);
  }

  private void elasticdump(String... options) throws Exception {
    original("elasticdump", List.of(options));
  }

  /** Runs the real program, which must be there. */
  private void original(String program, List<String> options) throws Exception {
    String home = System.getenv("ELASTICDUMP_HOME");
    String cache = System.getenv("XDG_CACHE_HOME");
    Path caches =
        cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    Path installed = caches.resolve("indexport-elasticdump").resolve("6.125.1");
    Path file =
        (home == null ? installed : Path.of(home)).resolve("node_modules/.bin").resolve(program);
    assertThat(file).as("ELASTICDUMP_HOME, or dev/check-elasticdump run once").exists();
    List<String> command = new ArrayList<>(List.of(file.toString(), "--quiet"));
    command.addAll(options);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(command + "\n" + Files.readString(log)).isZero();
  }
}
