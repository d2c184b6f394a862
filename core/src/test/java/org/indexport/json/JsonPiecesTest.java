package org.indexport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPiecesTest {
  private final List<String> elements = new ArrayList<>();

  private static JsonPieces pieces(String text, int maxDepth, int maxBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonPieces(new ByteArrayInputStream(bytes), maxDepth, maxBytes);
  }

  private JsonObject read(String text) throws IOException {
    JsonPieces pieces = pieces(text, 10, 1_000);
    JsonObject read =
        pieces.object(Map.of("list", each -> elements.add(each.object(Map.of()).toString())));
    pieces.end();
    return read;
  }

  @Test
  void elementsAreTakenOneAtATimeAndTheRestIsHeld() throws IOException {
    JsonObject rest =
        read(
            """
             {"a" : [1, {"list":[2]}], "list" : [ {"b":"]\\"}"} , {} ],
            "c":-1.5e3,"d":null}
            """);
    assertThat(elements).containsExactly("{\"b\":\"]\\\"}\"}", "{}");
    assertThat(rest.names()).containsExactly("a", "list", "c", "d");
    assertThat(rest.raw("a")).isEqualTo("[1, {\"list\":[2]}]");
    assertThat(rest.raw("list")).isEqualTo("[]");
    assertThat(rest.raw("c")).isEqualTo("-1.5e3");
  }

  @Test
  void namesMayBeEscaped() throws IOException {
    assertThat(read("{\"l\\u0069st\":[{\"a\":1}]}").has("list")).isTrue();
    assertThat(elements).containsExactly("{\"a\":1}");
  }

  @Test
  void whatIsNoArrayIsHeld() throws IOException {
    assertThat(read("{\"list\":7}").number("list")).isEqualTo(7);
    assertThat(elements).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "{",
        "{}{}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1}}",
        "{\"a\":[1,]}",
        "{\"a\":tru}",
        "{\"a\":\"\u0001\"}",
        "{a:1}",
        "{\"list\":[}",
        "{\"list\":[7]}",
        "{\"list\":[{},]}",
        "{\"list\":[{} {}]}",
        "{\"list\":[{}",
        "{\"list\":[],\"list\":[]}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\\x\":1}"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void errorsSayWhere() {
    assertThatThrownBy(() -> read("{\"list\":[{},7]}"))
        .isInstanceOfSatisfying(
            MalformedJsonException.class, e -> assertThat(e.offset()).isEqualTo(12))
        .hasMessage("expected an object, found '7'");
    assertThatThrownBy(() -> read("{\"list\":[{}, {\"a\":x}]}"))
        .isInstanceOfSatisfying(
            MalformedJsonException.class, e -> assertThat(e.offset()).isEqualTo(13));
  }

  @Test
  void limitsAreKept() {
    String deep = "{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}";
    assertThatThrownBy(() -> read(deep)).isInstanceOf(DepthExceededException.class);
    String longText = "{\"a\":\"" + "x".repeat(2_000) + "\"}";
    assertThatThrownBy(() -> read(longText)).isInstanceOf(TooLongException.class);
    String longKey = "{\"" + "x".repeat(2_000) + "\":1}";
    assertThatThrownBy(() -> read(longKey)).isInstanceOf(TooLongException.class);
  }

  @Property(tries = 2_000)
  void agreesWithTheWholeText(
      @ForAll @StringLength(max = 12) @CharRange(from = ' ', to = '~') String inner)
      throws IOException {
    for (String text : List.of("{" + inner + "}", "{\"a\":" + inner + "}", inner)) {
      boolean sound = isSound(text);
      boolean accepted = true;
      try {
        read(text);
      } catch (MalformedJsonException e) {
        accepted = false;
      }
      assertThat(accepted).describedAs(text).isEqualTo(sound);
    }
  }

  private static boolean isSound(String text) {
    try {
      JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 10);
      return true;
    } catch (MalformedJsonException e) {
      return false;
    }
  }
}
