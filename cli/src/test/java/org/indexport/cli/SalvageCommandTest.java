package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.Manifest;
import org.indexport.PartSummary;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));
  private Path dump = Path.of("");
  private PartSummary second = part(0);

  /** A dump of several parts. */
  @BeforeEach
  void writeADump() throws Exception {
    samples = new Samples(folder);
    dump = samples.path("many.dump");
    Path many = samples.many("many.jsonl", 100_000);
    assertThat(Outcome.of("convert", many, dump, "--to", "v2").code()).isZero();
    try (DumpReader reader = Dumps.open(dump)) {
      Manifest manifest = java.util.Objects.requireNonNull(reader.manifest());
      second = java.util.Objects.requireNonNull(manifest.indexes().get(0).parts()).get(1);
    }
  }

  private static PartSummary part(long ordinal) {
    return new PartSummary(
        ordinal,
        1,
        3,
        1,
        0,
        new org.indexport.Sha256(0, 0, 0, 0),
        org.indexport.Hash128.ZERO,
        null);
  }

  private Path damaged() throws IOException {
    byte[] bytes = Files.readAllBytes(dump);
    bytes[(int) (second.offset() + second.packedBytes() / 2)] ^= 1;
    return Files.write(samples.path("damaged.dump"), bytes);
  }

  @Test
  void whatIsLostIsToldExactly() throws Exception {
    Path whole = samples.path("whole.dump");

    Outcome outcome = Outcome.of("salvage", damaged(), whole, "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.json().truth("exact")).isTrue();
    assertThat(outcome.json().number("lostDocuments")).isEqualTo(second.documents());
    JsonObject lost = outcome.only("lostParts");
    assertThat(lost.string("name")).isEqualTo("many");
    assertThat(lost.number("fromOrdinal")).isEqualTo(1);
    assertThat(lost.number("fromByte")).isEqualTo(second.offset());
    assertThat(outcome.only("indexes").number("documents")).isEqualTo(100_000 - second.documents());
    assertThat(Outcome.of("verify", whole, "--deep").code()).isZero();
  }

  @Test
  void peopleGetALineForEachLoss() throws Exception {
    Outcome outcome = Outcome.of("salvage", damaged(), samples.path("whole.dump"));

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("lost: index many, part 1, documents ")
        .contains("in 1 part, and 0 other things");
  }

  @Test
  void ofACutDumpNobodyKnowsWhatIsLost() throws Exception {
    byte[] bytes = Files.readAllBytes(dump);
    int end = (int) (second.offset() + second.packedBytes());
    Path cut = Files.write(samples.path("cut.dump"), Arrays.copyOf(bytes, end));

    Outcome outcome = Outcome.of("salvage", cut, samples.path("whole.dump"), "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.json().truth("exact")).isFalse();
    assertThat(outcome.json().raw("lostDocuments")).isEqualTo("null");
    assertThat(outcome.err()).contains("nobody can know");
  }

  @Test
  void ofASoundDumpNothingIsLost() {
    Outcome outcome = Outcome.of("salvage", dump, samples.path("whole") + "/");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("nothing is lost");
    assertThat(samples.path("whole")).isDirectory();
    assertThat(Outcome.of("diff", dump, samples.path("whole")).code()).isZero();
  }

  @Test
  void otherThingsAreRefused() throws Exception {
    Outcome text = Outcome.of("salvage", samples.movies(), samples.path("x"));
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.err()).contains("format jsonl");
    assertThat(Outcome.of("salvage", "-", samples.path("x")).code()).isEqualTo(2);
    assertThat(Outcome.of("salvage", dump, dump).code()).isEqualTo(2);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void verifyNamesTheDamage() throws Exception {
    Path damaged = damaged();
    for (String depth : new String[] {"--quiet", "--deep"}) {
      Outcome outcome = Outcome.of("verify", damaged, depth);

      assertThat(outcome.code()).isEqualTo(4);
      assertThat(outcome.err()).contains("index many", "part 1", "bytes " + second.offset() + ":");
    }
  }

  @Test
  void verifyCountsParts() throws Exception {
    assertThat(Outcome.of("verify", dump).out()).contains("PARTS");
    assertThat(Outcome.of("verify", dump, "--json").only("indexes").number("parts"))
        .isGreaterThan(1);
    assertThat(Outcome.of("verify", dump, "--deep", "--json").json().truth("deep")).isTrue();
    assertThat(Outcome.of("verify", samples.rich(), "--deep").code()).isZero();
  }

  @Test
  void catGivesARange() throws Exception {
    String lines = Files.readString(samples.path("many.jsonl"));
    String[] all = lines.split("(?<=\n)", -1);
    long first = second.documents();

    assertThat(Outcome.of("cat", dump, "many", "--range", first + ":" + (first + 2)).out())
        .isEqualTo(all[(int) first] + all[(int) first + 1]);
    assertThat(Outcome.of("cat", dump, "many", "--range", ":2").out()).isEqualTo(all[0] + all[1]);
    assertThat(Outcome.of("cat", dump, "many", "--range", "99999:").out()).isEqualTo(all[99_999]);
    assertThat(Outcome.of("cat", dump, "many", "--range", "5:", "--limit", 1).out())
        .isEqualTo(all[5]);
    assertThat(Outcome.of("cat", dump, "many", "--range", "200000:").out()).isEmpty();
    assertThat(Outcome.of("cat", samples.movies(), "movies", "--range", "1:2").out())
        .isEqualTo(Samples.MOVIES.lines().toList().get(1) + "\n");
  }

  @Test
  void aRangeThatIsNoneIsWrongUsage() {
    for (String range : new String[] {"", "5", "a:b", "3:2", "-1:2", "1:2:3"}) {
      assertThat(Outcome.of("cat", dump, "many", "--range=" + range).code()).isEqualTo(2);
    }
    assertThat(Outcome.of("cat", dump, "other", "--range", "0:1").code()).isEqualTo(2);
    assertThat(Outcome.of("cat", dump, "many", "--range", "0:1", "--ids").code()).isEqualTo(2);
  }
}
