package org.indexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hash128Test {
  @Property
  void addsModulo128Bits(
      @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
    Hash128 a = new Hash128(high, low);
    Hash128 b = new Hash128(otherHigh, otherLow);
    BigInteger sum = number(a).add(number(b)).mod(BigInteger.ONE.shiftLeft(128));
    assertThat(number(a.plus(b))).isEqualTo(sum);
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(Hash128.ZERO)).isEqualTo(a);
  }

  @Property
  void textReadsBack(@ForAll long high, @ForAll long low) {
    Hash128 hash = new Hash128(high, low);
    assertThat(hash.toString()).matches("[0-9a-f]{32}");
    assertThat(Hash128.parse(hash.toString())).isEqualTo(hash);
    assertThat(new BigInteger(hash.toString(), 16)).isEqualTo(number(hash));
  }

  @Test
  void carries() {
    assertThat(new Hash128(1, -1).plus(new Hash128(2, 1))).isEqualTo(new Hash128(4, 0));
    assertThat(new Hash128(-1, -1).plus(new Hash128(0, 1))).isEqualTo(Hash128.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "99aa06d3014798d86001c324468d497",
        "99aa06d3014798d86001c324468d497f0",
        "99aa06d3014798d86001c324468d497g",
        "+9aa06d3014798d86001c324468d497f"
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> Hash128.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static BigInteger number(Hash128 hash) {
    return new BigInteger(1, hash.toBytes());
  }
}
