package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.TruncatedDumpException;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final int MAGIC = 0xFD2FB528;
  private final FrameBuffers buffers = new FrameBuffers();

  private PackedFrame read(byte[] bytes, int maxPlainBytes) throws IOException {
    FrameReader reader = new FrameReader("test", new ByteArrayInputStream(bytes), buffers);
    assertThat(reader.next()).isTrue();
    return reader.read(maxPlainBytes);
  }

  private static byte[] packed(byte[] content, ZstdCompressCtx context) {
    try (context) {
      return context.compress(content);
    }
  }

  private static ZstdCompressCtx context() {
    return new ZstdCompressCtx().setChecksum(true).setContentSize(true);
  }

  @Property(tries = 100)
  void whatIsPackedIsReadAndUnpacked(
      @ForAll @IntRange(min = 1, max = 600_000) int size,
      @ForAll @IntRange(min = 1, max = 256) int variety,
      @ForAll @IntRange(min = 1, max = 19) int level,
      @ForAll long seed)
      throws IOException {
    byte[] content = new byte[size];
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      content[i] = (byte) random.nextInt(variety);
    }
    try (FramePacker packer = new FramePacker(buffers, level > 9 ? 3 : level);
        FrameUnpacker unpacker = new FrameUnpacker();
        PackedFrame frame = packer.pack(content, 0, size)) {
      byte[] bytes = Arrays.copyOfRange(frame.bytes(), frame.from(), frame.from() + frame.length());
      byte[] two = HandMade.join(bytes, bytes);
      FrameReader reader = new FrameReader("test", new ByteArrayInputStream(two), buffers);
      for (int i = 0; i < 2; i++) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.contentBytes()).isEqualTo(size);
        try (PackedFrame read = reader.read(size)) {
          assertThat(reader.position()).isEqualTo((long) i * bytes.length);
          assertThat(unpacker.unpack(read)).isEqualTo(content);
          assertThat(read.sha256()).isEqualTo(frame.sha256());
          assertThat(read.checksum()).isEqualTo(HandMade.checksum(content));
        }
      }
      assertThat(reader.next()).isFalse();
      assertThat(PackedFrame.of("x", two, bytes.length, bytes.length, size).plainBytes())
          .isEqualTo(size);
      assertThatThrownBy(() -> PackedFrame.of("x", two, 0, two.length, size))
          .isInstanceOf(CorruptDumpException.class);
      assertThatThrownBy(() -> PackedFrame.of("x", two, 0, bytes.length - 1, size))
          .isInstanceOf(CorruptDumpException.class);
    }
  }

  @Test
  void levelNineteenStaysWithinTheWindow() throws IOException {
    byte[] content = new byte[9 << 20];
    try (FramePacker packer = new FramePacker(buffers, 19);
        PackedFrame frame = packer.pack(content, 0, content.length)) {
      byte[] bytes = Arrays.copyOf(frame.bytes(), frame.length());
      assertThat(read(bytes, content.length).plainBytes()).isEqualTo(content.length);
    }
    assertThatThrownBy(() -> new FramePacker(buffers, 20))
        .isInstanceOf(IllegalArgumentException.class);
    try (FramePacker packer = new FramePacker(buffers)) {
      assertThatThrownBy(() -> packer.pack(content, 0, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void assertCorrupt(byte[] bytes, String reason) {
    assertThatThrownBy(() -> read(bytes, 1 << 30))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> PackedFrame.of("test", bytes, 0, bytes.length, 1 << 30))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void framesThatTheContainerDoesNotHaveAreRefused() {
    byte[] content = new byte[1000];
    assertCorrupt(packed(content, context().setChecksum(false)), "checksum");
    assertCorrupt(packed(content, context().setContentSize(false)), "size of its content");
    assertCorrupt(packed(new byte[40 << 20], context().setLong(27)), "window");
    byte[] dictionary =
        HandMade.little(30).putInt(MAGIC).put((byte) 0xA5).put((byte) 7).putInt(1).array();
    assertCorrupt(dictionary, "dictionary");
    assertCorrupt(HandMade.little(30).putInt(MAGIC).put((byte) 0xAC).array(), "reserved");
    assertCorrupt(
        HandMade.little(30).putInt(MAGIC).put((byte) 0x84).put((byte) 0x69).putInt(5).array(),
        "window");
    assertCorrupt(HandMade.little(30).putInt(MAGIC).put((byte) 0xE4).putLong(-5).array(), "window");
    assertCorrupt(HandMade.little(30).putInt(0x184D2A50).putInt(22).array(), "skippable");
    assertCorrupt(new byte[30], "a zstd frame");
  }

  /** Header with a content size and a window, then blocks. */
  private static byte[] withBlocks(int size, int... blocks) {
    var out = HandMade.little(14 + 3 * blocks.length + 200_000);
    out.putInt(MAGIC).put((byte) 0x84).put((byte) 0x58).putInt(size);
    for (int block : blocks) {
      out.put((byte) block).put((byte) (block >> 8)).put((byte) (block >> 16));
      out.put(new byte[((block >> 1) & 3) == 1 ? 1 : block >> 3]);
    }
    byte[] frame = new byte[out.position() + 4];
    out.flip().get(frame, 0, frame.length - 4);
    return frame;
  }

  @Test
  void sizesThatCannotBeTrueAreFoundBeforeMemoryIsTaken() {
    assertCorrupt(withBlocks(1 << 29, (100 << 3) | 1), "less");
    assertCorrupt(withBlocks(1 << 29, (100 << 3) | 5), "less");
    assertCorrupt(withBlocks(10, (11 << 3) | 1), "more");
    assertCorrupt(withBlocks(10, (11 << 3) | 3), "more");
    assertCorrupt(withBlocks(10, (5 << 3) | 7), "reserved");
    assertCorrupt(withBlocks(1 << 20, (((128 << 10) + 1) << 3) | 4), "at most 131072");
    int[] empty = new int[10_000];
    assertThatThrownBy(() -> read(withBlocks(10, empty), 1 << 20))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("larger");
  }

  @Test
  void aCompressedBlockThatLiesIsFoundWhenUnpacking() throws IOException {
    byte[] content = Sample.lines(1, 500);
    byte[] sound = packed(content, context());
    for (int by : new int[] {1, -1, 100}) {
      byte[] lying = sound.clone();
      // The size of two bytes follows the descriptor.
      int told = ((lying[5] & 0xFF) | (lying[6] & 0xFF) << 8) + by;
      lying[5] = (byte) told;
      lying[6] = (byte) (told >> 8);
      PackedFrame frame = read(lying, 1 << 20);
      try (FrameUnpacker unpacker = new FrameUnpacker()) {
        assertThatThrownBy(() -> unpacker.unpack(frame))
            .isInstanceOf(CorruptDumpException.class)
            .hasMessageContaining("test: byte 0");
      }
    }
  }

  @Test
  void limitsComeBeforeMemory() {
    assertThatThrownBy(() -> read(withBlocks(1 << 30, 1), 1 << 20))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("1048576");
    byte[] skippable = HandMade.little(8).putInt(0x184D2A5D).putInt(-1).array();
    FrameReader reader = new FrameReader("test", new ByteArrayInputStream(skippable), buffers);
    assertThatThrownBy(
            () -> {
              reader.next();
              reader.readSkippable(100);
            })
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void aCutFrameIsTruncated() {
    byte[] sound = packed(Sample.lines(1, 500), context());
    for (int length = 1; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThatThrownBy(() -> read(cut, 1 << 20))
          .as("cut at %d", length)
          .isInstanceOf(TruncatedDumpException.class);
    }
  }

  @Test
  void aFlippedBitNeverPassesAsOtherContent() throws IOException {
    byte[] content = Sample.lines(1, 50);
    byte[] sound = packed(content, context());
    try (FrameUnpacker unpacker = new FrameUnpacker()) {
      for (int bit = 0; bit < 8 * sound.length; bit++) {
        byte[] wrong = sound.clone();
        wrong[bit / 8] ^= (byte) (1 << (bit % 8));
        try {
          assertThat(unpacker.unpack(read(wrong, 1 << 20))).isEqualTo(content);
        } catch (DumpException e) {
          assertThat(e).hasMessageContaining("test: byte");
        }
      }
    }
  }

  @Test
  void aClosedFrameIsNotUsed() throws IOException {
    try (FramePacker packer = new FramePacker(buffers)) {
      PackedFrame frame = packer.pack(new byte[10], 0, 10);
      frame.close();
      frame.close();
      assertThatThrownBy(frame::bytes).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void buffersAreUsedAgain() {
    byte[] first = buffers.take(1 << 20);
    buffers.give(first);
    assertThat(buffers.take(4 << 20)).isSameAs(first);
    assertThat(buffers.take(4 << 20)).isNotSameAs(first);
  }
}
