package org.indexport.format.meilisearch.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.indexport.format.meilisearch.write.Spool.Stretch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path folder;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(Spool spool, Stretch stretch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    spool.copyTo(stretch, out);
    return out.toByteArray();
  }

  @Test
  void runsAreKeptApart() throws IOException {
    byte[] large = random(700_000);
    byte[] zeros = new byte[600_000];
    try (Spool spool = new Spool(folder, "out.dump", 100_000)) {
      Stretch one = spool.stretch();
      Stretch other = spool.stretch();
      spool.append(one, large, 0, 10);
      spool.append(other, zeros, 0, zeros.length);
      assertThat(folder).isEmptyDirectory();
      spool.append(one, large, 10, large.length - 10);
      assertThat(spool.fileBytes()).isGreaterThan(600_000);
      assertThat(folder.toFile().list()).hasSize(1).allMatch(n -> n.startsWith(".out.dump."));
      assertThat(one.size()).isEqualTo(large.length);
      assertThat(read(spool, one)).isEqualTo(large);
      assertThat(read(spool, other)).isEqualTo(zeros);
      assertThat(read(spool, spool.stretch())).isEmpty();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
