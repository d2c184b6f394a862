package org.indexport.zstd.seekable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeekTableTest {
  private static byte[] file() {
    return new HandMadeFile().raw(new byte[10]).raw(new byte[20]).withChecksums();
  }

  @Test
  void tellsWhereFramesLie() throws IOException {
    SeekTable table = SeekTable.read(new MemoryChannel(file()));
    assertThat(table.frames()).isEqualTo(2);
    assertThat(table.offset(0)).isZero();
    assertThat(table.offset(1)).isEqualTo(19).isEqualTo(table.packedBytes(0));
    assertThat(table.packedBytes(1)).isEqualTo(29);
    assertThat(table.position(1)).isEqualTo(10);
    assertThat(table.plainBytes(1)).isEqualTo(20);
    assertThat(table.plainBytes()).isEqualTo(30);
    assertThat(table.frameAt(9)).isZero();
    assertThat(table.frameAt(10)).isEqualTo(1);
  }

  @Property(tries = 100)
  void readsWhatItBuilds(@ForAll @Size(max = 200) List<@IntRange(max = 1_000) Integer> sizes)
      throws IOException {
    SeekTable.Builder builder = new SeekTable.Builder();
    long packed = 0;
    for (int size : sizes) {
      builder.add(size + 9L, size, ~size);
      packed += size + 9;
    }
    ByteBuffer frame = builder.build();
    SeekTable table = SeekTable.parse(frame, packed + frame.remaining());
    assertThat(table.frames()).isEqualTo(sizes.size()).isEqualTo(builder.frames());
    for (int i = 0; i < sizes.size(); i++) {
      assertThat(table.packedBytes(i)).isEqualTo(sizes.get(i) + 9L);
      assertThat(table.plainBytes(i)).isEqualTo(sizes.get(i));
      assertThat(table.checksum(i)).isEqualTo(~sizes.get(i));
    }
    long position = 0;
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i) > 0) {
        assertThat(table.frameAt(position)).isEqualTo(i);
        position += sizes.get(i);
        assertThat(table.frameAt(position - 1)).isEqualTo(i);
      }
    }
  }

  @Test
  void readsSmallTablesAtOnceAndLargeOnesInTwo() throws IOException {
    for (int frames : new int[] {2_500, 20_000}) {
      HandMadeFile made = new HandMadeFile();
      for (int i = 0; i < frames; i++) {
        made.raw(new byte[1]);
      }
      MemoryChannel channel = new MemoryChannel(made.withChecksums());
      assertThat(SeekTable.read(channel).frames()).isEqualTo(frames);
      assertThat(channel.reads).isEqualTo(frames < 5_000 ? 1 : 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 18", "0, 0, 20", "1, 0, -1", "1, 1, -1", "0, 1, 1073741825"})
  void refusesSizesThatCannotBe(int frame, int field, int lie) {
    byte[] file =
        new HandMadeFile()
            .raw(new byte[10])
            .raw(new byte[20])
            .lie(frame, field, lie)
            .withChecksums();
    assertThatThrownBy(() -> SeekTable.read(new MemoryChannel(file)))
        .isInstanceOf(SeekableFormatException.class);
  }

  @Test
  void everyCutIsNoticed() {
    byte[] file = file();
    for (int size = 0; size < file.length; size++) {
      byte[] cut = Arrays.copyOf(file, size);
      assertThatThrownBy(() -> SeekTable.read(new MemoryChannel(cut)))
          .isInstanceOf(SeekableFormatException.class);
    }
  }

  @Test
  void everyFlippedBitOfTheTableIsNoticedOrHarmless() throws IOException {
    byte[] file = file();
    for (int bit = 48 * 8; bit < file.length * 8; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try (SeekableZstdChannel channel = SeekableZstdChannel.open(new MemoryChannel(flipped))) {
        byte[] content = SeekableZstdChannelTest.readAll(channel);
        assertThat(content).isEqualTo(new byte[30]);
      } catch (SeekableFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) file.length);
      }
    }
  }

  @Test
  void refusesFramesBeyondTheFormat() {
    SeekTable.Builder builder = new SeekTable.Builder();
    assertThatThrownBy(() -> builder.add(1L << 32, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(1, SeekTable.MAX_FRAME_BYTES + 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasNoChecksumsWhereThereAreNone() throws IOException {
    SeekTable table =
        SeekTable.read(new MemoryChannel(new HandMadeFile().raw(new byte[1]).withoutChecksums()));
    assertThatThrownBy(() -> table.checksum(0)).isInstanceOf(IllegalStateException.class);
  }
}
