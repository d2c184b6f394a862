package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void whatIsEqualIsEqual() throws Exception {
    Path dump = samples.rich();
    Path copy = folder.resolve("copy");
    Outcome.of("convert", dump, copy, "--to", "v1");

    Outcome outcome = Outcome.of("diff", dump, copy, "--json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.json().truth("equal")).isTrue();
    assertThat(outcome.json().objects("indexes")).hasSize(3);
  }

  @Test
  void listsWhatDiffers() throws Exception {
    Path dump = samples.rich();
    Path copy = folder.resolve("copy");
    Outcome.of("convert", dump, copy, "--to", "v1", "--limit", 1, "--no-sections");

    Outcome outcome = Outcome.of("diff", dump, copy, "--json");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.json().objects("differences"))
        .extracting(difference -> difference.string("what"))
        .containsExactlyInAnyOrder("documents", "hash", "section keys", "section aliases");
    assertThat(Outcome.of("diff", dump, copy).out()).contains("differ", "cinema/movies");
    assertThat(Outcome.of("diff", dump, copy, "--index", "songs", "--no-sections").code()).isZero();
    assertThat(Outcome.of("diff", dump, copy, "--index", "none").code()).isEqualTo(2);
  }

  @Test
  void theOrderOfMembersOfSideDataDoesNotMatter() throws Exception {
    Path a = Files.createDirectory(folder.resolve("a"));
    Path b = Files.createDirectory(folder.resolve("b"));
    String aliases = "\"{\\\"i\\\":{\\\"aliases\\\":{%s}}}\"\n";
    String x = "\\\"x\\\":{}";
    String y = "\\\"y\\\":{\\\"is_write_index\\\":true,\\\"routing\\\":\\\"r\\\"}";
    String z = "\\\"y\\\":{\\\"routing\\\":\\\"r\\\",\\\"is_write_index\\\":true}";
    for (Path side : List.of(a, b)) {
      Files.writeString(
          side.resolve("i.json"), "{\"_index\":\"i\",\"_id\":\"1\",\"_source\":{}}\n");
    }
    Files.writeString(a.resolve("i.alias.json"), aliases.formatted(x + "," + y));
    Files.writeString(b.resolve("i.alias.json"), aliases.formatted(z + "," + x));
    assertThat(Outcome.of("diff", a, b).code()).isZero();

    Files.writeString(b.resolve("i.alias.json"), aliases.formatted(x));
    Outcome outcome = Outcome.of("diff", a, b);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("section aliases");
  }

  @Test
  void theOrderOfDocumentsDoesNotMatter() throws Exception {
    Path a = samples.file("a.jsonl", "{\"n\":1}\n{\"n\":2}\n");
    Path b = samples.file("b.jsonl", "[{\"n\":2},{\"n\":1}]");

    Outcome outcome = Outcome.of("diff", a, b);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("index a is compared with b");
  }

  @Test
  void whatIsNoDocumentIsComparedToo() throws Exception {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("empty"));
    Path books = Files.createDirectories(tree.resolve("library/books"));
    String header = "{\"type\":\"collection\",\"index\":\"library\",\"collection\":\"books\",%s}";
    Files.writeString(
        books.resolve("documents.jsonl"), header.formatted("\"x\":{\"a\":1,\"b\":2}"));
    Path dump = folder.resolve("dump");
    Outcome.of("convert", tree, dump, "--from", "kourou");
    assertThat(Outcome.of("diff", tree, dump).code()).isZero();

    Files.writeString(
        books.resolve("documents.jsonl"), header.formatted("\"x\":{\"b\":2,\"a\":1}"));
    Files.delete(tree.resolve("empty"));
    assertThat(differences(tree, dump)).containsExactly("namespace empty");
    assertThat(differences(tree, dump, "--index", "library/*")).isEmpty();

    Files.writeString(books.resolve("documents.jsonl"), header.formatted("\"x\":{\"a\":2}"));
    assertThat(differences(tree, dump, "--rename", "library/books=archive/books"))
        .contains("namespace empty")
        .doesNotContain("namespace library");
    assertThat(differences(tree, dump)).containsExactly("extension x", "namespace empty");
  }

  /** Whoever loads an index of an old type has one of another or of none. */
  @Test
  void theMappingTypeDoesNotCount() throws Exception {
    String hit = "{\"_index\":\"a\",%s\"_id\":\"1\",\"_source\":{\"n\":1}}\n";
    Path book = samples.file("book.json", hit.formatted("\"_type\":\"book\","));
    Path doc = samples.file("doc.json", hit.formatted("\"_type\":\"_doc\","));
    Path none = samples.file("none.json", hit.formatted(""));
    assertThat(Outcome.of("diff", book, doc).code()).isZero();
    assertThat(Outcome.of("diff", book, none).code()).isZero();
  }

  private static List<String> differences(Path a, Path b, String... options) throws Exception {
    List<Object> words = new ArrayList<>(List.of("diff", a, b, "--json"));
    words.addAll(List.of(options));
    List<String> found = new ArrayList<>();
    for (JsonObject difference : Outcome.of(words.toArray()).json().objects("differences")) {
      found.add(String.valueOf(difference.string("what")));
    }
    return found;
  }

  @Test
  void aMissingIndexIsADifference() throws Exception {
    Path dump = samples.rich();
    Path less = folder.resolve("less");
    Outcome.of("convert", dump, less, "--to", "v1", "--index", "songs");

    Outcome outcome = Outcome.of("diff", less, dump);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("missing");
  }

  @Test
  void settingsAreComparedWithoutShowingSecrets() throws Exception {
    Path dump = samples.rich();
    Path without = folder.resolve("without");
    Outcome.of("convert", dump, without, "--to", "v1", "--documents-only");

    Outcome outcome = Outcome.of("diff", dump, without, "--json", "--no-sections");

    assertThat(outcome.code()).isEqualTo(1);
    JsonObject settings =
        outcome.json().objects("differences").stream()
            .filter(difference -> "\"settings\"".equals(difference.raw("what")))
            .findFirst()
            .orElseThrow();
    assertThat(settings.string("left")).isEqualTo("lucene");
    assertThat(settings.raw("right")).isEqualTo("null");
    assertThat(outcome.out()).doesNotContain("section");
    assertThat(Outcome.of("diff", dump, without, "--documents-only").code()).isZero();
  }

  @Test
  void damageComesBeforeDifferences() throws Exception {
    Path dump = samples.rich();
    Path damaged = samples.damaged(dump, "Mirror", "Nirror");
    Path cut = samples.cut(dump);

    assertThat(Outcome.of("diff", dump, damaged).code()).isEqualTo(4);
    assertThat(Outcome.of("diff", cut, dump).code()).isEqualTo(3);
    assertThat(Outcome.of("diff", cut, damaged).code()).isEqualTo(4);
    assertThat(Outcome.of("diff", cut, dump, "--allow-incomplete").code()).isEqualTo(3);
    assertThat(Outcome.of("diff", cut, dump).out()).isEmpty();
  }

  @Test
  void whatOneSideCannotHoldIsNotCompared() throws Exception {
    Path dump = samples.rich();
    Outcome.of("import", dump, samples.lucene("target"), "--include-secrets");

    Outcome outcome = Outcome.of("diff", dump, samples.lucene("target"));

    assertThat(outcome.out()).contains("are equal");
    assertThat(outcome.err()).contains("no place for side data");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void renamesTheFirst() throws Exception {
    Path dump = samples.rich();
    Path renamed = folder.resolve("renamed");
    Outcome.of("convert", dump, renamed, "--to", "v1", "--rename", "music/songs=music/hits");

    assertThat(Outcome.of("diff", dump, renamed).code()).isEqualTo(1);
    assertThat(Outcome.of("diff", dump, renamed, "--rename", "music/songs=music/hits").code())
        .isZero();
  }

  @Test
  void aRenamedIndexIsComparedAlone() throws Exception {
    Path dump = samples.rich();
    Path renamed = folder.resolve("renamed");
    Outcome.of("convert", dump, renamed, "--to", "v1", "--rename", "music/songs=music/hits");
    Object[] command = {
      "diff", dump, renamed, "--index", "music/songs", "--rename", "music/songs=music/hits"
    };

    Outcome outcome = Outcome.of(command);

    assertThat(outcome.out()).contains("are equal: 1 index, ").doesNotContain(" 0 documents");
    assertThat(outcome.code()).isZero();
    command[2] = dump;
    assertThat(Outcome.of(command).out()).contains("music/hits").doesNotContain("music/songs");
  }

  @Test
  void onlyOneSideCanBeStandardInput() {
    assertThat(Outcome.of("diff", "-", "-").code()).isEqualTo(2);
  }

  @Test
  void whereIndexesAreChosenTheInstanceIsNotCompared() throws Exception {
    List<Path> sides = new ArrayList<>();
    for (int order : List.of(1, 2)) {
      Path side = Files.createDirectory(folder.resolve("side-" + order));
      Files.writeString(
          side.resolve("i.json"), "{\"_index\":\"i\",\"_id\":\"1\",\"_source\":{}}\n");
      Files.writeString(
          side.resolve("i.template.json"),
          "{\"t\":{\"order\":%d,\"index_patterns\":[\"x\"]}}".formatted(order));
      sides.add(side);
    }

    assertThat(Outcome.of("diff", sides.get(0), sides.get(1)).code()).isEqualTo(1);
    assertThat(Outcome.of("diff", sides.get(0), sides.get(1), "--index", "i").code()).isZero();
    Outcome named =
        Outcome.of("diff", sides.get(0), sides.get(1), "--index", "i", "--sections", "templates");
    assertThat(named.code()).isEqualTo(1);
  }
}
