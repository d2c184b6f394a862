package org.indexport.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final byte[] END = new byte[1024];

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  /** Adds an entry as a hostile program could write it. */
  private TarReaderTest entry(String name, char type, long size, String content) {
    byte[] block = header(name, type, size);
    UstarHeader.seal(block);
    tar.writeBytes(block);
    byte[] bytes = content.getBytes(UTF_8);
    tar.writeBytes(bytes);
    tar.writeBytes(new byte[-bytes.length & 511]);
    return this;
  }

  private TarReaderTest file(String name, String content) {
    return entry(name, '0', content.getBytes(UTF_8).length, content);
  }

  private static byte[] header(String name, char type, long size) {
    byte[] block = new byte[512];
    byte[] bytes = name.getBytes(UTF_8);
    System.arraycopy(bytes, 0, block, 0, Math.min(100, bytes.length));
    UstarHeader.put(block, UstarHeader.Field.LENGTH, size);
    block[UstarHeader.TYPE] = (byte) type;
    return block;
  }

  private List<String> read() throws IOException {
    tar.writeBytes(END);
    return read(tar.toByteArray(), ReadLimits.DEFAULT);
  }

  private static List<String> read(byte[] bytes, ReadLimits limits) throws IOException {
    List<String> files = new ArrayList<>();
    try (TarReader reader = new TarReader("x.dump", new ByteArrayInputStream(bytes), limits)) {
      for (TarReader.Entry entry; (entry = reader.next()) != null; ) {
        files.add(entry.path() + "=" + new String(reader.content().readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  @Test
  void filesAreReadAndDirectoriesPassedOver() throws IOException {
    entry("./", '5', 0, "").entry("a/", '5', 0, "").entry("b/", '0', 0, "");
    file("./a//./b", "one").file("c", "");
    assertThat(read()).containsExactly("a/b=one", "c=");
  }

  @Test
  void longNamesOfBothKindsAreRead() throws IOException {
    String name = "é/".repeat(100) + "x";
    String record = " path=" + name + "\n";
    int length = record.getBytes(UTF_8).length + 3;
    entry("ext", 'x', length, length + record).file("short", "1");
    entry("././@LongLink", 'L', name.getBytes(UTF_8).length + 1L, name + "\0").file("cut", "2");
    file("plain", "3");
    assertThat(read()).containsExactly(name + "=1", name + "=2", "plain=3");
  }

  @Test
  void sizesAreReadWhereverTheyStand() throws IOException {
    entry("ext", 'x', 9, "9 size=3\n").entry("a", '0', 0, "one");
    byte[] binary = header("b", '0', 0);
    java.util.Arrays.fill(binary, 124, 136, (byte) 0);
    binary[124] = (byte) 0x80;
    binary[135] = 3;
    UstarHeader.seal(binary);
    tar.writeBytes(binary);
    tar.writeBytes("two".getBytes(UTF_8));
    tar.writeBytes(new byte[509]);
    assertThat(read()).containsExactly("a=one", "b=two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", "..", "./..", ".", "./", "//"})
  void namesThatLeadElsewhereAreRefused(String name) {
    file(name.endsWith("/") ? name + "." : name, "evil");
    assertThatThrownBy(this::read).isInstanceOf(CorruptDumpException.class);
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6', 'S', 'K', 'D', 'M', 'N', '8', 'Z', '\n', '\u00ff'})
  void nothingButFilesIsAccepted(char type) {
    entry("a", type, 0, "");
    assertThatThrownBy(this::read)
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("expected files and directories only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "x",
        "9",
        "9 ",
        "99 a=b\n",
        "6 a=b",
        "-6 a=b\n",
        "0 a=b\n",
        "6 abc\n",
        "22 GNU.sparse.major=1\n",
        "12 size=1x5\n",
        "27 size=99999999999999999999\n",
        "99999999999999999999 a=b\n"
      })
  void brokenExtendedHeadersAreRefused(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    entry("ext", 'x', bytes.length, text).file("a", "content");
    assertThatThrownBy(this::read).isInstanceOf(DumpException.class);
  }

  @Test
  void aWrongChecksumIsSeen() {
    file("a", "one");
    byte[] bytes = tar.toByteArray();
    bytes[1] = 'x';
    assertThatThrownBy(() -> read(bytes, ReadLimits.DEFAULT))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void sizesThatLieAreSeen() {
    entry("a", '0', 600, "short").file("b", "other");
    assertThatThrownBy(this::read).isInstanceOf(DumpException.class);
    TarReaderTest huge = new TarReaderTest().entry("a", '0', 077777777777L, "short");
    assertThatThrownBy(huge::read)
        .isInstanceOf(TruncatedDumpException.class)
        .hasMessageContaining("x.dump: a: byte 2048 of the tar");
    byte[] binary = header("b", '0', 0);
    java.util.Arrays.fill(binary, 124, 136, (byte) 0xff);
    UstarHeader.seal(binary);
    assertThatThrownBy(() -> read(binary, ReadLimits.DEFAULT))
        .isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void theEndIsProven() {
    file("a", "one");
    byte[] bytes = tar.toByteArray();
    assertThatThrownBy(() -> read(bytes, ReadLimits.DEFAULT))
        .isInstanceOf(TruncatedDumpException.class);
    tar.writeBytes(END);
    tar.write('x');
    assertThatThrownBy(() -> read(tar.toByteArray(), ReadLimits.DEFAULT))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("zeros after the end");
  }

  @Test
  void limitsAreKept() {
    for (int i = 0; i < 6; i++) {
      file("a" + i, "");
    }
    tar.writeBytes(END);
    byte[] bytes = tar.toByteArray();
    assertThatThrownBy(() -> read(bytes, limits(100, 5)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 5 entries");
    String name = "n".repeat(60);
    byte[] named = new TarReaderTest().file(name, "").tar.toByteArray();
    assertThatThrownBy(() -> read(named, limits(59, 5)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("a name of at most 59 bytes");
    byte[] longName = new TarReaderTest().entry("L", 'L', 1L << 32, "x").tar.toByteArray();
    assertThatThrownBy(() -> read(longName, ReadLimits.DEFAULT))
        .isInstanceOf(LimitExceededException.class);
    byte[] extended = new TarReaderTest().entry("x", 'x', 1L << 30, "x").tar.toByteArray();
    assertThatThrownBy(() -> read(extended, ReadLimits.DEFAULT))
        .isInstanceOf(LimitExceededException.class);
  }

  private static ReadLimits limits(int nameBytes, long entries) {
    return new ReadLimits(1 << 20, 100, nameBytes, entries, 10, 1 << 20, 5_000);
  }

  @Property(tries = 300)
  void anyBytesGiveTypedErrors(@ForAll @Size(max = 3_000) byte[] bytes) throws IOException {
    byte[] signed = bytes.clone();
    for (int at = 0; at + 512 <= signed.length; at += 512) {
      byte[] block = java.util.Arrays.copyOfRange(signed, at, at + 512);
      UstarHeader.seal(block);
      System.arraycopy(block, 0, signed, at, 512);
    }
    try {
      read(signed, ReadLimits.DEFAULT);
    } catch (DumpException e) {
      assertThat(e).hasMessageContaining("x.dump");
    }
  }

  @Property(tries = 100)
  void anotherImplementationReadsWhatIsWritten(
      @ForAll @Size(min = 1, max = 5)
          List<@net.jqwik.api.constraints.IntRange(min = 1, max = 400) Integer> lengths)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarOutput output = new TarOutput(out, 1_000_000_000L);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      String name = i + "/" + "0123456789/".repeat(40).substring(0, lengths.get(i)) + "x";
      names.add(name);
      byte[] content = name.repeat(3).getBytes(UTF_8);
      output.add(name, content, content.length);
    }
    output.finish();
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (TarArchiveEntry entry; (entry = in.getNextEntry()) != null; ) {
        found.add(entry.getName());
        assertThat(entry.getLastModifiedTime().toInstant().getEpochSecond())
            .isEqualTo(1_000_000_000L);
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(entry.getName().repeat(3));
      }
    }
    assertThat(found).isEqualTo(names);
    assertThat(read(out.toByteArray(), ReadLimits.DEFAULT)).hasSize(names.size());
  }

  @Test
  void otherImplementationsAreRead() throws IOException {
    for (int longFiles :
        List.of(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      String name = "long/".repeat(50) + "é";
      try (TarArchiveOutputStream writer = new TarArchiveOutputStream(out, "UTF-8")) {
        writer.setLongFileMode(longFiles);
        writer.setAddPaxHeadersForNonAsciiNames(true);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(2);
        entry.addPaxHeader("SCHILY.xattr.user.x", new String(new byte[] {1, 2}, ISO_8859_1));
        writer.putArchiveEntry(entry);
        writer.write("ok".getBytes(UTF_8));
        writer.closeArchiveEntry();
      }
      assertThat(read(out.toByteArray(), ReadLimits.DEFAULT)).isEqualTo(List.of(name + "=ok"));
    }
  }
}
