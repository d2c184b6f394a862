package org.indexport.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

class OrdinalSetTest {
  @Property
  void holdsWhatWasAddedAndNothingElse(@ForAll List<@IntRange(min = 0, max = 40) Integer> ordinals)
      throws MalformedJsonException {
    OrdinalSet set = new OrdinalSet();
    ordinals.forEach(ordinal -> set.add(ordinal));
    String json = "{\"finished\":" + set.toJson() + "}";
    OrdinalSet read = OrdinalSet.parse(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), 10));
    for (int i = -1; i < 42; i++) {
      assertThat(set.contains(i)).isEqualTo(ordinals.contains(i));
      assertThat(read.contains(i)).isEqualTo(ordinals.contains(i));
    }
  }
}
