package org.indexport.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.junit.jupiter.api.Test;

/** What a tolerant reader takes that a strict one refuses. */
class TolerantTarReaderTest {
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
  private final List<TarReader.Reason> passedOver = new ArrayList<>();

  private TolerantTarReaderTest entry(String name, char type, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    byte[] block = new byte[UstarHeader.SIZE];
    UstarHeader.put(block, UstarHeader.Field.NAME, name);
    UstarHeader.put(block, UstarHeader.Field.LENGTH, bytes.length);
    block[UstarHeader.TYPE] = (byte) type;
    UstarHeader.seal(block);
    tar.writeBytes(block);
    tar.writeBytes(bytes);
    tar.writeBytes(new byte[-bytes.length & 511]);
    return this;
  }

  private List<String> read() throws IOException {
    List<String> files = new ArrayList<>();
    try (TarReader reader =
        TarReader.tolerant(
            "a tar",
            new ByteArrayInputStream(tar.toByteArray()),
            ReadLimits.DEFAULT,
            (reason, what) -> passedOver.add(reason))) {
      for (TarReader.Entry entry; (entry = reader.next()) != null; ) {
        files.add(entry.path() + "=" + new String(reader.content().readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  @Test
  void endsWhereAnEntryCouldStart() throws IOException {
    assertThat(entry("a", '0', "x").read()).containsExactly("a=x");
    tar.writeBytes(new byte[512]);
    assertThat(read()).containsExactly("a=x");
    tar.writeBytes("anything".getBytes(UTF_8));
    assertThat(read()).containsExactly("a=x");
  }

  @Test
  void doesNotEndInsideOfAnEntry() {
    entry("a", '0', "x");
    tar.writeBytes(new byte[100]);
    assertThatThrownBy(this::read).isInstanceOf(TruncatedDumpException.class);
    tar.reset();
    entry("././@LongLink", 'L', "name\0");
    assertThatThrownBy(this::read).isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void takesWhatIsOdd() throws IOException {
    entry("/a", '0', "1").entry("b", 'Q', "2").entry("folder", '5', "what is this?");
    assertThat(entry("c", '\0', "3").read()).containsExactly("a=1", "b=2", "c=3");
    assertThat(passedOver).isEmpty();
  }

  @Test
  void passesOverLinksAndNamesThatLeadElsewhere() throws IOException {
    entry("././@LongLink", 'K', "target\0").entry("link", '2', "").entry("hard", '1', "");
    assertThat(entry("../a", '0', "1").entry("b", '0', "2").read()).containsExactly("b=2");
    assertThat(passedOver)
        .containsExactly(TarReader.Reason.LINK, TarReader.Reason.LINK, TarReader.Reason.NAME);
  }
}
