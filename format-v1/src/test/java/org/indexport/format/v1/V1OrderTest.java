package org.indexport.format.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V1OrderTest {
  private static final String MOVIES = "indexes/movies/documents-000001.jsonl";

  @TempDir Path folder;

  @Property(tries = 150)
  void membersOfAFileMayComeInAnyOrder(@ForAll long seed) throws IOException {
    Archive archive = shuffled(seed);
    Path file = Files.createTempFile("v1", ".dump");
    try {
      Files.write(file, archive.bytes());
      DumpContent read = Samples.read(file);
      DumpContent written = Samples.everything();
      assertThat(read.header()).isEqualTo(written.header());
      assertThat(read.documents()).isEqualTo(written.documents());
      assertThat(read.sections()).containsExactlyInAnyOrderElementsOf(written.sections());
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 150)
  void membersOfAStreamInDisorderAreRefusedNotLost(@ForAll long seed) throws IOException {
    byte[] dump = shuffled(seed).bytes();
    try {
      DumpContent read = Samples.readStream(dump);
      assertThat(read.documents()).isEqualTo(Samples.everything().documents());
      assertThat(read.sections())
          .containsExactlyInAnyOrderElementsOf(Samples.everything().sections());
    } catch (DumpException e) {
      assertThat(e).hasMessageContaining(": expected ").hasMessageContaining(", found ");
    }
  }

  private static Archive shuffled(long seed) throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    List<String> names = new ArrayList<>(archive.names());
    Collections.shuffle(names, new Random(seed));
    return archive.inOrder(names);
  }

  @Test
  void aStreamMustStartWithItsMetadata() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    Archive late =
        archive.without("metadata.json").with("metadata.json", archive.text("metadata.json"));
    assertThatThrownBy(() -> Samples.readStream(late.bytes()))
        .isInstanceOf(DumpException.class)
        .hasMessage(
            "a stream: expected metadata.json first in a stream, found indexes/movies/index.json;"
                + " save the stream to a file and read that");
  }

  @Test
  void anIndexWithoutIndexJsonIsDamage() throws IOException {
    byte[] dump =
        Archive.of(Samples.write(Samples.everything()))
            .without("indexes/movies/index.json")
            .bytes();
    Path file = Samples.file(folder, dump);
    assertThatExceptionOfType(CorruptDumpException.class).isThrownBy(() -> Samples.read(file));
    assertThatExceptionOfType(DumpException.class).isThrownBy(() -> Samples.readStream(dump));
  }

  @Test
  void documentsLieInTheOrderOfTheirMembers() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    String first = archive.text(MOVIES);
    List<String> names = new ArrayList<>(archive.names());
    names.add(0, "./indexes/movies/documents-000017.jsonl");
    int line = first.indexOf('\n') + 1;
    byte[] dump =
        archive
            .with(names.get(0), first.substring(line))
            .with(MOVIES, first.substring(0, line))
            .inOrder(names)
            .bytes();
    Path file = Samples.file(folder, dump);
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT);
        DocumentCursor documents = reader.documents(Samples.MOVIES)) {
      List<Object> expected = new ArrayList<>(Samples.everything().documents(Samples.MOVIES));
      Collections.rotate(expected, -1);
      assertThat(DumpContent.read(documents)).isEqualTo(expected);
    }
  }

  @Test
  void namesMayBeLongAndStartWithADot() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    byte[] dump = archive.with("x/".repeat(90) + "ignored", "…").bytes(name -> "./" + name);
    assertThat(Samples.readStream(dump)).isEqualTo(Samples.everything());
  }

  @Test
  void aPlainTarIsReadToo() throws IOException {
    byte[] plain =
        new java.util.zip.GZIPInputStream(
                new java.io.ByteArrayInputStream(Samples.write(Samples.everything())))
            .readAllBytes();
    assertThat(Samples.readStream(plain)).isEqualTo(Samples.everything());
  }

  @Test
  void gatheringScatteredSectionsIsBounded() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    List<String> names = new ArrayList<>(archive.names());
    for (int i = 400; i > 0; i--) {
      String piece = "sections/0001-keys/attachments/many/%06d".formatted(i);
      archive = archive.with(piece, "x");
      names.add(piece);
    }
    Path file = Samples.file(folder, archive.inOrder(names).bytes());
    assertThatExceptionOfType(org.indexport.LimitExceededException.class)
        .isThrownBy(() -> Samples.read(file))
        .withMessageContaining("passes");
  }
}
