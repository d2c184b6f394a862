package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @Property
  void quotedTextReadsBack(@ForAll("texts") String text) throws Exception {
    byte[] quoted = JsonText.quote(text).getBytes(UTF_8);
    assertThat(JsonText.unquote(quoted, 0, quoted.length)).isEqualTo(text);
    try (JsonParser parser = new JsonFactory().createParser(quoted)) {
      parser.nextToken();
      assertThat(parser.getText()).isEqualTo(text);
    }
  }

  @Property
  void bothWaysToQuoteAgree(@ForAll("texts") String text) {
    ByteBuilder out = new ByteBuilder();
    JsonText.appendQuoted(text, out);
    assertThat(new String(out.toByteArray(), UTF_8)).isEqualTo(JsonText.quote(text));
  }

  @Test
  void escapesNoMoreThanItMust() {
    assertThat(JsonText.quote("a/'<ä€😀\u007f\u2028")).isEqualTo("\"a/'<ä€😀\u007f\u2028\"");
    assertThat(JsonText.quote("\"\\\b\f\n\r\t\0\u001f"))
        .isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"");
    assertThat(JsonText.quote("\ude00\ud83d")).isEqualTo("\"\\ude00\\ud83d\"");
  }

  @Test
  void differentTextsHaveDifferentWtf8() {
    assertThat(JsonText.wtf8("\ud800")).asHexString().isEqualTo("EDA080");
    assertThat(JsonText.wtf8("\udfff")).asHexString().isEqualTo("EDBFBF");
    assertThat(JsonText.wtf8("aä€😀")).isEqualTo("aä€😀".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "\"", "\"a", "\"a\"b", "\"\"\"", "\"\\\"", "\"\\u12\"", "\"\n\""})
  void refusesWhatIsNoString(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assertThatThrownBy(() -> JsonText.unquote(bytes, 0, bytes.length))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1                      | 1
          "1"                    | 1
          "01"                   | 01
          12345678901234567890   | 12345678901234567890
          0.0                    | 0.0
          1e5                    | 1e5
          -0                     | -0
          "a\\u002fb\\n"         | `a/b
          `
          ""                     | ``
          null                   |
          true                   |
          false                  |
          {"id":1}               |
          []                     |
          """)
  void idsAreStringsAndNumbers(String json, @Nullable String id) throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(DocumentId.of(bytes, 0, bytes.length)).isEqualTo(id);
  }

  @Test
  void loneSurrogatesStayInIds() throws Exception {
    byte[] bytes = "\"x\\ud800\"".getBytes(UTF_8);
    assertThat(DocumentId.of(bytes, 0, bytes.length)).isEqualTo("x\ud800");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> chars =
        Arbitraries.oneOf(
            Arbitraries.chars().ascii(),
            Arbitraries.chars().all(),
            Arbitraries.chars().range('\ud800', '\udfff'),
            Arbitraries.of('"', '\\', '\n', '\0', '\u07ff', '\u0800', '\uffff'));
    return chars.list().ofMaxSize(40).map(JsonTextTest::join);
  }

  private static String join(List<Character> chars) {
    StringBuilder text = new StringBuilder();
    chars.forEach(text::append);
    return text.toString();
  }
}
