package org.indexport.zstd.seekable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeekableZstdChannelTest {
  private static final byte[] EMPTY = {};

  private static HandMadeFile threeFrames() {
    return new HandMadeFile()
        .raw("hello ".getBytes(UTF_8))
        .skippable("nothing of the content".getBytes(UTF_8))
        .raw("seekable".getBytes(UTF_8))
        .raw(EMPTY)
        .raw(" world".getBytes(UTF_8));
  }

  static byte[] readAll(SeekableZstdChannel channel) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) channel.size());
    while (all.hasRemaining()) {
      if (channel.read(all) < 0) {
        throw new EOFException();
      }
    }
    assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    return all.array();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsFilesMadeByHand(boolean checksums) throws IOException {
    HandMadeFile made = threeFrames();
    byte[] file = checksums ? made.withChecksums() : made.withoutChecksums();
    MemoryChannel bytes = new MemoryChannel(file, 3);
    try (SeekableZstdChannel channel = SeekableZstdChannel.open(bytes)) {
      assertThat(channel.table().frames()).isEqualTo(5);
      assertThat(channel.table().isChecksummed()).isEqualTo(checksums);
      assertThat(channel.size()).isEqualTo(20);
      assertThat(readAll(channel)).asString(UTF_8).isEqualTo("hello seekable world");
    }
    assertThat(bytes.isOpen()).isFalse();
  }

  @Test
  void readsFromAnyPosition() throws IOException {
    byte[] plain = "hello seekable world".getBytes(UTF_8);
    try (SeekableZstdChannel channel =
        SeekableZstdChannel.open(new MemoryChannel(threeFrames().withChecksums()))) {
      for (int at = plain.length; at-- > 0; ) {
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThat(channel.position(at).read(one)).isEqualTo(1);
        assertThat(one.get(0)).isEqualTo(plain[at]);
        assertThat(channel.position()).isEqualTo(at + 1);
      }
      assertThat(channel.position(1_000).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void decompressesEachFrameOnceWhenReadInOrder() throws IOException {
    MemoryChannel bytes = new MemoryChannel(threeFrames().withChecksums());
    try (SeekableZstdChannel channel = SeekableZstdChannel.open(bytes)) {
      int before = bytes.reads;
      for (int i = 0; i < 6; i++) {
        channel.read(ByteBuffer.allocate(1));
      }
      assertThat(bytes.reads - before).isEqualTo(1);
    }
  }

  @Test
  void readsAnEmptyFile() throws IOException {
    try (SeekableZstdChannel channel =
        SeekableZstdChannel.open(new MemoryChannel(new HandMadeFile().withChecksums()))) {
      assertThat(channel.size()).isZero();
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThatThrownBy(() -> channel.table().frameAt(0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void noticesWrongContent() throws IOException {
    byte[] file = threeFrames().withChecksums();
    file[10] ^= 1;
    try (SeekableZstdChannel channel = SeekableZstdChannel.open(new MemoryChannel(file))) {
      assertThatThrownBy(() -> readAll(channel))
          .isInstanceOf(SeekableFormatException.class)
          .hasMessageContaining("frame 0");
      assertThat(channel.position(6).read(ByteBuffer.allocate(8))).isEqualTo(8);
    }
  }

  @Test
  void noticesLyingPlainSizes() throws IOException {
    for (int wrong : new int[] {5, 7}) {
      byte[] file = threeFrames().lie(0, 1, wrong).withChecksums();
      try (SeekableZstdChannel channel = SeekableZstdChannel.open(new MemoryChannel(file))) {
        assertThatThrownBy(() -> readAll(channel)).isInstanceOf(SeekableFormatException.class);
      }
    }
  }

  @Test
  void takesNoMemoryBeyondTheLimit() throws IOException {
    byte[] file = threeFrames().lie(0, 1, SeekTable.MAX_FRAME_BYTES).withChecksums();
    try (SeekableZstdChannel channel = SeekableZstdChannel.open(new MemoryChannel(file))) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(SeekableFormatException.class)
          .hasMessageContaining("limit");
    }
  }

  @Test
  void isForReadingOnly() throws IOException {
    SeekableZstdChannel channel =
        SeekableZstdChannel.open(new MemoryChannel(threeFrames().withChecksums()));
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    channel.close();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
  }
}
