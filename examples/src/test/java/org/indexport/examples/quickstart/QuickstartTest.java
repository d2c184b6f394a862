package org.indexport.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.indexport.Document;
import org.indexport.DocumentTotals;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.WriteOptions;
import org.indexport.examples.ProjectRoot;
import org.indexport.examples.quickstart.Quickstart.Courier;
import org.indexport.transfer.DocumentTransform;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {
  private static final Path CORPUS =
      ProjectRoot.PATH.resolve("examples/data/debian-packages-10k.jsonl.gz");

  private static final Path MOVIES =
      ProjectRoot.PATH.resolve("examples/data/meilisearch-0.29.dump");

  @TempDir Path temporary;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void allPackagesCome() throws Exception {
    Story story = new Story(new PrintStream(out, true, StandardCharsets.UTF_8));
    Quickstart.Outcome outcome = new Quickstart(CORPUS, temporary, 97, Courier.NONE, story).run();

    assertThat(outcome.corpus().documents()).isEqualTo(10_000);
    assertThat(outcome.imported()).isEqualTo(outcome.corpus());
    assertThat(outcome.remaining().documents()).isEqualTo(9_829);
    assertThat(outcome.remaining().hash()).isNotEqualTo(outcome.corpus().hash());
    assertThat(outcome.found()).isEqualTo(20 + 25);
    assertThat(told(out))
        .contains("10,000 documents, in batches of up to 97")
        .contains("hash " + outcome.corpus().hash())
        .contains("171 games are deleted");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000})
  void batchesMayHaveAnySize(int batchSize) throws Exception {
    Story story = new Story(new PrintStream(out, true, StandardCharsets.UTF_8));
    Quickstart.Outcome outcome =
        new Quickstart(packages(300), temporary.resolve("work"), batchSize, Courier.NONE, story)
            .run();

    assertThat(outcome.imported().documents()).isEqualTo(300);
    assertThat(outcome.imported()).isEqualTo(outcome.corpus());
  }

  @Test
  void whatIsToBeKeptIsKept() throws IOException {
    Path kept = temporary.resolve("kept");

    assertThat(run("--corpus", packages(50).toString(), "--keep", kept.toString())).isZero();
    assertThat(told(err)).isEmpty();
    assertThat(told(out)).contains("Nothing differs");
    assertThat(kept)
        .isDirectoryContaining(file -> file.endsWith("packages.dump"))
        .isDirectoryContaining(file -> file.endsWith("packages-without-games.dump"));

    assertThat(run("--corpus", packages(50).toString(), "--keep", kept.toString())).isEqualTo(1);
    assertThat(told(err)).contains(kept + ": expected no folder or an empty one");
  }

  @Test
  void aMeilisearchDumpBecomesIndexes() throws Exception {
    Story story = new Story(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(new MeilisearchMove(MOVIES, temporary.resolve("movies"), story).run()).isEqualTo(5);
    assertThat(told(out))
        .contains("which Meilisearch 0.29.0 wrote in 2022")
        .contains("220 documents in dnd_spells, movies, products")
        .contains("5 movies of Science Fiction", "byte for byte");
  }

  @Test
  void nothingElseIsLeft() throws IOException {
    WorkFolder folder = WorkFolder.temporary();
    Files.createDirectories(folder.path().resolve("a/b"));
    Files.writeString(folder.path().resolve("a/b/c"), "text");
    folder.close();
    folder.close();

    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void wrongUsageIsExplained() {
    assertThat(run("--batch-size", "0")).isEqualTo(2);
    assertThat(run("--batch-size", "many")).isEqualTo(2);
    assertThat(run("--keep")).isEqualTo(2);
    assertThat(run("--kep", "here")).isEqualTo(2);
    assertThat(told(err))
        .contains("--batch-size wants a number from 1, not 0; see --help")
        .contains("not many")
        .contains("--keep wants a value")
        .contains("unknown option --kep");
    assertThat(run("--help")).isZero();
    assertThat(told(out)).contains("--batch-size N");
  }

  @Test
  void aMissingCorpusIsAFailure() {
    assertThat(run("--corpus", temporary.resolve("none").toString())).isEqualTo(1);
    assertThat(told(err)).contains("FAILED").contains("none");
  }

  @Test
  void aFlippedBitIsAFailure() throws IOException {
    assertFails(
        dump -> {
          byte[] bytes = Files.readAllBytes(dump);
          bytes[bytes.length / 2] ^= 1;
          Files.write(dump, bytes);
        });
    assertThat(told(err)).contains("packages.dump");
  }

  @Test
  void aCutDumpIsAFailure() throws IOException {
    assertFails(
        dump -> {
          byte[] bytes = Files.readAllBytes(dump);
          Files.write(dump, Arrays.copyOf(bytes, bytes.length * 9 / 10));
        });
    assertThat(told(err)).contains("packages.dump");
  }

  @Test
  void aChangedDocumentIsAFailureThoughTheDumpIsSound() throws IOException {
    // No search looks at versions, and the number of documents stays: only the hash tells.
    DocumentTransform upgrade =
        (index, document) ->
            Document.of(
                document.json().replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"0\""));
    assertFails(dump -> rewrite(dump, Selection.builder().transform(upgrade).build()));

    assertThat(told(err))
        .contains("hash of packages: first index has ")
        .contains(", dump has ")
        .contains(", new index has ")
        .doesNotContain("documents of packages");
  }

  @Test
  void aMissingDocumentIsAFailureThoughTheDumpIsSound() throws IOException {
    assertFails(dump -> rewrite(dump, Selection.builder().limit(49).build()));
    assertThat(told(err))
        .contains("documents of packages: first index has 50, dump has 49")
        .contains("documents of packages: first index has 50, new index has 49");
  }

  @Test
  void aSectionWithoutPackagesIsNothing() throws Exception {
    assertThat(Proof.ofSection("no such section", dumpOf(packages(50))))
        .isEqualTo(DocumentTotals.NONE);
  }

  private Path dumpOf(Path corpus) throws Exception {
    Story story = new Story(new PrintStream(out, true, StandardCharsets.UTF_8));
    new Quickstart(corpus, temporary.resolve("dumped"), 10, Courier.NONE, story).run();
    return temporary.resolve("dumped/packages.dump");
  }

  /** Runs with a courier that does something to the dump. */
  private void assertFails(Courier courier) throws IOException {
    QuickstartOptions options =
        new QuickstartOptions(packages(50), MOVIES, 10, temporary.resolve("tampered"));
    int exitCode =
        QuickstartCommand.run(
            options,
            courier,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertThat(exitCode).isEqualTo(1);
    assertThat(told(err)).startsWith("The quickstart FAILED: ").doesNotContain("Exception");
    assertThat(told(out)).doesNotContain("Nothing differs");
  }

  /** Writes a dump anew, sound but with other documents. */
  private static void rewrite(Path dump, Selection selection) throws IOException {
    Path changed = dump.resolveSibling("changed");
    try (DumpReader reader = Dumps.open(dump)) {
      DumpConverter converter = DumpConverter.from(reader).select(selection);
      try (DumpWriter writer =
          Dumps.create(reader.format(), changed, converter.header(), WriteOptions.DEFAULT)) {
        converter.into(writer);
      }
    }
    Files.move(changed, dump, StandardCopyOption.REPLACE_EXISTING);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--meilisearch-dump", MOVIES.toString()));
    all.addAll(List.of(arguments));
    return QuickstartCommand.run(
        all,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String told(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  /** The first packages of the corpus. */
  private Path packages(int count) throws IOException {
    Path file = temporary.resolve("packages-" + count + ".jsonl.gz");
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(CORPUS)), StandardCharsets.UTF_8));
        Writer writer =
            new OutputStreamWriter(
                new GZIPOutputStream(
                    Files.newOutputStream(
                        file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)),
                StandardCharsets.UTF_8)) {
      for (int i = 0; i < count; i++) {
        writer.append(lines.readLine()).append('\n');
      }
    }
    return file;
  }
}
