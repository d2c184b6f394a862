package org.indexport.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents that naive code changes or breaks on, for tests without properties; {@link
 * JsonArbitraries} has more of them.
 */
public final class HostileDocuments {
  private static final int DEPTH = 900;
  private static final int MEBIBYTE = 1 << 20;

  private HostileDocuments() {}

  /**
   * Well-formed documents on one line: numbers of 20 digits, {@code 0.0}, {@code 1e5} and {@code
   * -0}, escapes, lone surrogates as escapes, repeated and empty keys, a nesting of 900, strings of
   * 1 MiB, blanks between tokens.
   */
  public static List<String> all() {
    List<String> all = new ArrayList<>(small());
    all.add("{\"words\":\"" + "lorem ipsum ".repeat(MEBIBYTE / 12) + "\"}");
    all.add("{\"word\":\"" + "x".repeat(MEBIBYTE) + "\"}");
    all.add("{\"escapes\":\"" + "\\u00e9\\n\\\\".repeat(MEBIBYTE / 10) + "\"}");
    return all;
  }

  /** Those of {@link #all()} that are shorter than 100 KiB. */
  public static List<String> small() {
    return List.of(
        "{}",
        "{\"n\":12345678901234567890,\"m\":-98765432109876543210}",
        "{\"zero\":0.0,\"e\":1e5,\"E\":1E+5,\"minus\":-0,\"tiny\":1e-400,\"huge\":1e999}",
        "{\"third\":0.33333333333333333333333333333333,\"one\":1.000}",
        "{\"digits\":" + "9".repeat(5_000) + "}",
        "{\"escapes\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\\u00e9\\u2028\"}",
        "{\"lone\":\"\\ud800\",\"\\udc00\":\"\\udbff x \\udfff\"}",
        "{\"pair\":\"\\ud83d\\ude00\",\"same\":\"\ud83d\ude00\"}",
        "{\"a\":1,\"a\":\"two\",\"a\":[null,true,{\"a\":{},\"a\":3}]}",
        "{\"\":1,\"x\":{\"\":{\"\":[]}}}",
        "{\"__proto__\":1,\"constructor\":{\"prototype\":2},\"id\":null}",
        "{\"_id\":5,\"_source\":\"s\",\"_version\":\"v\",\"_routing\":[1],\"_index\":{}}",
        "{\"id\":\"in a line\",\"source\":{\"id\":1},\"routing\":2,\"version\":\"x\"}",
        "{\"a.b\":1,\"a\":{\"b\":2},\".\":{\".\":3},\"a..b\":4}",
        "{\"\u00fc\":\"\u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd e\u0301 \u200b\ufeff\"}",
        "{\"line separators\":\"\u2028\u2029\u0085\",\"delete\":\"\u007f\"}",
        "{\"json in it\":\"{\\\"a\\\":[1,2]}\\n{\\\"b\\\":2}\\n\"}",
        "{ \"blanks\" :\t[ 1 , 2\t] ,  \"more\" : { }  }",
        "{\"lists\":[[[[]],[[],{}]],\"x\",{\"y\":[{\"z\":1}]},null,false]}",
        "{\"" + "k".repeat(60_000) + "\":1}",
        "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH),
        "{\"a\":" + "[".repeat(DEPTH - 1) + "]".repeat(DEPTH - 1) + "}",
        manyMembers());
  }

  private static String manyMembers() {
    StringBuilder json = new StringBuilder("{\"m0\":0");
    for (int i = 1; i < 2_000; i++) {
      json.append(",\"m").append(i).append("\":").append(i % 7 == 0 ? "\"seven\"" : "" + i);
    }
    return json.append('}').toString();
  }

  /** Documents with line breaks between tokens, each with the document that is read from it. */
  public static Map<String, String> withLineBreaks() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("{\n}", "{ }");
    all.put("{\n  \"a\": 1,\r\n  \"b\": [\n\n]\r}", "{   \"a\": 1,    \"b\": [  ] }");
    all.put("{\"kept\":\"\\n\",\n\"a\":\"\\r\"}", "{\"kept\":\"\\n\", \"a\":\"\\r\"}");
    all.put("\n {\"a\":\n1}\r\n", "{\"a\": 1}");
    return Collections.unmodifiableMap(all);
  }

  /** What is not one JSON object in UTF-8. */
  public static List<byte[]> malformed() {
    List<byte[]> all = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "null",
            "1",
            "\"a\"",
            "[]",
            "[{}]",
            "{",
            "}",
            "{}}",
            "{}{}",
            "{} x",
            "{},",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,\"a\":1}",
            "{\"a\":1 \"b\":2}",
            "{a:1}",
            "{'a':1}",
            "{1:1}",
            "{\"a\":tru}",
            "{\"a\":True}",
            "{\"a\":nulll}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":1.}",
            "{\"a\":.5}",
            "{\"a\":1e}",
            "{\"a\":-}",
            "{\"a\":0x1}",
            "{\"a\":1_0}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12g4\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"tab\there\"}",
            "{\"a\":\"line\nbreak\"}",
            "{\"a\":\"\u0000\"}",
            "{\"a\":\"}",
            "{\"a:1}",
            "{\"a\":[1,]}",
            "{\"a\":[1}",
            "{\"a\":[}]",
            "{\"a\":1/*x*/}",
            "{\"a\":1}//x",
            "\ufeff{}",
            "{\u00a0\"a\":1}",
            "{\u000b}")) {
      all.add(text.getBytes(UTF_8));
    }
    for (String bytes :
        List.of(
            "\u00e9",
            "\u00c3",
            "\u0080",
            "\u00c0\u0080",
            "\u00ed\u00a0\u0080",
            "\u00ff\u00fe",
            "\u00f4\u0090\u0080\u0080",
            "\u00f8\u0088\u0080\u0080\u0080",
            "\u00e2\u0082")) {
      all.add(("{\"a\":\"" + bytes + "\"}").getBytes(ISO_8859_1));
    }
    return all;
  }
}
