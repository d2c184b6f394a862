package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShardClaimsTest {
  @Property(tries = 50)
  void eachNumberIsClaimedOnce(@ForAll List<@LongRange(min = 0, max = 20_000) Long> numbers) {
    ShardClaims claims = new ShardClaims();
    Set<Long> seen = new HashSet<>();
    for (long number : numbers) {
      assertThat(claims.claim(number)).isEqualTo(seen.add(number));
    }
    long first = claims.firstUnclaimed();
    for (long number = 0; number < first; number++) {
      assertThat(seen).contains(number);
    }
    assertThat(seen).doesNotContain(first);
  }

  @Test
  void longRunsLeaveOneGap() {
    ShardClaims claims = new ShardClaims();
    for (long number = 0; number < 100_000; number++) {
      if (number != 77_777) {
        assertThat(claims.claim(number)).isTrue();
      }
    }
    assertThat(claims.firstUnclaimed()).isEqualTo(77_777);
    assertThat(claims.claim(99_999)).isFalse();
    assertThat(claims.claim(77_777)).isTrue();
    assertThat(claims.firstUnclaimed()).isEqualTo(100_000);
    assertThat(claims.claim(Long.MAX_VALUE)).isTrue();
    assertThat(claims.claim(Long.MAX_VALUE)).isFalse();
  }
}
