package org.indexport.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrettyJsonTest {
  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> scalars =
        Arbitraries.of(
            "1.0", "-0", "1e5", "true", "null", "\"\"", "\"a, {:}[ \\\" \\\\\"", "\"é\"");
    Arbitrary<String> blanks = Arbitraries.of("", " ", "\n\t ");
    return Arbitraries.recursive(
        () -> scalars,
        inner ->
            Combinators.combine(inner.list().ofMaxSize(4), blanks, Arbitraries.of(true, false))
                .as(PrettyJsonTest::container),
        0,
        4);
  }

  private static String container(List<String> inner, String blank, boolean array) {
    if (array) {
      return "[" + blank + String.join(blank + "," + blank, inner) + blank + "]";
    }
    List<String> members =
        inner.stream().map(value -> "\"m\\u0041\"" + blank + ":" + blank + value).toList();
    return "{" + blank + String.join("," + blank, members) + blank + "}";
  }

  private static String withoutBlanks(String json) {
    StringBuilder out = new StringBuilder();
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        out.append(c).append(json.charAt(++i));
      } else {
        inString ^= c == '"';
        out.append(inString || c > ' ' ? String.valueOf(c) : "");
      }
    }
    return out.toString();
  }

  @Property(tries = 500)
  void onlyBlanksChangeAndOnlyOnce(@ForAll("values") String json) throws Exception {
    String pretty = PrettyJson.of(json);

    assertThat(withoutBlanks(pretty)).isEqualTo(withoutBlanks(json));
    assertThat(PrettyJson.of(pretty)).isEqualTo(pretty);
    assertThat(pretty.lines()).allMatch(line -> !line.endsWith(" "));
  }

  @Test
  void itIsWhatJavaScriptWrites() throws Exception {
    assertThat(PrettyJson.of(" {\"a\":[1,{}, [ ]],\"b\":{\"c\":\"x\"} } "))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {},
                []
              ],
              "b": {
                "c": "x"
              }
            }""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"a\"", "true", "{}", "[]"})
  void whatHoldsNothingStaysAsItIs(String json) throws Exception {
    assertThat(PrettyJson.of(json)).isEqualTo(json);
  }
}
