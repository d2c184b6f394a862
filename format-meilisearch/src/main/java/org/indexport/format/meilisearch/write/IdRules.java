package org.indexport.format.meilisearch.write;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What the engine takes as the id of a document, and how other ids become such. A mapped id is
 * {@code x-} and the UTF-8 bytes of the id in base64 for URLs, without padding. So that this can be
 * undone, ids that start with {@code x-} themselves are mapped too.
 */
final class IdRules {
  /** The longest id. */
  static final int MOST_BYTES = 511;

  /** What mapped ids start with. */
  static final String MAPPED = "x-";

  private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63).negate();
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private IdRules() {}

  /**
   * Why the engine would refuse a value as an id.
   *
   * @return the reason, or null if it takes it
   */
  static @Nullable String problem(byte[] json, int start, int end, JsonKind kind)
      throws MalformedJsonException {
    return switch (kind) {
      case STRING ->
          isPlain(json, start + 1, end - 1) ? null : problem(JsonText.unquote(json, start, end));
      case NUMBER -> numberProblem(json, start, end);
      default -> "neither a string nor a whole number";
    };
  }

  /** Whether these bytes are an id as they stand; most are. */
  private static boolean isPlain(byte[] json, int start, int end) {
    if (start == end || end - start > MOST_BYTES) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (!NameRules.isPlain(json[i])) {
        return false;
      }
    }
    return true;
  }

  /** Why the engine would refuse a text as an id; null if it takes it. */
  static @Nullable String problem(String id) {
    if (id.isEmpty()) {
      return "empty";
    }
    if (!id.chars().allMatch(NameRules::isPlain)) {
      return "other characters than ASCII letters, digits, - and _";
    }
    return id.length() > MOST_BYTES ? "more than %d bytes".formatted(MOST_BYTES) : null;
  }

  private static @Nullable String numberProblem(byte[] json, int start, int end) {
    for (int i = start; i < end; i++) {
      byte c = json[i];
      if (c == '.' || c == 'e' || c == 'E') {
        return "a number that is not written as a whole one";
      }
    }
    int length = end - start;
    if (length == 2 && json[start] == '-' && json[start + 1] == '0') {
      return "a number that is not written as a whole one";
    }
    if (length <= 18) {
      return null;
    }
    String wide = "a whole number of more than 64 bits";
    if (length > 20) {
      return wide;
    }
    BigInteger number = new BigInteger(new String(json, start, length, StandardCharsets.US_ASCII));
    return number.compareTo(LEAST) < 0 || number.compareTo(MOST) > 0 ? wide : null;
  }

  /**
   * An id that the engine takes, which tells the given one.
   *
   * @return the id, or null if it would be too long
   */
  static @Nullable String mapped(String id) {
    ByteBuilder bytes = new ByteBuilder();
    JsonText.appendWtf8(id, bytes);
    String encoded =
        MAPPED + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    return encoded.length() > MOST_BYTES ? null : encoded;
  }
}
