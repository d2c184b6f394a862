package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no server; {@link DropInCheck} has the rest. */
class ElasticdumpCommandTest {
  private static final String BOOKS =
      """
      {"_index":"books","_id":"b1","_score":1,"_source":{"title":"First","n":1.50,"secret":1}}
      {"_index":"books","_id":"b2","_score":1,"_routing":"r","_source":{"title":"Second"}}
      {"_index":"books","_id":"b3","_score":1,"_source":{"title":"Third"}}
      """;

  @TempDir Path folder;
  private Path input = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void writeBooks() throws Exception {
    input = Files.writeString(folder.resolve("books.json"), BOOKS);
    output = folder.resolve("out.json");
  }

  private Outcome run(Object... more) {
    Object[] all = new Object[more.length + 3];
    all[0] = "elasticdump";
    all[1] = "--input=" + input;
    all[2] = "--output=" + output;
    System.arraycopy(more, 0, all, 3, more.length);
    return Outcome.of(all);
  }

  @Test
  void aFileBecomesTheSameFile() throws Exception {
    Outcome outcome = run();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(output).hasContent(BOOKS);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().toList())
        .last()
        .asString()
        .contains("wrote 3 documents (read 3");
  }

  @Test
  void aFileOfAnotherTypeIsRefused() throws Exception {
    Outcome data = run("--type=mapping");
    Files.writeString(input, "{\"books\":{\"mappings\":{}}}");
    Outcome mapping = run("--type=data");

    assertThat(data.code()).isNotZero();
    assertThat(data.err()).contains("a file of type mapping", "one of type data");
    assertThat(mapping.code()).isNotZero();
    assertThat(mapping.err()).contains("a file of type data", "one of type mapping");
    assertThat(output).doesNotExist();
    assertThat(run("--type=mapping").code()).isZero();
  }

  @Test
  void anExistingFileIsReplacedOnlyIfAskedFor() throws Exception {
    Files.writeString(output, "mine");

    assertThat(run().code()).isEqualTo(2);
    assertThat(output).hasContent("mine");
    assertThat(run("--overwrite").code()).isZero();
    assertThat(output).hasContent(BOOKS);
  }

  @Test
  void optionsAreWrittenInBothWays() throws Exception {
    Outcome outcome =
        Outcome.of(
            "elasticdump",
            "--quiet",
            "--input",
            input,
            "--output",
            output,
            "--fsCompress",
            "true",
            "--compressionLevel=9",
            "--overwrite=false",
            "--limit=0",
            "--size=2");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    try (var in = new GZIPInputStream(Files.newInputStream(output))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).hasLineCount(2);
    }
  }

  @Test
  void standardStreamsAreDollars() {
    Outcome outcome =
        Outcome.withInput(
            BOOKS.getBytes(UTF_8), "elasticdump", "--input=$", "--output=$", "--offset", "1");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo(BOOKS.substring(BOOKS.indexOf('\n') + 1));
  }

  @Test
  void documentsAreChangedOnTheWay() throws Exception {
    Outcome outcome =
        run("--transform=drop:secret", "--transform=rename:n=price", "--size=1", "--sourceOnly");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(output).hasContent("{\"title\":\"First\",\"price\":1.50}");
  }

  /** A pipe packs what comes for itself. */
  @Test
  void onlyFilesArePacked() {
    Outcome outcome =
        Outcome.withInput(
            BOOKS.getBytes(UTF_8),
            "elasticdump",
            "--input=$",
            "--output=$",
            "--fsCompress",
            "--compressionLevel=9");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo(BOOKS);
  }

  @Test
  void numbersMayBeWrittenAsJavaScriptReadsThem() {
    assertThat(run("--size=0.2e1", "--limit=1e4", "--maxRows=1e6").code()).isZero();

    assertThat(folder.resolve("out.split-0.json")).content().hasLineCount(2);
  }

  @Test
  void aFileIsNotSearched() {
    Outcome outcome = run("--searchBody={\"query\":{\"match_none\":{}},\"_source\":[\"n\"]}");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("--searchBody: it is for servers");
    assertThat(output).hasContent(BOOKS);
  }

  @Test
  void whatACopyHasNoPlaceForIsTold() throws Exception {
    String hit = "{\"_index\":\"books\",\"_id\":\"1\",\"_seq_no\":3,\"_score\":1,\"_source\":{}}";
    Files.writeString(input, hit + "\n");
    String told = "index books: what hits hold";

    assertThat(run("--maxRows=2").err()).contains(told);
    assertThat(run("--sourceOnly").err()).contains(told);
    assertThat(run("--maxRows=2", "--overwrite", "--quiet").err()).isEmpty();
    assertThat(run("--overwrite").err()).doesNotContain(told);
    assertThat(output).hasContent(hit);
  }

  @Test
  void aFolderIsForMultielasticdump() {
    input = folder;

    assertThat(run().code()).isEqualTo(2);
    assertThat(run().err()).contains("--input", "multielasticdump");
  }

  @Test
  void aFileIsCutIntoParts() {
    assertThat(run("--maxRows=2").code()).isZero();

    assertThat(output).doesNotExist();
    assertThat(folder.resolve("out.split-0.json")).content().hasLineCount(2);
    assertThat(folder.resolve("out.split-1.json")).content().hasLineCount(1);
  }

  @Test
  void metaFilesOfEachTypeAreCopied() throws Exception {
    Map<String, String> files =
        Map.of(
            "mapping", "{\"books\":{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}}",
            "settings",
                "\"{\\\"books\\\":{\\\"settings\\\":{\\\"index\\\":{\\\"x\\\":\\\"1\\\"}}}}\"",
            "alias", "\"{\\\"books\\\":{\\\"aliases\\\":{\\\"lib\\\":{}}}}\"",
            "template",
                "\"{\\\"t\\\":{\\\"index_patterns\\\":[\\\"a-*\\\"],\\\"settings\\\":{}}}\"");
    for (Map.Entry<String, String> file : files.entrySet()) {
      input =
          Files.writeString(folder.resolve("x." + file.getKey() + ".json"), file.getValue() + "\n");
      output = folder.resolve(file.getKey() + "-copy.json");

      Outcome outcome = run("--type=" + file.getKey());

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(output).hasContent(file.getValue());
    }
  }

  @Test
  void aDamagedFileLeavesNothing() throws Exception {
    Files.writeString(input, BOOKS + "{\"_index\":\"books\",");

    assertThat(run().code()).isEqualTo(3);
    assertThat(output).doesNotExist();
  }

  @Test
  void anExpressionThatIsNoneIsRefusedByName() {
    Outcome outcome =
        Outcome.of(
            "elasticdump",
            "--input=http://localhost:9200",
            "--output=" + output,
            "--type=template",
            "--templateRegex=(");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains("--templateRegex: '(': Unclosed group");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--delete",
        "--delete=true",
        "--transform=doc._source.x=1",
        "--transform=@module.js",
        "--csvDelimiter=;",
        "--s3Region=eu",
        "--scrollId=x",
        "--searchBodyTemplate=x",
        "--bulkAction=delete",
        "--bulkAction=update",
        "--versionType=internal",
        "--searchBody={\"aggs\":{}}",
        "--searchBody={",
        "--searchBody={\"_source\":[\"a*\"]}",
        "--searchBody={\"_source\":false}",
        "--nonsense",
        "--size=many",
        "--size=1.5",
        "--size=1e999999999",
        "--type=everything",
        "--quiet=perhaps",
        "--headers",
        "stray"
      })
  void refusesByNameWhatItDoesNotDo(String option) {
    Outcome outcome = run(option);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(option.replaceFirst("=.*", ""));
    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--support-big-int",
        "--noRefresh=true",
        "--retryAttempts=3",
        "--scrollTime=10m",
        "--searchAfter",
        "--pit",
        "--ignore-errors",
        "--parseExtraFields=_routing",
        "--delete=false",
        "--awsChain=false",
        "--awsAccessKeyId=AKID",
        "--params={}",
        "--pass=x",
        "--bulkAction=create",
        "--limit=1000",
        "--concurrency=2",
        "--timeout=60000"
      })
  void takesWhatChangesNothing(String option) {
    Outcome outcome = run(option);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(output).hasContent(BOOKS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv://x.csv", "s3://bucket/key", "ftp://host/x"})
  void refusesOtherPlaces(String place) {
    Outcome outcome = Outcome.of("elasticdump", "--input=" + place, "--output=" + output);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--input");
  }

  @Test
  void aStackTraceIsForDebugging() {
    input = folder.resolve("missing.json");

    assertThat(run().err()).contains("no such file").doesNotContain("\tat ");
    assertThat(run("--debug").err()).contains("\tat ");
    assertThat(Outcome.of("elasticdump").code()).isEqualTo(2);
    assertThat(Outcome.of("elasticdump", "--input=x").err()).contains("--output is required");
  }

  @Test
  void aServerThatIsNotThereIsAFailure() {
    Outcome outcome =
        Outcome.of("elasticdump", "--input=http://user:hush@127.0.0.1:1/i", "--output=" + output);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).doesNotContain("hush");
    assertThat(output).doesNotExist();
  }
}
