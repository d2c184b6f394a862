package org.indexport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  private static JsonObject parse(String text) throws MalformedJsonException {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 100);
  }

  @Test
  void keepsTextVerbatim() throws MalformedJsonException {
    JsonObject json =
        parse(
            " { \"a\" : {\"x\":\n1.0} , \"b\":-1e5,\"c\":[ 1, \"]\" ],\"d\" : \"\\u0041}\",\"e\":null }");
    assertThat(json.names()).containsExactly("a", "b", "c", "d", "e");
    assertThat(json.raw("a")).isEqualTo("{\"x\":\n1.0}");
    assertThat(json.raw("b")).isEqualTo("-1e5");
    assertThat(json.raw("c")).isEqualTo("[ 1, \"]\" ]");
    assertThat(json.string("d")).isEqualTo("A}");
    assertThat(json.string("e")).isNull();
    assertThat(json.string("f")).isNull();
    assertThat(json.has("e")).isFalse();
    assertThat(json.has("a")).isTrue();
    assertThat(json.rawExcept(Set.of("a", "b", "c", "d"))).isEqualTo(Map.of("e", "null"));
  }

  @Test
  void readsNestedValues() throws MalformedJsonException {
    JsonObject json =
        parse(
            "{\"o\":{\"n\":7},\"l\":[{\"n\":1}, {\"n\":2}],\"s\":[\"a\" ,\"b\"],\"t\":true,\"z\":[]}");
    JsonObject nested = Objects.requireNonNull(json.object("o"));
    assertThat(nested.number("n")).isEqualTo(7);
    assertThat(json.objects("l")).hasSize(2);
    assertThat(json.objects("l").get(1).number("n")).isEqualTo(2);
    assertThat(json.strings("s")).containsExactly("a", "b");
    assertThat(json.strings("z")).isEmpty();
    assertThat(json.truth("t")).isTrue();
    assertThat(json.toString()).startsWith("{\"o\"").endsWith("[]}");
  }

  @Test
  void refusesOtherKinds() throws MalformedJsonException {
    JsonObject json = parse("{\"n\":1.5,\"s\":\"x\",\"l\":[1]}");
    assertThatThrownBy(() -> json.number("n")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> json.number("s")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> json.strings("l")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> json.objects("l")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> json.object("s")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> parse("{\"a\":1,\"a\":2}")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> parse("[]")).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void buildsWhatItReads() throws MalformedJsonException {
    String text =
        new JsonObject.Builder()
            .put("s", "a\"b")
            .put("absent", (String) null)
            .put("n", 5L)
            .put("t", false)
            .putRaw("raw", "[1.0]")
            .put("list", java.util.List.of("x", "y"))
            .build();
    assertThat(text)
        .isEqualTo("{\"s\":\"a\\\"b\",\"n\":5,\"t\":false,\"raw\":[1.0],\"list\":[\"x\",\"y\"]}");
    assertThat(parse(text).string("s")).isEqualTo("a\"b");
  }
}
