package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that other programs wrote, each cut and flipped at every place. */
class GoldenTest {
  private static final List<String> DOCUMENTS =
      List.of(
          "{\"id\":1,\"title\":\"Alien\",\"rank\":0.0,\"big\":12345678901234567890}",
          "{\"id\":\"2\",\"title\":\"Amélie\",\"tags\":[\"a]\",\"b}\",{\"c\":null}],\"e\":1e5}",
          "{ \"id\" : 3, \"lone\" : \"\\ud800\", \"id\" : 4 }",
          "{}");

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  /** The documents, or null where a typed error came instead. */
  private static @Nullable List<String> attempt(byte[] bytes) {
    try {
      return Texts.readPipe(bytes);
    } catch (DumpException e) {
      assertThat(e.getMessage()).contains("standard input");
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return fail("no typed error: " + e, e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines.jsonl",
        "array.json",
        "lines.jsonl.gz",
        "members.jsonl.gz",
        "array.json.gz",
        "lines.jsonl.zst",
        "frames.jsonl.zst",
        "array.json.zst"
      })
  void readsThem(String name) throws IOException {
    assertThat(attempt(golden(name))).isEqualTo(DOCUMENTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines.jsonl.gz",
        "members.jsonl.gz",
        "array.json.gz",
        "lines.jsonl.zst",
        "frames.jsonl.zst",
        "array.json.zst"
      })
  void flippedBitsOfPackedFilesAreNoticedOrMeanNothing(String name) throws IOException {
    byte[] bytes = golden(name);
    for (int place = 0; place < bytes.length; place++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[place] ^= (byte) (1 << bit);
        List<String> found = attempt(bytes);
        assertThat(found).as("byte %s, bit %s", place, bit).isIn(null, DOCUMENTS);
        bytes[place] ^= (byte) (1 << bit);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines.jsonl", "array.json"})
  void flippedBitsOfPlainFilesAreNoticedOrShow(String name) throws IOException {
    byte[] bytes = golden(name);
    for (int place = 0; place < bytes.length; place++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[place] ^= (byte) (1 << bit);
        List<String> found = attempt(bytes);
        assertThat(found).as("byte %s, bit %s", place, bit).isNotEqualTo(DOCUMENTS);
        bytes[place] ^= (byte) (1 << bit);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array.json",
        "lines.jsonl.gz",
        "array.json.gz",
        "lines.jsonl.zst",
        "array.json.zst"
      })
  void whatHasAnEndMissesIt(String name) throws IOException {
    byte[] bytes = golden(name);
    int last = name.equals("array.json") ? bytes.length - 1 : bytes.length;
    for (int length = 1; length < last; length++) {
      assertThat(attempt(Arrays.copyOf(bytes, length))).as("cut to %s", length).isNull();
    }
  }

  @Test
  void plainLinesCutBetweenDocumentsAreTheDocumentsBefore() throws IOException {
    byte[] bytes = golden("lines.jsonl");
    for (int length = 0; length < bytes.length; length++) {
      List<String> found = attempt(Arrays.copyOf(bytes, length));
      if (found != null) {
        assertThat(found).isEqualTo(DOCUMENTS.subList(0, found.size()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"members.jsonl.gz", "frames.jsonl.zst"})
  void whatIsCutBetweenMembersIsTheDocumentsBefore(String name) throws IOException {
    byte[] bytes = golden(name);
    int read = 0;
    for (int length = 1; length < bytes.length; length++) {
      List<String> found = attempt(Arrays.copyOf(bytes, length));
      if (found != null) {
        assertThat(found).isEqualTo(DOCUMENTS.subList(0, found.size()));
        read++;
      }
    }
    assertThat(read).as("cuts that nobody can notice").isLessThan(4);
  }
}
