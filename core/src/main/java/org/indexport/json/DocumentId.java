package org.indexport.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns the value of a primary key into an id. */
public final class DocumentId {
  private DocumentId() {}

  /**
   * The id that a value stands for: a string's content, or a number's text as it is written, so
   * {@code 1} and {@code "1"} are one id. Nothing else is an id.
   *
   * @param buffer holds the value
   * @param start where it starts
   * @param end where it ends
   * @return the id, or null when the value is neither a string nor a number
   * @throws MalformedJsonException if a string is malformed, which cannot happen to what {@link
   *     DocumentScanner#scan} has found
   */
  public static @Nullable String of(byte[] buffer, int start, int end)
      throws MalformedJsonException {
    if (start >= end) {
      return null;
    }
    return switch (JsonKind.startingWith(buffer[start])) {
      case STRING -> JsonText.unquote(buffer, start, end);
      case NUMBER -> new String(buffer, start, end - start, StandardCharsets.US_ASCII);
      case OBJECT, ARRAY, BOOLEAN, NULL -> null;
    };
  }
}
