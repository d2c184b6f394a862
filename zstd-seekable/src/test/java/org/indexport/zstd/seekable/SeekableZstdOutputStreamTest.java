package org.indexport.zstd.seekable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeekableZstdOutputStreamTest {
  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) random.nextInt(8);
    }
    return bytes;
  }

  @Property(tries = 100)
  void everyToolAndTheChannelReadTheSame(
      @ForAll @IntRange(max = 5_000) int size, @ForAll @IntRange(min = 1, max = 999) int frame)
      throws IOException {
    byte[] plain = random(size);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (SeekableZstdOutputStream out = new SeekableZstdOutputStream(file, frame, 3)) {
      out.write(plain);
    }
    try (SeekableZstdChannel channel =
        SeekableZstdChannel.open(new MemoryChannel(file.toByteArray()))) {
      assertThat(channel.table().frames()).isEqualTo((size + frame - 1) / frame);
      assertThat(SeekableZstdChannelTest.readAll(channel)).isEqualTo(plain);
    }
    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(file.toByteArray()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
  }

  @Test
  void endsFramesWhereAskedTo() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (SeekableZstdOutputStream out = new SeekableZstdOutputStream(file)) {
      out.write('a');
      out.endFrame();
      out.endFrame();
      out.flush();
      out.write(new byte[] {'b', 'c'});
    }
    SeekTable table = SeekTable.read(new MemoryChannel(file.toByteArray()));
    assertThat(table.frames()).isEqualTo(2);
    assertThat(table.position(1)).isEqualTo(1);
  }

  @Test
  void writesNoTableAfterAFailure() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("full");
          }

          @Override
          public void close() {
            file.write('x');
          }
        };
    SeekableZstdOutputStream out = new SeekableZstdOutputStream(full);
    out.write('a');
    assertThatThrownBy(out::endFrame).hasMessage("full");
    assertThatThrownBy(() -> out.write('b')).hasMessageContaining("failed before");
    out.close();
    out.close();
    assertThat(file.size()).isEqualTo(1);
    assertThatThrownBy(() -> out.write('b')).hasMessageContaining("closed");
  }

  @Test
  void refusesFramesThatTheFormatDoesNotAllow() {
    assertThatThrownBy(() -> new SeekableZstdOutputStream(OutputStream.nullOutputStream(), 0, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
