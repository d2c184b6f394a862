package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.indexport.DumpFormats;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.UnknownFormatException;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlProbeTest {
  @TempDir Path folder;

  private static MatchStrength probe(DumpSource source) throws IOException {
    return new FormatJsonl().probe(Probe.of(source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":1}\n{}",
        " \n{ \"a\"",
        "{",
        "[",
        "[]",
        "[ {",
        "[{}]",
        "\ufeff{}",
        "{\"a\":oops",
        " \n"
      })
  void matchesWhatStartsLikeObjects(String text) throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] bytes = Texts.packed(compression, Texts.utf8(text));
      assertThat(probe(Texts.pipe(bytes))).isEqualTo(MatchStrength.WEAK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "[1]", "[[", "{1", "\"a\"", "<a/>", "id,title\n", "\u0000"})
  void doesNotMatchWhatDoesNot(String text) throws IOException {
    for (Compression compression : Compression.values()) {
      byte[] bytes = Texts.packed(compression, Texts.utf8(text));
      assertThat(probe(Texts.pipe(bytes))).isEqualTo(MatchStrength.NONE);
    }
  }

  @Test
  void matchesOtherEncodingsSoThatOpeningSaysWhatIsWrong() throws IOException {
    for (var encoding : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertThat(probe(Texts.pipe("{}".getBytes(encoding)))).isEqualTo(MatchStrength.WEAK);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void matchesPackedEmptinessAndWhatIsCutAfterTheMagicNumber(Compression compression)
      throws IOException {
    byte[] bytes = Texts.packed(compression, new byte[0]);
    assertThat(probe(Texts.pipe(bytes))).isEqualTo(MatchStrength.WEAK);
    assertThat(probe(Texts.pipe(Arrays.copyOf(bytes, 6)))).isEqualTo(MatchStrength.WEAK);
  }

  @Test
  void anEmptyFileIsAnIndexOnlyIfItsNameSaysSo() throws IOException {
    assertThat(probe(DumpSource.path(Files.createFile(folder.resolve("a.jsonl")))))
        .isEqualTo(MatchStrength.WEAK);
    assertThat(probe(DumpSource.path(Files.createFile(folder.resolve("a.dump")))))
        .isEqualTo(MatchStrength.NONE);
    assertThat(probe(Texts.pipe(new byte[0]))).isEqualTo(MatchStrength.NONE);
  }

  @Test
  void aFolderMatchesIfItHasFiles() throws IOException {
    assertThat(probe(DumpSource.path(folder))).isEqualTo(MatchStrength.NONE);
    Files.createFile(folder.resolve("a.txt"));
    assertThat(probe(DumpSource.path(folder))).isEqualTo(MatchStrength.NONE);
    Files.createFile(folder.resolve("a.json.gz"));
    assertThat(probe(DumpSource.path(folder))).isEqualTo(MatchStrength.WEAK);
  }

  @Test
  void isFoundAmongTheFormats() throws IOException {
    DumpFormats formats = DumpFormats.load(FormatJsonl.class.getClassLoader());
    assertThat(formats.sniff(Texts.pipe(Texts.utf8("{}"))).id()).isEqualTo(FormatJsonl.ID);
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(
            () -> {
              try (var reader = formats.open(Texts.pipe(utf16), ReadOptions.DEFAULT)) {
                reader.entries().next();
              }
            })
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> formats.sniff(Texts.pipe(Texts.utf8("x"))))
        .isInstanceOf(UnknownFormatException.class);
  }

  /** A stream that is no regular file must not lose the bytes that were looked at. */
  @Test
  void aNamedPipeIsReadOnce() throws Exception {
    Path fifo = folder.resolve("movies.jsonl");
    Process process = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assertThat(process.waitFor()).isZero();
    Thread writing =
        new Thread(
            () -> {
              try {
                Files.write(fifo, Texts.utf8("{\"a\":1}\n{}"));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    writing.start();
    DumpSource source = DumpSource.path(fifo);
    assertThat(probe(source)).isEqualTo(MatchStrength.WEAK);
    assertThat(Texts.read(source, ReadOptions.DEFAULT)).containsExactly("{\"a\":1}", "{}");
    writing.join();
  }
}
