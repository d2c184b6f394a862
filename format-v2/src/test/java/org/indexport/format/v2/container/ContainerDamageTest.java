package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.LimitExceededException;
import org.indexport.TruncatedDumpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small container, cut everywhere and with each byte changed. */
class ContainerDamageTest {
  private final Map<String, byte[]> members = Sample.members(2);
  private final Map<String, byte[]> all = Sample.withManifest(members);
  private Map<String, Placement> placements = Map.of();
  private byte[] file = {};

  @BeforeEach
  void write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    placements = Sample.write(DumpSink.stream(out), members);
    file = out.toByteArray();
  }

  private void assertStartOf(Map<String, byte[]> read) {
    List<String> expected = List.copyOf(all.keySet()).subList(0, read.size());
    assertThat(read.keySet()).containsExactlyElementsOf(expected);
    assertSubset(read);
  }

  private void assertSubset(Map<String, byte[]> read) {
    read.forEach((name, content) -> assertThat(content).as(name).isEqualTo(all.get(name)));
  }

  @Test
  void aCutIsTruncationWhicheverWayItIsRead() throws IOException {
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      Map<String, byte[]> read = new LinkedHashMap<>();
      assertThatThrownBy(() -> Sample.read(Sample.stream(cut), read, null))
          .as("cut at %d", length)
          .isInstanceOf(TruncatedDumpException.class);
      assertStartOf(read);
      assertThatThrownBy(() -> Sample.readAt(Sample.channel(cut), placements))
          .isInstanceOf(TruncatedDumpException.class);
    }
  }

  @Test
  void aCutLeavesAllWholeMembersToSalvage() throws IOException {
    for (int length = 0; length < file.length; length++) {
      List<Salvage.Find> finds = Sample.salvage(Sample.channel(Arrays.copyOf(file, length)));
      Map<String, byte[]> whole = Sample.whole(finds);
      int end = length;
      List<String> expected =
          placements.entrySet().stream()
              .filter(e -> e.getValue().offset() + e.getValue().packedBytes() <= end)
              .map(Map.Entry::getKey)
              .toList();
      assertThat(whole.keySet().stream().filter(name -> !name.equals("manifest.json")))
          .as("cut at %d", length)
          .containsExactlyElementsOf(expected);
      assertSubset(whole);
      assertThat(finds).noneMatch(find -> find instanceof Salvage.Nameless);
      assertThat(finds.stream().filter(find -> find instanceof Salvage.Lost).count())
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aWrongByteIsAnErrorOrChangesNothing() throws IOException {
    for (int at = 0; at < file.length; at++) {
      for (int change : List.of(1, 4, 0x20, 0x80, 0xFF)) {
        byte[] wrong = file.clone();
        wrong[at] ^= (byte) change;
        Map<String, byte[]> read = new LinkedHashMap<>();
        try {
          Sample.read(Sample.stream(wrong), read, null);
          assertThat(read).hasSameSizeAs(all);
        } catch (DumpException e) {
          assertThat(e).hasMessageContaining("sample");
        }
        assertStartOf(read);
        try {
          assertSubset(Sample.readAt(Sample.channel(wrong), placements));
        } catch (DumpException e) {
          assertThat(e).hasMessageContaining("sample");
        }
      }
    }
  }

  @Test
  void aWrongByteCostsOneMemberAtMost() throws IOException {
    for (int at = 0; at < file.length; at++) {
      byte[] wrong = file.clone();
      wrong[at] ^= (byte) 0x11;
      List<Salvage.Find> finds = Sample.salvage(Sample.channel(wrong));
      Map<String, byte[]> whole = Sample.whole(finds);
      assertSubset(whole);
      assertThat(whole.size()).as("changed at %d", at).isGreaterThanOrEqualTo(all.size() - 1);
      long nameless = finds.stream().filter(find -> find instanceof Salvage.Nameless).count();
      assertThat(nameless).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void salvageSaysWhichBytesOfWhichMemberAreLost() throws IOException {
    String part = Sample.PART.formatted(1);
    Placement lies = Sample.at(placements, part);
    byte[] wrong = file.clone();
    wrong[(int) (lies.offset() + lies.packedBytes() / 2)] ^= 1;
    Salvage.Lost lost =
        (Salvage.Lost)
            Sample.salvage(Sample.channel(wrong)).stream()
                .filter(find -> find instanceof Salvage.Lost)
                .findFirst()
                .orElseThrow();
    assertThat(lost.placement()).isEqualTo(lies);
    assertThat(lost.name()).isEqualTo(part);
    assertThat(lost.reason()).isInstanceOf(DumpException.class);
  }

  @Test
  void aPayloadWhoseHeaderIsLostIsGivenWithoutName() throws IOException {
    Placement lies = Sample.at(placements, Sample.PART.formatted(2));
    byte[] wrong = file.clone();
    wrong[(int) lies.offset() - 10] ^= 1;
    List<Salvage.Find> finds = Sample.salvage(Sample.channel(wrong));
    Salvage.Nameless nameless =
        (Salvage.Nameless)
            finds.stream()
                .filter(find -> find instanceof Salvage.Nameless)
                .findFirst()
                .orElseThrow();
    assertThat(nameless.placement()).isEqualTo(lies);
    try (FrameUnpacker unpacker = new FrameUnpacker();
        PackedFrame frame = nameless.frame()) {
      assertThat(unpacker.unpack(frame))
          .isEqualTo(Objects.requireNonNull(members.get(Sample.PART.formatted(2))));
    }
  }

  @Test
  void zerosInTheMiddleAndForeignBytesAroundAreGotOver() throws IOException {
    byte[] holed = file.clone();
    Placement first = Sample.at(placements, Sample.PART.formatted(1));
    Arrays.fill(holed, (int) first.offset(), (int) first.offset() + 20, (byte) 0);
    byte[] around =
        HandMade.join(Sample.utf8("garbage"), holed, new byte[100_000], new byte[] {40});
    Map<String, byte[]> whole = Sample.whole(Sample.salvage(Sample.channel(around)));
    assertSubset(whole);
    assertThat(whole).hasSize(all.size() - 1);
  }

  @Test
  void startsOfFramesWithoutEndDoNotHoldSalvageForEver() {
    byte[] start = HandMade.little(12).putInt(0xFD2FB528).put((byte) 0xA4).putInt(8 << 20).array();
    byte[] hostile = new byte[1 << 20];
    for (int at = 0; at + 12 <= hostile.length; at += 12) {
      System.arraycopy(start, 0, hostile, at, 12);
      hostile[at + 9] = (byte) 0x20;
    }
    assertThatThrownBy(() -> Sample.salvage(Sample.channel(hostile)))
        .isInstanceOf(LimitExceededException.class);
  }
}
