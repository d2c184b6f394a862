package org.indexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartListTest {
  private static PartSummary part(long ordinal) {
    return new PartSummary(
        ordinal,
        ordinal + 1,
        (ordinal + 1) * 10,
        7 + ordinal,
        ordinal << 33,
        new Sha256(ordinal, -ordinal, 3, Long.MIN_VALUE),
        new Hash128(ordinal, ~ordinal),
        ordinal % 3 == 0 ? null : new Hash128(-1, ordinal));
  }

  private static PartList list(int size) {
    PartList.Builder builder = new PartList.Builder();
    for (int i = 0; i < size; i++) {
      builder.add(part(2L * i));
    }
    return builder.build();
  }

  @Test
  void givesBackWhatWasAdded() {
    for (int size : new int[] {0, 1, 2, 3, 255, 256, 257, 512, 1_000}) {
      PartList list = list(size);
      assertThat(list.size()).isEqualTo(size);
      List<PartSummary> expected = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        expected.add(part(2L * i));
        assertThat(list.find(2L * i)).isEqualTo(part(2L * i));
        assertThat(list.find(2L * i + 1)).isNull();
      }
      assertThat(list).containsExactlyElementsOf(expected);
      assertThat(list).isEqualTo(list(size)).hasSameHashCodeAs(list(size));
      assertThat(list).isNotEqualTo(list(size + 1));
    }
  }

  @Test
  void aListStaysAsItWasBuilt() {
    PartList.Builder builder = new PartList.Builder();
    builder.add(part(0), Map.of("later", "[1]"));
    PartList one = builder.build();
    builder.add(part(1)).add(part(2), Map.of("later", "2"));
    assertThat(one).containsExactly(part(0));
    PartList three = builder.build();
    assertThat(three).containsExactly(part(0), part(1), part(2));
    assertThat(three.extensions(0)).containsExactly(Map.entry("later", "[1]"));
    assertThat(three.extensions(1)).isEmpty();
    assertThat(three).isNotEqualTo(PartList.of(part(0), part(1), part(2)));
    assertThatThrownBy(() -> three.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> three.extensions(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void ordinalsGrow() {
    PartList.Builder builder = new PartList.Builder().add(part(4));
    assertThatThrownBy(() -> builder.add(part(4))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(part(3))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossiblePartsAreRefused() {
    Sha256 sha256 = new Sha256(1, 2, 3, 4);
    Hash128 hash = Hash128.ZERO;
    assertThatThrownBy(() -> new PartSummary(-1, 1, 3, 1, 0, sha256, hash, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartSummary(0, 2, 5, 1, 0, sha256, hash, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartSummary(0, 0, 5, 1, 0, sha256, hash, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartSummary(0, 1, 5, 0, 0, sha256, hash, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartSummary(0, 1, 5, 2, Long.MAX_VALUE, sha256, hash, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(part(3).at(17).offset()).isEqualTo(17);
  }

  @Test
  void aQuarterOfATerabyteTakesLessThanEightMebibytes() {
    assertThat(62_500L * PartList.BYTES_EACH).isLessThan(8 << 20);
    System.gc();
    long before = used();
    PartList list = list(62_500);
    System.gc();
    long after = used();
    assertThat(list.size()).isEqualTo(62_500);
    assertThat(after - before).isLessThan(8 << 20);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void digestsGoThroughText() {
    String digits = "00ff".repeat(15) + "0a0B";
    Sha256 digest = Sha256.parse(digits);
    assertThat(digest.toString()).isEqualTo(digits.toLowerCase(java.util.Locale.ROOT));
    assertThat(Sha256.of(digest.toBytes())).isEqualTo(digest);
    assertThatThrownBy(() -> Sha256.parse("00")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sha256.parse("x".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sha256.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }
}
