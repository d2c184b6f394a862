package org.indexport.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.files.FileTarget.Secrecy;
import org.indexport.io.GzipMembersInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedTarTest {
  @TempDir private Path folder;

  private static InputStream open(DumpSource source) throws IOException {
    return PackedTar.open(
        source, "the dump", ReadLimits.DEFAULT, GzipMembersInputStream::allMembers);
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = open(DumpSource.path(file))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void theFirstByteTells() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "text");
    Path packed = folder.resolve("packed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("text".getBytes(UTF_8));
    }
    assertThat(read(plain)).isEqualTo("text");
    assertThat(read(packed)).isEqualTo("text");
  }

  @Test
  void nothingIsTruncated() throws IOException {
    DumpSource empty = DumpSource.path(Files.createFile(folder.resolve("empty")));
    assertThatThrownBy(() -> open(empty))
        .isInstanceOf(TruncatedDumpException.class)
        .hasMessageStartingWith("the dump: expected a gzipped tar, found an empty file");
  }

  @Test
  void aGivenStreamStaysOpen() throws IOException {
    boolean[] closed = new boolean[1];
    InputStream given =
        new ByteArrayInputStream("text".getBytes(UTF_8)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    try (DumpSource source = DumpSource.stream("pipe", given)) {
      open(source).close();
      assertThat(closed[0]).isFalse();
    }
    assertThat(closed[0]).isTrue();
  }

  @Test
  void aTargetAppearsWhenItIsCommitted() throws IOException {
    Path file = folder.resolve("dump");
    try (FileTarget target = FileTarget.open(DumpSink.file(file))) {
      target.stream().write(1);
    }
    assertThat(file).doesNotExist();
    try (FileTarget target = FileTarget.open(DumpSink.file(file))) {
      target.stream().write(1);
      target.commit(Secrecy.NOTHING_SECRET);
    }
    assertThat(file).hasBinaryContent(new byte[] {1});
  }
}
