package org.indexport.testkit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generates JSON texts as hostile as the standard allows, all of them well formed: numbers of many
 * digits, escapes, lone surrogates as escapes, repeated and empty keys, blanks where they may be.
 */
public final class JsonArbitraries {
  private static final int NESTING = 4;
  private static final int DEPTH = 900;

  private static final String[] KEYS = {
    "\"\"",
    "\"a\"",
    "\"a\"",
    "\"id\"",
    "\"_id\"",
    "\"a.b\"",
    "\"source\"",
    "\"\\u0061\"",
    "\"\\ud800\"",
    "\"\u00fc\"",
    "\"\ud83d\ude00\"",
    "\"__proto__\"",
    "\" \""
  };

  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "'",
    "\u007f",
    "\u0085",
    "\u00e9",
    "\u2028",
    "\u65e5",
    "\ufeff",
    "\ud83d\ude00",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0000",
    "\\u000a",
    "\\u0022",
    "\\u00E9",
    "\\ud800",
    "\\uDFFF",
    "\\ud83d\\ude00",
    "\\\\u0041"
  };

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "0.0",
    "-0.0",
    "1e5",
    "1E5",
    "1e+5",
    "1E-5",
    "1.0",
    "1.10",
    "100e-2",
    "1e999",
    "1e-999",
    "12345678901234567890",
    "-98765432109876543210",
    "9007199254740993",
    "18446744073709551616",
    "0.1000000000000000055511151231257827",
    "4.9e-324"
  };

  private JsonArbitraries() {}

  /** Documents on one line: objects of up to some KiB, now and then one of 1 MiB. */
  public static Arbitrary<String> documents() {
    return Arbitraries.frequencyOf(
        Tuple.of(90, smallDocuments()),
        Tuple.of(8, deepDocuments(DEPTH)),
        Tuple.of(2, Arbitraries.of(HostileDocuments.all())));
  }

  /** Documents on one line of at most some KiB. */
  public static Arbitrary<String> smallDocuments() {
    return objects(blanks(" ", "\t"));
  }

  /** Documents that may have line breaks between tokens: LF, CR and both. */
  public static Arbitrary<String> documentsWithLineBreaks() {
    return objects(blanks(" ", "\n", "\r", "\r\n", "\n  "));
  }

  /**
   * Documents that nest deep.
   *
   * @param depth the deepest nesting; the document itself is 1
   */
  public static Arbitrary<String> deepDocuments(int depth) {
    return Combinators.combine(
            Arbitraries.integers().between(1, depth), Arbitraries.of(true, false))
        .as(
            (levels, arrays) ->
                arrays
                    ? "{\"a\":" + "[".repeat(levels - 1) + "1" + "]".repeat(levels - 1) + "}"
                    : "{\"a\":".repeat(levels) + "1" + "}".repeat(levels));
  }

  /** JSON values of any kind, on one line. */
  public static Arbitrary<String> values() {
    return values(blanks(" ", "\t"));
  }

  /** JSON strings with their quotes. */
  public static Arbitrary<String> strings() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMaxSize(12)
        .map(pieces -> "\"" + String.join("", pieces) + "\"");
  }

  /** JSON numbers, with more digits than a double or a long has. */
  public static Arbitrary<String> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.of(NUMBERS),
        Arbitraries.bigIntegers().map(String::valueOf),
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.doubles().map(String::valueOf));
  }

  private static Arbitrary<String> blanks(String... blanks) {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just("")), Tuple.of(2, Arbitraries.of(blanks)));
  }

  private static Arbitrary<String> values(Arbitrary<String> blanks) {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(strings(), numbers(), Arbitraries.of("true", "false", "null"));
    return Arbitraries.recursive(
        () -> scalars,
        inner -> Arbitraries.oneOf(scalars, object(inner, blanks), array(inner, blanks)),
        0,
        NESTING);
  }

  private static Arbitrary<String> objects(Arbitrary<String> blanks) {
    return object(values(blanks), blanks);
  }

  private static Arbitrary<String> object(Arbitrary<String> values, Arbitrary<String> blanks) {
    Arbitrary<String> keys = Arbitraries.oneOf(Arbitraries.of(KEYS), strings());
    Arbitrary<String> members =
        Combinators.combine(blanks, keys, blanks, blanks, values, blanks)
            .as((a, key, b, c, value, d) -> a + key + b + ":" + c + value + d);
    return joined("{", members.list().ofMaxSize(4), "}", blanks);
  }

  private static Arbitrary<String> array(Arbitrary<String> values, Arbitrary<String> blanks) {
    Arbitrary<String> elements =
        Combinators.combine(blanks, values, blanks).as((a, value, b) -> a + value + b);
    return joined("[", elements.list().ofMaxSize(4), "]", blanks);
  }

  private static Arbitrary<String> joined(
      String open, Arbitrary<List<String>> parts, String close, Arbitrary<String> blanks) {
    return Combinators.combine(parts, blanks)
        .as((all, blank) -> open + (all.isEmpty() ? blank : String.join(",", all)) + close);
  }
}
