package org.indexport.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.indexport.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarOutputTest {
  @ParameterizedTest
  @ValueSource(ints = {5, 100, 101, 255, 300})
  void thePiecesMakeTheWhole(int nameLength) throws IOException {
    String name = "folder/" + "x".repeat(nameLength - "folder/".length() + 10);
    for (int size : new int[] {0, 1, 511, 512, 513}) {
      byte[] content = new byte[size];
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      TarOutput tar = new TarOutput(whole, 7);
      tar.add(name, content, size);
      tar.finish();
      ByteArrayOutputStream pieces = new ByteArrayOutputStream();
      pieces.writeBytes(TarOutput.head(name, size, 7));
      pieces.writeBytes(content);
      pieces.writeBytes(new byte[TarOutput.padding(size)]);
      pieces.writeBytes(TarOutput.end());
      assertThat(pieces.toByteArray()).isEqualTo(whole.toByteArray());
    }
  }

  @Test
  void sizesThatDoNotFitTheHeaderAreTold() throws IOException {
    long size = (8L << 30) + 5;
    byte[] head = TarOutput.head("big", size, 0);
    try (TarReader reader =
        new TarReader("x", new ByteArrayInputStream(head), ReadLimits.DEFAULT)) {
      assertThat(reader.next()).isEqualTo(new TarReader.Entry("big", size, TarOutput.OWNER));
    }
    try (TarArchiveInputStream other = new TarArchiveInputStream(new ByteArrayInputStream(head))) {
      assertThat(other.getNextEntry().getSize()).isEqualTo(size);
    }
  }

  @Test
  void timesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> TarOutput.head("a", 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TarOutput.head("a", 0, TarOutput.LATEST_SECOND + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void foldersAndNamesOfAnyScriptAreRead() throws IOException {
    String name = "\u00e9/" + "\u65e5".repeat(120);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    TarOutput tar = new TarOutput(whole, 7);
    tar.addFolder("\u00e9");
    tar.begin(name, 3);
    whole.writeBytes(new byte[] {1, 2, 3});
    whole.writeBytes(new byte[TarOutput.padding(3)]);
    tar.finish();
    ByteArrayInputStream bytes = new ByteArrayInputStream(whole.toByteArray());
    try (TarArchiveInputStream other = new TarArchiveInputStream(bytes, "UTF-8")) {
      TarArchiveEntry folder = other.getNextEntry();
      assertThat(folder.isDirectory()).isTrue();
      assertThat(folder.getName()).isEqualTo("\u00e9/");
      assertThat(folder.getMode() & 0777).isEqualTo(0755);
      TarArchiveEntry file = other.getNextEntry();
      assertThat(file.getName()).isEqualTo(name);
      assertThat(file.getMode() & 0777).isEqualTo(0644);
      assertThat(other.readAllBytes()).containsExactly(1, 2, 3);
    }
  }
}
