package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformOptionTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void changesWhatIsWritten() throws Exception {
    Path dump = folder.resolve("new.dump");
    Outcome outcome =
        Outcome.of(
            "convert",
            samples.movies(),
            dump,
            "--transform",
            "drop:year",
            "--transform=rename:title=name",
            "--transform",
            "set:lang=\"cs\"",
            "--json");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonObject index = outcome.only("indexes");
    assertThat(index.number("read")).isEqualTo(3);
    assertThat(index.number("acknowledged")).isEqualTo(3);
    assertThat(Outcome.of("cat", dump, "movies").out())
        .isEqualTo(
            """
            {"id":1,"name":"Solaris","lang":"cs"}
            {"id":"two","name":"Stalker","n":10000000000000000000.0,"lang":"cs"}
            {"id":3,"name":"Mirror","lang":"cs"}
            """);
    assertThat(Outcome.of("verify", dump).code()).isZero();
  }

  @Test
  void comparesWithWhatWasLoaded() throws Exception {
    Path movies = samples.movies();
    String target = samples.lucene("target");
    String rule = "--transform=keep:id,title";
    assertThat(Outcome.of("import", movies, target, "--primary-key", "id", rule).code()).isZero();

    assertThat(Outcome.of("diff", movies, target, "--documents-only", rule).code()).isZero();
    assertThat(Outcome.of("diff", movies, target, "--documents-only").code()).isEqualTo(1);
  }

  @Test
  void countsWhatCannotBeChanged() throws Exception {
    Path rejects = folder.resolve("rejects");
    Path input = samples.file("m.jsonl", "{\"id\":1,\"a\":1}\n{\"id\":2,\"a\":1,\"b\":2}\n");
    Outcome outcome =
        Outcome.of(
            "convert",
            input,
            folder.resolve("o"),
            "--transform=rename:a=b",
            "--rejects",
            rejects,
            "--json");

    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.only("indexes").number("rejected")).isEqualTo(1);
    assertThat(rejects).content().contains("\"source\":{\"id\":2,\"a\":1,\"b\":2}");
  }

  @Test
  void goesOnOnlyWithTheSameRules() throws Exception {
    Path checkpoint = folder.resolve("checkpoint");
    Path movies = samples.movies();
    String target = samples.lucene("target");
    Outcome.of("import", movies, target, "--checkpoint", checkpoint, "--transform=drop:year");

    Outcome same =
        Outcome.of(
            "import",
            movies,
            target,
            "--checkpoint",
            checkpoint,
            "--resume",
            "--transform=drop:year");
    Outcome other =
        Outcome.of(
            "import", movies, target, "--checkpoint", checkpoint, "--resume", "--transform=drop:n");

    assertThat(same.code()).as(same.err()).isZero();
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("drop:year", "drop:n");
  }

  @Test
  void refusesWhatIsNoRuleAndThePrimaryKey() throws Exception {
    Path movies = samples.movies();
    Outcome wrong = Outcome.of("convert", movies, folder.resolve("a"), "--transform=doc.x=1");
    Outcome key =
        Outcome.of(
            "convert", movies, folder.resolve("b"), "--primary-key=id", "--transform=drop:id");

    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("rename:FIELD=NAME");
    assertThat(key.code()).isEqualTo(1);
    assertThat(key.err()).contains("primary key id", "drop:id");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void engineOptionsAreForEngines() throws Exception {
    Path movies = samples.movies();
    String target = samples.lucene("target");
    Outcome.of("import", movies, target);

    for (String option : new String[] {"--query={}", "--include-hidden"}) {
      String name = option.replaceFirst("=.*", "");
      assertThat(Outcome.of("convert", movies, folder.resolve("x"), option).err()).contains(name);
      Outcome dump = Outcome.of("dump", target, folder.resolve("x"), option);
      Outcome diff = Outcome.of("diff", movies, target, option);
      assertThat(dump.code()).isEqualTo(2);
      assertThat(dump.err()).contains(name + ": lucene:");
      assertThat(diff.code()).isEqualTo(2);
      assertThat(diff.err()).contains(name, "neither");
    }
  }
}
