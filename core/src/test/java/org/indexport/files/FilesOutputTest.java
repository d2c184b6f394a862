package org.indexport.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.indexport.DumpException;
import org.indexport.files.PackedOutput.Packer;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.io.Publication.Existing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesOutputTest {
  private static final Packer GZIP = Packer.gzip(6, 1);

  @TempDir private Path parent;

  private FilesOutput output(Packer packer) throws IOException {
    return FilesOutput.create(parent.resolve("dump"), Existing.REFUSE, packer);
  }

  private static void write(FilesOutput output, Path file, String text) throws IOException {
    output.write(file, text.getBytes(UTF_8), 0, text.length());
  }

  private String read(String name) throws IOException {
    return Files.readString(parent.resolve("dump").resolve(name));
  }

  private String unpacked(String name) throws IOException {
    try (InputStream in =
        GzipMembersInputStream.allMembers(
            Files.newInputStream(parent.resolve("dump").resolve(name)))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void filesAreWrittenInTurns() throws IOException {
    try (FilesOutput output = output(Packer.NONE)) {
      output.createFolder("in/side");
      Path first = output.create("a");
      Path second = output.create("in/side/b");
      write(output, first, "1");
      write(output, second, "2");
      write(output, first, "3");
      assertThat(parent.resolve("dump")).doesNotExist();
      output.finish();
    }
    assertThat(read("a")).isEqualTo("13");
    assertThat(read("in/side/b")).isEqualTo("2");
  }

  @Test
  void eachTurnIsAMemberAndEmptyFilesHaveOneToo() throws IOException {
    try (FilesOutput output = output(GZIP)) {
      Path first = output.create("a");
      Path second = output.create("b");
      Path third = output.create("c");
      write(output, first, "1");
      write(output, second, "2");
      write(output, first, "3");
      assertThat(output.isEmpty(second)).isFalse();
      assertThat(output.isEmpty(third)).isTrue();
      output.finish();
    }
    assertThat(unpacked("a")).isEqualTo("13");
    assertThat(unpacked("b")).isEqualTo("2");
    assertThat(unpacked("c")).isEmpty();
    assertThat(parent.resolve("dump/c")).isNotEmptyFile();
  }

  @Test
  void whatHasEndedCanBeRead() throws IOException {
    try (FilesOutput output = output(GZIP)) {
      Path file = output.create("a");
      write(output, file, "1");
      output.end();
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        assertThat(in.readAllBytes()).isEqualTo(new byte[] {'1'});
      }
    }
  }

  @Test
  void closingAloneLeavesNothing() throws IOException {
    try (FilesOutput output = output(GZIP)) {
      write(output, output.create("a"), "1");
    }
    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aNameIsTakenOnce() throws IOException {
    try (FilesOutput output = output(Packer.NONE)) {
      output.create("a");
      assertThatThrownBy(() -> output.create("a"))
          .isInstanceOf(DumpException.class)
          .hasMessageStartingWith("a: there is another file like this");
      assertThatThrownBy(() -> output.createFolder("a"))
          .isInstanceOf(DumpException.class)
          .hasMessageStartingWith("a: cannot create it");
      assertThatThrownBy(() -> output.create("nowhere/b"))
          .isInstanceOf(DumpException.class)
          .hasMessageStartingWith("nowhere/b: cannot create it")
          .hasMessageEndingWith("rename the index");
    }
  }

  @Test
  void whatIsAbandonedHasNoEnd() throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (PackedOutput packed = PackedOutput.open(GZIP, target)) {
      packed.write(new byte[] {0, 'x', 0}, 1, 1);
    }
    assertThatThrownBy(() -> GzipMembersInputStream.allMembers(in(target)).readAllBytes())
        .isInstanceOf(EOFException.class);
    target.reset();
    try (PackedOutput packed = PackedOutput.open(GZIP, target)) {
      packed.write(new byte[] {0, 'x', 0}, 1, 1);
      packed.finish();
    }
    assertThat(GzipMembersInputStream.allMembers(in(target)).readAllBytes())
        .isEqualTo(new byte[] {'x'});
  }

  private static InputStream in(ByteArrayOutputStream bytes) {
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
