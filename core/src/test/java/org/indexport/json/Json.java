package org.indexport.json;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary JSON text, with the odd corners of the grammar in good measure. */
final class Json {
  private Json() {}

  /** One JSON object. */
  static Arbitrary<String> documents() {
    return documents(keys());
  }

  /** One JSON object whose keys, at every level, are mostly these. */
  static Arbitrary<String> documents(Arbitrary<String> keys) {
    return Combinators.combine(blanks(), object(keys, value(keys, 4)), blanks())
        .as((before, object, after) -> before + object + after);
  }

  private static Arbitrary<String> value(Arbitrary<String> keys, int depth) {
    Arbitrary<String> scalar = Arbitraries.oneOf(numbers(), strings(), literals());
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> nested = Arbitraries.lazy(() -> value(keys, depth - 1));
    return Arbitraries.oneOf(scalar, scalar, object(keys, nested), array(nested));
  }

  private static Arbitrary<String> object(Arbitrary<String> keys, Arbitrary<String> values) {
    Arbitrary<String> member =
        Combinators.combine(keys, values, blanks()).as((k, v, s) -> s + k + s + ":" + s + v + s);
    return member.list().ofMaxSize(4).map(members -> "{" + String.join(",", members) + "}");
  }

  private static Arbitrary<String> array(Arbitrary<String> values) {
    return Combinators.combine(values.list().ofMaxSize(4), blanks())
        .as((list, s) -> "[" + s + String.join(s + "," + s, list) + s + "]");
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.oneOf(strings(), Arbitraries.of("\"\"", "\"id\"", "\"a\"", "\"\\u0061\""));
  }

  private static Arbitrary<String> blanks() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, Arbitraries.just("")),
        net.jqwik.api.Tuple.of(
            1, Arbitraries.of(" ", "\n", "\r", "\t").list().ofMaxSize(3).map(Json::join)));
  }

  private static Arbitrary<String> literals() {
    return Arbitraries.of("true", "false", "null");
  }

  private static Arbitrary<String> numbers() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "0", "-0", "0.0", "1e5", "1E+5", "1e-5", "-0.0e0", "12345678901234567890", "1e400");
    Arbitrary<String> any =
        Combinators.combine(Arbitraries.longs(), Arbitraries.of("", ".5", ".000", "e10", ".25E-7"))
            .as((whole, rest) -> whole + rest);
    return Arbitraries.oneOf(odd, any);
  }

  private static Arbitrary<String> strings() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(
                4, Arbitraries.strings().ascii().ofMaxLength(12).map(Json::escape)),
            net.jqwik.api.Tuple.of(
                2,
                Arbitraries.of(
                    "\\n",
                    "\\\"",
                    "\\\\",
                    "\\/",
                    "\\b",
                    "\\f",
                    "\\r",
                    "\\t",
                    "\\u0000",
                    "\\uD83D",
                    "\\uDE00",
                    "\\ud83d\\ude00",
                    "\\u00e4",
                    "\\u007F")),
            net.jqwik.api.Tuple.of(
                1,
                Arbitraries.of(
                    "\u007f",
                    "\u0080",
                    "ä",
                    "\u07ff",
                    "\u0800",
                    "€",
                    "\ud7ff",
                    "\ue000",
                    "\uffff",
                    "\ud800\udc00",
                    "😀",
                    "\udbff\udfff",
                    "漢字かな交じり文")));
    return piece.list().ofMaxSize(5).map(pieces -> '"' + join(pieces) + '"');
  }

  private static String escape(String ascii) {
    return ascii
        .chars()
        .mapToObj(
            c -> c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", c) : "" + (char) c)
        .collect(Collectors.joining());
  }

  private static String join(List<String> pieces) {
    return String.join("", pieces);
  }
}
