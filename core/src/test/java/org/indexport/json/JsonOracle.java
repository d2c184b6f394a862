package org.indexport.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is well formed, and where members are, according to Jackson and Java's strict decoder. */
final class JsonOracle {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Jackson refuses lone surrogates in names, and JSON does not: it gets private characters. */
  private static final Pattern ESCAPED_SURROGATE = Pattern.compile("\\\\u[dD]([89a-fA-F])");

  /** Jackson takes their low byte for a hexadecimal digit, so that an escape may hold them. */
  private static final Pattern BEYOND_LATIN_1 = Pattern.compile("[^\\x00-\\xff]");

  private static final String PRIVATE_USE = "\\\\ue$1";
  private static final int TO_PRIVATE_USE = 0xe800 - 0xd800;

  private JsonOracle() {}

  /** Whether the bytes are exactly one JSON object in valid UTF-8. */
  static boolean accepts(byte[] json) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(json))
              .toString();
      text = ESCAPED_SURROGATE.matcher(text).replaceAll(PRIVATE_USE);
      text = BEYOND_LATIN_1.matcher(text).replaceAll("\u00ff");
      // From text, so that Jackson does not guess UTF-16 and UTF-32 or skip a byte order mark.
      try (JsonParser parser = JACKSON.createParser(text.toCharArray(), 0, text.length())) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return false;
        }
        int depth = 1;
        while (depth > 0) {
          JsonToken token = parser.nextToken();
          if (token == null) {
            return false;
          }
          parser.getText();
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return parser.nextToken() == null;
      }
    } catch (CharacterCodingException e) {
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The bytes of the member's value, or null when there is none. */
  static @Nullable String find(byte[] json, String path) {
    String bytes = new String(json, StandardCharsets.ISO_8859_1);
    String pairless = ESCAPED_SURROGATE.matcher(bytes).replaceAll(PRIVATE_USE);
    try (JsonParser parser = JACKSON.createParser(pairless.getBytes(StandardCharsets.ISO_8859_1))) {
      parser.nextToken();
      Value found = find(read(parser, json), withoutSurrogates(path));
      return found == null
          ? null
          : new String(json, found.start, found.end - found.start, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String withoutSurrogates(String path) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      text.append(Character.isSurrogate(c) ? (char) (c + TO_PRIVATE_USE) : c);
    }
    return text.toString();
  }

  private static @Nullable Value find(Value object, String path) {
    Value best = null;
    for (int i = 0; i < object.members.size(); i++) {
      Member member = object.members.get(i);
      if (object.members.stream().skip(i + 1L).anyMatch(m -> m.name.equals(member.name))) {
        continue;
      }
      Value found = null;
      if (member.name.equals(path)) {
        found = member.value;
      } else if (path.startsWith(member.name + ".")) {
        found = find(member.value, path.substring(member.name.length() + 1));
      }
      if (found != null) {
        best = found;
      }
    }
    return best;
  }

  private static Value read(JsonParser parser, byte[] json) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    List<Member> members = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        members.add(new Member(name, read(parser, json)));
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read(parser, json);
      }
    }
    parser.getText();
    int end = (int) parser.currentLocation().getByteOffset();
    while (end > start && " \t\r\n,]}".indexOf(json[end - 1]) >= 0 && !isWhole(parser)) {
      end--;
    }
    return new Value(start, end, members);
  }

  /** Whether the parser stands right behind the value, which it does not after a number. */
  private static boolean isWhole(JsonParser parser) {
    return !parser.currentToken().isNumeric();
  }

  private record Value(int start, int end, List<Member> members) {}

  private record Member(String name, Value value) {}
}
