package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.indexport.json.MemberWalk.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberWalkTest {
  private static final String OBJECT =
      "{ \"a\" : 1 , \"b\":\"x\\\"}\",\"c\":{\"d\":[{}]},\"e\":[],\"f\":null } rest";

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }

  @Test
  void membersComeWithTheirPlaces() throws Exception {
    byte[] bytes = OBJECT.getBytes(UTF_8);
    MemberWalk walk = new MemberWalk();
    walk.start(bytes, 0, bytes.length);
    List<String> found = new ArrayList<>();
    while (walk.next() == Step.MEMBER) {
      assertThat(walk.skipValue()).isTrue();
      found.add(
          text(bytes, walk.keyStart(), walk.keyEnd())
              + text(bytes, walk.valueStart(), walk.valueEnd()));
    }
    assertThat(found)
        .containsExactly("\"a\"1", "\"b\"\"x\\\"}\"", "\"c\"{\"d\":[{}]}", "\"e\"[]", "\"f\"null");
    assertThat(text(bytes, walk.end(), bytes.length)).isEqualTo(" rest");
  }

  @Test
  void anObjectThatIsCutAnywhereIsIncomplete() throws Exception {
    byte[] bytes = OBJECT.getBytes(UTF_8);
    MemberWalk walk = new MemberWalk();
    for (int length = 1; length < OBJECT.indexOf(" rest"); length++) {
      walk.start(bytes, 0, length);
      Step step = walk.next();
      while (step == Step.MEMBER && walk.skipValue()) {
        step = walk.next();
      }
      assertThat(step).as("%d bytes", length).isNotEqualTo(Step.END);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1,}", "{\"a\nb\":1}"})
  void whatIsNoMemberIsToldWithItsPlace(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    MemberWalk walk = new MemberWalk();
    walk.start(bytes, 0, bytes.length);
    assertThatThrownBy(
            () -> {
              while (walk.next() == Step.MEMBER) {
                walk.skipValue();
              }
            })
        .isInstanceOfSatisfying(
            UnexpectedBytesException.class,
            e -> assertThat(e.offset()).isBetween(1, bytes.length - 1));
  }
}
