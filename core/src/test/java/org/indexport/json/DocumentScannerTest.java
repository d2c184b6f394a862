package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentScannerTest {
  private static final int DEPTH = 1_000;
  private static final String[] SMALL_DOCUMENTS = {
    "{}",
    "{\"a\":1}",
    "{\"a\":[],\"b\":{}}",
    " {\"a\": [1, -0.5e+3, true,false,null]} ",
    "{\"k\\u00e4\\n\":\"\\ud83d\\ude00\"}",
    "{\"ä€😀\":\"漢字\"}",
    "{\"a\":{\"b\":[{\"c\":\"0123456789abcdef\"}]},\"a\":0}"
  };

  @Property(tries = 1_500)
  void acceptsWhatIsWellFormed(@ForAll("documents") String json) throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(JsonOracle.accepts(bytes)).isTrue();
    DocumentScanner scanner = new DocumentScanner(DEPTH);

    scanner.scan(bytes, 0, bytes.length);

    assertThat(json(bytes, scanner)).isEqualTo(json.strip().replaceAll("[\r\n]", " "));
    assertThat(scanner.reformatted()).isEqualTo(json.strip().matches("(?s).*[\r\n].*"));
  }

  @Property(tries = 6_000)
  void acceptsExactlyWhatTheOracleAccepts(@ForAll("documents") String json, @ForAll Random random) {
    byte[] bytes = mutate(json.getBytes(UTF_8), random);
    assertThat(accepts(bytes)).as(() -> show(bytes)).isEqualTo(JsonOracle.accepts(bytes));
  }

  @Test
  void acceptsExactlyWhatTheOracleAcceptsOfAllBytesAtAllPlaces() {
    for (String json : SMALL_DOCUMENTS) {
      byte[] original = json.getBytes(UTF_8);
      for (int i = 0; i < original.length; i++) {
        for (int c = 0; c < 256; c++) {
          byte[] bytes = original.clone();
          bytes[i] = (byte) c;
          assertThat(accepts(bytes)).as(() -> show(bytes)).isEqualTo(JsonOracle.accepts(bytes));
        }
      }
    }
  }

  @Test
  void refusesEveryPrefix() {
    for (String json : SMALL_DOCUMENTS) {
      byte[] bytes = json.strip().getBytes(UTF_8);
      for (int length = 0; length < bytes.length; length++) {
        int end = length;
        // Once cut, once with the rest behind the range, which must not be looked at.
        assertThat(accepts(Arrays.copyOf(bytes, end))).isFalse();
        assertThatThrownBy(() -> new DocumentScanner(DEPTH).scan(bytes, 0, end))
            .isInstanceOf(MalformedJsonException.class);
      }
    }
  }

  @Property(tries = 1_500)
  void findsMembers(@ForAll("nestedDocuments") String json, @ForAll("paths") String path)
      throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    String expected = JsonOracle.find(bytes, path);
    DocumentScanner scanner = new DocumentScanner(DEPTH).select(DottedPath.of(path));

    scanner.locate(bytes, 0, bytes.length);
    assertThat(value(bytes, scanner)).isEqualTo(expected);
    assertThat(json(bytes, scanner)).isEqualTo(json.strip());

    scanner.scan(bytes, 0, bytes.length);
    String found = value(bytes, scanner);
    assertThat(found).isEqualTo(expected == null ? null : expected.replaceAll("[\r\n]", " "));
    assertThat(scanner.valueKind())
        .isEqualTo(found == null ? null : JsonKind.startingWith(found.getBytes(UTF_8)[0]));
  }

  @Property(tries = 3_000)
  void locatingInMalformedBytesDoesNoHarm(
      @ForAll("documents") String json, @ForAll("paths") String path, @ForAll Random random) {
    byte[] bytes = mutate(json.getBytes(UTF_8), random);
    byte[] before = bytes.clone();
    DocumentScanner scanner = new DocumentScanner(DEPTH).select(DottedPath.of(path));
    try {
      scanner.locate(bytes, 0, bytes.length);
      if (scanner.valueStart() >= 0) {
        assertThat(scanner.valueEnd()).isBetween(scanner.valueStart() + 1, bytes.length);
        DocumentId.of(bytes, scanner.valueStart(), scanner.valueEnd());
      }
    } catch (MalformedJsonException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
    assertThat(bytes).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a      | {"a":1,"a":2}                    | 2
          a.b    | {"a":{"b":1}}                    | 1
          a.b    | {"a.b":1}                        | 1
          a.b    | {"a.b":1,"a":{"b":2}}            | 2
          a.b    | {"a":{"b":2},"a.b":1}            | 1
          a.b    | {"a":{"b":1},"a":{}}             |
          a.b    | {"a":{"b":1},"a":7}              |
          a.b    | {"a":[{"b":1}]}                  |
          a.b.c  | {"a.b":{"c":1},"a":{"b":{"x":2}}}| 1
          a.b.c  | {"a":{"b.c":{"d":[1]}}}          | {"d":[1]}
          id     | {"\\u0069d":"x"}                 | "x"
          id     | {"i\\u0064":"x","idd":3,"i":4}   | "x"
          a\\b   | {"a\\\\b":1}                     | 1
          a\\\\b | {"a\\\\b":1}                     |
          ä      | {"\\u00e4":[ ]}                  | [ ]
          ``     | {"":1}                           | 1
          .      | {"":{"":1}}                      | 1
          a.     | {"a":{"":1}}                     | 1
          id     | {"x":{"id":1},"y":"\\"id\\":2"}  |
          """)
  void findsMember(String path, String json, @Nullable String expected) throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(DEPTH).select(DottedPath.of(path));
    scanner.scan(bytes, 0, bytes.length);
    assertThat(value(bytes, scanner)).isEqualTo(expected);
    scanner.locate(bytes, 0, bytes.length);
    assertThat(value(bytes, scanner)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a.b    | {"a.b":1,"a":{"b":2}}            | true
          a.b    | {"a":{"b":{"b":2}},"a.b":1}      | true
          a.b    | {"a":{"b":1},"a":{"b":2}}        | false
          a.b    | {"a.b":1,"a":{"c":2}}            | false
          a.b.c  | {"a.b":{"c":1},"a":{"b.c":2}}    | true
          id     | {"id":1,"\\u0069d":2}            | false
          """)
  void tellsWhetherAMemberIsThereInSeveralWays(String path, String json, boolean expected)
      throws Exception {
    byte[] bytes = json.getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(DEPTH).select(DottedPath.of(path));
    scanner.scan(bytes, 0, bytes.length);
    assertThat(scanner.isAmbiguous()).isEqualTo(expected);
    scanner.locate(bytes, 0, bytes.length);
    assertThat(scanner.isAmbiguous()).isEqualTo(expected);
    scanner.scan("{}".getBytes(UTF_8), 0, 2);
    assertThat(scanner.isAmbiguous()).isFalse();
  }

  @Test
  void looksOnlyAtItsRange() throws Exception {
    byte[] bytes = "}{\"a\":1}\n{\"b\"".getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(DEPTH).select(DottedPath.of("a"));
    scanner.scan(bytes, 1, 9);
    assertThat(scanner.start()).isEqualTo(1);
    assertThat(scanner.end()).isEqualTo(8);
    assertThat(scanner.valueStart()).isEqualTo(6);
    assertThat(scanner.valueEnd()).isEqualTo(7);
    assertThat(scanner.reformatted()).isFalse();
    assertThat(bytes[8]).isEqualTo((byte) '\n');
  }

  @Test
  void putsDocumentsOnOneLine() throws Exception {
    byte[] bytes = "\r\n{\n\"a\" :\r\n[1,\n2],\"b\":\"\\n\"\n}\n".getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(DEPTH);
    scanner.scan(bytes, 0, bytes.length);
    assertThat(new String(bytes, UTF_8)).isEqualTo("\r\n{ \"a\" :  [1, 2],\"b\":\"\\n\" }\n");
    assertThat(scanner.reformatted()).isTrue();

    scanner.scan(bytes, 0, bytes.length);
    assertThat(scanner.reformatted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 127, 128, 1_000, 100_000})
  void countsDepth(int depth) throws Exception {
    byte[] objects = ("{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1)).getBytes(UTF_8);
    byte[] mixed =
        ("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}").getBytes(UTF_8);
    new DocumentScanner(depth).scan(objects, 0, objects.length);
    if (depth > 1) {
      new DocumentScanner(depth).scan(mixed, 0, mixed.length);
      assertThatThrownBy(() -> new DocumentScanner(depth - 1).scan(mixed, 0, mixed.length))
          .isInstanceOfSatisfying(
              DepthExceededException.class, e -> assertThat(e.maxDepth()).isEqualTo(depth - 1));
      assertThatThrownBy(() -> new DocumentScanner(depth - 1).scan(objects, 0, objects.length))
          .isInstanceOf(DepthExceededException.class);
    }
  }

  @Test
  void takesLongStringsNumbersAndKeys() throws Exception {
    String text = "x".repeat(1 << 20);
    String digits = "9".repeat(1 << 16);
    String json = "{\"" + text + "\":\"" + text + "\",\"n\":-" + digits + "." + digits + "e1}";
    byte[] bytes = json.getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(1).select(DottedPath.of(text));
    scanner.scan(bytes, 0, bytes.length);
    assertThat(DocumentId.of(bytes, scanner.valueStart(), scanner.valueEnd())).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void saysWhatIsWrong(String json, int offset, String message) {
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(JsonOracle.accepts(bytes)).isFalse();
    assertThatThrownBy(() -> new DocumentScanner(DEPTH).scan(bytes, 0, bytes.length))
        .isInstanceOfSatisfying(
            MalformedJsonException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessage(message);
  }

  static Stream<Object[]> malformed() {
    return Stream.of(
        new Object[] {"", 0, "expected an object, found the end of the input"},
        new Object[] {"[1]", 0, "expected an object, found '['"},
        new Object[] {"{\"a\"}", 4, "expected ':', found '}'"},
        new Object[] {"{\"a\":}", 5, "expected a value, found '}'"},
        new Object[] {"{\"a\":1", 6, "expected ',' or '}', found the end of the input"},
        new Object[] {"{\"a\":1]", 6, "expected ',' or '}', found ']'"},
        new Object[] {"{\"a\":[1}", 7, "expected ',' or ']', found '}'"},
        new Object[] {"{\"a\":1,}", 7, "expected a member's name, found '}'"},
        new Object[] {"{\"a\":01}", 6, "expected ',' or '}', found '1'"},
        new Object[] {"{\"a\":-}", 6, "expected a digit, found '}'"},
        new Object[] {"{\"a\":1.}", 7, "expected a digit, found '}'"},
        new Object[] {"{\"a\":truE}", 8, "expected 'true', found 'E'"},
        new Object[] {"{\"a\":\"\\x\"}", 7, "expected an escape, found 'x'"},
        new Object[] {"{\"a\":\"\\u12g4\"}", 10, "expected a hexadecimal digit, found 'g'"},
        new Object[] {
          "{\"a\":\"\\u\u0761000\"}", 8, "expected a hexadecimal digit, found byte 0xdd"
        },
        new Object[] {
          "{\"a\":\"\n\"}", 6, "expected no raw control character in a string, found byte 0x0a"
        },
        new Object[] {"{} {}", 3, "expected nothing after the document, found '{'"},
        new Object[] {"\ufeff{}", 0, "expected an object, found byte 0xef"});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c2",
        "c27f",
        "c2c0",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "efbf",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "fe",
        "e28228",
        "f09f9880ff"
      })
  void refusesBadUtf8(String hex) {
    byte[] before = "{\"a\":\"0123456".getBytes(UTF_8);
    byte[] bad = HexFormat.of().parseHex(hex);
    for (String after : new String[] {"\"}", "xxxxxxxxxxxx\"}"}) {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      json.writeBytes(before);
      json.writeBytes(bad);
      json.writeBytes(after.getBytes(UTF_8));
      assertThat(accepts(json.toByteArray())).isFalse();
    }
  }

  @Test
  void refusesRangesOutsideTheArray() {
    assertThatThrownBy(() -> new DocumentScanner(1).scan(new byte[2], 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new DocumentScanner(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> documents() {
    return Json.documents();
  }

  @Provide
  Arbitrary<String> nestedDocuments() {
    return Json.documents(
        Arbitraries.of(
            "\"a\"",
            "\"b\"",
            "\"a.b\"",
            "\"b.a\"",
            "\"\"",
            "\"\\u0061\"",
            "\"a\\u002eb\"",
            "\"a.b.a\"",
            "\"ab\"",
            "\"ä\"",
            "\"\\u00e4\"",
            "\"\\ud800\""));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("a", "a.b", "a.b.a", "b.a", "", ".", "a.", "ä", "ab", "a.a.a", "\ud800");
  }

  private static boolean accepts(byte[] bytes) {
    byte[] copy = bytes.clone();
    try {
      new DocumentScanner(DEPTH).select(DottedPath.of("a.b")).scan(copy, 0, copy.length);
      return true;
    } catch (MalformedJsonException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      return false;
    }
  }

  /** Changes, inserts, removes or copies a few bytes. */
  private static byte[] mutate(byte[] json, Random random) {
    byte[] bytes = json;
    for (int times = random.nextInt(3); times >= 0 && bytes.length > 0; times--) {
      int at = random.nextInt(bytes.length);
      int kind = random.nextInt(4);
      byte[] tokens = "{}[]\",:\\ \n\t0-+.eEtfnu1aä😀\0\u001f".getBytes(UTF_8);
      byte c =
          random.nextBoolean() ? tokens[random.nextInt(tokens.length)] : (byte) random.nextInt(256);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, at);
      if (kind < 2) {
        out.write(c);
      } else if (kind == 2) {
        int from = random.nextInt(bytes.length);
        out.write(bytes, from, random.nextInt(bytes.length - from));
      }
      int rest = kind == 0 ? at : at + 1;
      out.write(bytes, rest, bytes.length - rest);
      bytes = out.toByteArray();
    }
    return bytes;
  }

  private static String json(byte[] bytes, DocumentScanner scanner) {
    return new String(bytes, scanner.start(), scanner.end() - scanner.start(), UTF_8);
  }

  private static @Nullable String value(byte[] bytes, DocumentScanner scanner) {
    return scanner.valueStart() < 0
        ? null
        : new String(bytes, scanner.valueStart(), scanner.valueEnd() - scanner.valueStart(), UTF_8);
  }

  private static String show(byte[] bytes) {
    return new String(bytes, UTF_8) + " = " + HexFormat.of().formatHex(bytes);
  }
}
