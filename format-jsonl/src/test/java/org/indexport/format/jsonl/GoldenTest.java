package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that other programs packed: gzip and zstd, also in several members and frames. */
class GoldenTest {
  static final List<String> NAMES =
      List.of(
          "lines.jsonl",
          "array.json",
          "lines.jsonl.gz",
          "members.jsonl.gz",
          "array.json.gz",
          "lines.jsonl.zst",
          "frames.jsonl.zst",
          "array.json.zst");

  private static final List<String> DOCUMENTS =
      List.of(
          "{\"id\":1,\"title\":\"Alien\",\"rank\":0.0,\"big\":12345678901234567890}",
          "{\"id\":\"2\",\"title\":\"Amélie\",\"tags\":[\"a]\",\"b}\",{\"c\":null}],\"e\":1e5}",
          "{ \"id\" : 3, \"lone\" : \"\\ud800\", \"id\" : 4 }",
          "{}");

  static Path golden(String name) {
    try {
      return Path.of(Objects.requireNonNull(GoldenTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void readsThem(String name) throws IOException {
    assertThat(Texts.readFile(golden(name))).isEqualTo(DOCUMENTS);
    assertThat(Texts.readPipe(Files.readAllBytes(golden(name)))).isEqualTo(DOCUMENTS);
  }

  /** The documents of a file that is cut, or null where that is noticed. */
  private static @Nullable List<String> cut(byte[] bytes, int length) throws IOException {
    try {
      return Texts.readPipe(Arrays.copyOf(bytes, length));
    } catch (TruncatedDumpException | CorruptDumpException e) {
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines.jsonl.gz", "array.json.gz", "lines.jsonl.zst", "array.json.zst"})
  void aCutInAMemberOrFrameIsTruncation(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(golden(name));
    for (int length = 2; length < bytes.length; length++) {
      DumpException thrown = null;
      try {
        Texts.readPipe(Arrays.copyOf(bytes, length));
      } catch (DumpException e) {
        thrown = e;
      }
      assertThat(thrown).as("cut to %s", length).isExactlyInstanceOf(TruncatedDumpException.class);
    }
  }

  /** Nobody can notice a cut between two lines, members or frames. */
  @ParameterizedTest
  @CsvSource({"array.json, 0", "lines.jsonl, 7", "members.jsonl.gz, 3", "frames.jsonl.zst, 3"})
  void otherCutsLeaveTheDocumentsBefore(String name, int mostUnnoticed) throws IOException {
    byte[] bytes = Files.readAllBytes(golden(name));
    int unnoticed = 0;
    for (int length = 1; length < bytes.length - 1; length++) {
      List<String> found = cut(bytes, length);
      if (found != null) {
        unnoticed++;
        assertThat(found).isEqualTo(DOCUMENTS.subList(0, found.size()));
      }
    }
    assertThat(unnoticed).isLessThanOrEqualTo(mostUnnoticed);
  }
}
