package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SynonymRuleTest {
  @Test
  void rulesAreReadAsSolrDoes() {
    assertThat(SynonymRule.parse("a, b c ,d"))
        .isEqualTo(new SynonymRule(List.of("a", "b c", "d"), List.of()));
    assertThat(SynonymRule.parse("a,b => c"))
        .isEqualTo(new SynonymRule(List.of("a", "b"), List.of("c")));
    assertThat(SynonymRule.parse("a\\,b, c\\=>d"))
        .isEqualTo(new SynonymRule(List.of("a,b", "c=>d"), List.of()));
    assertThat(SynonymRule.parse("# a, b").words()).isEmpty();
    assertThat(SynonymRule.parse(" ").words()).isEmpty();
    assertThat(SynonymRule.parse("a\\").words()).containsExactly("a\\");
  }

  @Property
  void anyWordComesBack(@ForAll @StringLength(max = 8) String text) {
    String word = text.trim();

    SynonymRule rule = SynonymRule.parse(SynonymRule.escape(word) + " => x");

    assertThat(rule.words()).isEqualTo(word.isEmpty() ? List.of() : List.of(word));
  }

  @Property
  void anyLineIsRead(@ForAll String line) {
    assertThat(SynonymRule.parse(line).words()).doesNotContain("");
  }
}
