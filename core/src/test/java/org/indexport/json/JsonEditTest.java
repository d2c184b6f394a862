package org.indexport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}|/a|{}",
        "{ \"a\" : 1 }|/a|{  }",
        "{\"a\":1,\"b\":2}|/a|{\"b\":2}",
        "{\"a\":1 , \"b\":2}|/b|{\"a\":1}",
        "{\"a\":1, \"b\":2, \"c\" : 3 }|/b|{\"a\":1, \"c\" : 3 }",
        "{\"a\":1,\"b\":2,\"c\":3}|/a /b|{\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3}|/b /c|{\"a\":1}",
        "{\"a\":1,\"b\":2,\"c\":3}|/a /c|{\"b\":2}",
        "{\"a\":1,\"b\":2,\"c\":3}|/a /b /c|{}",
        "{\"a\":1,\"a\":2,\"b\":3}|/a|{\"b\":3}",
        "{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":1.0}|/a/b/1/c|{\"a\":{\"b\":[1,{}]},\"d\":1.0}",
        "{\"a\":[1,2,3]}|/a/1|{\"a\":[1,null,3]}",
        "[{\"a\":1}]|/0/a|[{}]",
        "{\"x/y\":{\"~\":1}}|/x~1y/~0|{\"x/y\":{}}",
        "{\"\\u0061\":1,\"b\":\"}\\\"\"}|/a|{\"b\":\"}\\\"\"}",
        "{\"a\":1}|/b /a/c /a/0|{\"a\":1}",
        "{\"\":1}|/|{}",
        "null|/a|null",
      })
  void takesMembersOut(String json, String pointers, String expected)
      throws MalformedJsonException {
    assertThat(JsonEdit.without(json, List.of(pointers.split(" ")))).isEqualTo(expected);
  }

  @Test
  void givesOtherValues() throws MalformedJsonException {
    JsonEdit edit = JsonEdit.of(" {\"a\": [1, 2] ,\"b\":{\"c\":null},\"d\":4} ");
    assertThat(edit.isEmpty()).isTrue();
    edit.replace("/a", "\"\u00e9\"").replace("/b/c", "{}").remove("/d");
    assertThat(edit.isEmpty()).isFalse();
    assertThat(edit.apply()).isEqualTo(" {\"a\": \"\u00e9\" ,\"b\":{\"c\":{}}} ");
  }

  @Test
  void deepPointersTakeTheirHoldersOut() throws MalformedJsonException {
    String json = "{\"a\":".repeat(300) + "1" + "}".repeat(300);
    String edited = JsonEdit.without(json, List.of("/a".repeat(300)));
    assertThat(edited).isEqualTo("{\"a\":".repeat(255) + "{}" + "}".repeat(255));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{1:2}",
        "{\"a\" 1}",
        "{\"a\":1}x",
        "{\"a\":[1,]}",
        "{\"a\":[1",
        "{\"a\":\"",
        "{\"a\":{\"b\":1]}",
        "{,}",
        "]"
      })
  void whatIsNoValueIsRefused(String json) {
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> JsonEdit.of(json).remove("/a/0").remove("/b").remove("/a/b/c").apply());
  }

  @Test
  void whatIsNoPointerToAMemberIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.without("{}", List.of("")));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonEdit.without("{}", List.of("a")));
  }

  @Property(tries = 300)
  void theOtherMembersStay(
      @ForAll @Size(max = 6) Map<String, @IntRange(max = 9) Integer> members,
      @ForAll @Size(max = 3) List<String> removed)
      throws MalformedJsonException {
    JsonObject.Builder json = new JsonObject.Builder();
    JsonObject.Builder rest = new JsonObject.Builder();
    members.forEach((name, value) -> json.put(name, (long) value));
    List<String> some = members.keySet().stream().limit(removed.size()).toList();
    members.forEach(
        (name, value) -> {
          if (!some.contains(name)) {
            rest.put(name, (long) value);
          }
        });
    List<String> pointers =
        some.stream().map(name -> "/" + name.replace("~", "~0").replace("/", "~1")).toList();
    if (pointers.stream().allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode)) {
      assertThat(JsonEdit.without(json.build(), pointers)).isEqualTo(rest.build());
    }
  }
}
