package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Property
  void agreesWithTheReference(@ForAll("documents") String json) throws Exception {
    String canonical;
    try {
      canonical = canonical(json);
    } catch (MalformedJsonException e) {
      Assume.that(false);
      return;
    }
    assertThat(canonical).isEqualTo(new JsonCanonicalizer(json).getEncodedString());
    assertThat(canonical(canonical)).isEqualTo(canonical);
  }

  @Test
  void writesNumbersAsTheReferenceDoes() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      // The reference goes wrong below: it takes 1e-320 for something near 1e-178.
      if (Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL) {
        assertThat(EcmaNumber.format(value)).isEqualTo(NumberToJSON.serializeNumber(value));
      }
    }
  }

  @Property(tries = 20_000)
  void writesShortNumbersAsTheReferenceDoes(@ForAll int digits, @ForAll byte exponent)
      throws IOException {
    for (int few : new int[] {digits % 10, digits % 100, digits % 1000, digits}) {
      double value = Double.parseDouble(few + "e" + exponent);
      assertThat(EcmaNumber.format(value)).isEqualTo(NumberToJSON.serializeNumber(value));
    }
  }

  @Test
  void writesTheSmallestNumbersShort() {
    for (long bits = 1; bits < 5_000; bits++) {
      double value = Double.longBitsToDouble(bits);
      String text = EcmaNumber.format(value);
      assertThat(Double.parseDouble(text)).isEqualTo(value);
      assertThat(text).matches("[1-9](\\.[0-9]{0,3}[1-9])?e-32[0-9]");
    }
    assertThat(EcmaNumber.format(1e-320)).isEqualTo("1e-320");
    assertThat(EcmaNumber.format(1.5e-323)).isEqualTo("1.5e-323");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0000000000000000, 0
          8000000000000000, 0
          0000000000000001, 5e-324
          8000000000000001, -5e-324
          7fefffffffffffff, 1.7976931348623157e+308
          4340000000000000, 9007199254740992
          c340000000000000, -9007199254740992
          4430000000000000, 295147905179352830000
          44b52d02c7e14af5, 9.999999999999997e+22
          44b52d02c7e14af6, 1e+23
          44b52d02c7e14af7, 1.0000000000000001e+23
          444b1ae4d6e2ef4e, 999999999999999700000
          444b1ae4d6e2ef4f, 999999999999999900000
          444b1ae4d6e2ef50, 1e+21
          3eb0c6f7a0b5ed8c, 9.999999999999997e-7
          3eb0c6f7a0b5ed8d, 0.000001
          41b3de4355555553, 333333333.3333332
          becbf647612f3696, -0.0000033333333333333333
          43143ff3c1cb0959, 1424953923781206.2
          """)
  void writesTheNumbersOfTheRfc(String bits, String text) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(EcmaNumber.format(value)).isEqualTo(text);
  }

  @Test
  void writesTheExampleOfTheRfc() throws Exception {
    String json =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }""";
    assertThat(canonical(json))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void sortsByUtf16() throws Exception {
    assertThat(canonical("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"1\":4,\"\\r\":5}"))
        .isEqualTo("{\"\\r\":5,\"1\":4,\"€\":3,\"😀\":2,\"\ufb33\":1}");
    assertThat(canonical("{\"b\":{\"d\":1,\"c\":[{\"f\":1,\"e\":2}]},\"a\":[]}"))
        .isEqualTo("{\"a\":[],\"b\":{\"c\":[{\"e\":2,\"f\":1}],\"d\":1}}");
  }

  @Test
  void leavesItsInputAlone() throws Exception {
    byte[] json = "xx{\n\"a\":1\r\n}".getBytes(UTF_8);
    byte[] before = json.clone();
    assertThat(CanonicalJson.of(json, 2, json.length, 1)).asString().isEqualTo("{\"a\":1}");
    assertThat(json).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"a\":1",
        "{\"a\":1,\"a\":1}",
        "{\"b\":1,\"a\":1,\"\\u0062\":2}",
        "{\"a\":1e400}",
        "{\"a\":-1e400}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\\ud800\":1}"
      })
  void refusesWhatHasNoCanonicalForm(String json) {
    assertThatThrownBy(() -> canonical(json)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void nestsAsDeepAsAllowed() throws Exception {
    int depth = 200_000;
    byte[] json = ("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8);
    assertThat(CanonicalJson.of(json, 0, json.length, depth + 1)).isEqualTo(json);
    assertThatThrownBy(() -> CanonicalJson.of(json, 0, json.length, depth))
        .isInstanceOf(DepthExceededException.class);
  }

  @Provide
  Arbitrary<String> documents() {
    return Json.documents();
  }

  private static String canonical(String json) throws MalformedJsonException {
    byte[] bytes = json.getBytes(UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length, 100), UTF_8);
  }
}
