package org.indexport.elastic;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server. Immutable, as long as the body that was given is not changed; may be sent
 * any number of times.
 */
final class Call {
  private static final String JSON = "application/json";
  private static final String JSON_LINES = "application/x-ndjson";

  private final String method;
  private final String target;
  private final byte @Nullable [] body;
  private final int offset;
  private final int length;
  private final String mediaType;

  private Call(
      String method,
      String target,
      byte @Nullable [] body,
      int offset,
      int length,
      String mediaType) {
    this.method = method;
    this.target = target;
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.mediaType = mediaType;
  }

  /** Asks for something. */
  static Call get(String path) {
    return new Call("GET", path, null, 0, 0, JSON);
  }

  /** Asks whether something is there. */
  static Call head(String path) {
    return new Call("HEAD", path, null, 0, 0, JSON);
  }

  /** Removes something. */
  static Call delete(String path) {
    return new Call("DELETE", path, null, 0, 0, JSON);
  }

  /** Removes what a body describes. */
  static Call delete(String path, String json) {
    return withText("DELETE", path, json);
  }

  /** Sends JSON; an empty text is no body. */
  static Call post(String path, String json) {
    return withText("POST", path, json);
  }

  /** Sends JSON that something is to become; an empty text is no body. */
  static Call put(String path, String json) {
    return withText("PUT", path, json);
  }

  private static Call withText(String method, String path, String json) {
    if (json.isEmpty()) {
      return new Call(method, path, null, 0, 0, JSON);
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Call(method, path, bytes, 0, bytes.length, JSON);
  }

  /** Sends lines of JSON, which are not copied. */
  static Call postLines(String path, byte[] body, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, body.length);
    return new Call("POST", path, body, offset, length, JSON_LINES);
  }

  /** The same with one more parameter in the URL. */
  Call with(String name, String value) {
    String more = (target.indexOf('?') < 0 ? "?" : "&") + name + "=" + escape(value);
    return new Call(method, target + more, body, offset, length, mediaType);
  }

  /** A path of segments, each of which is escaped: {@code path("a b", "_bulk")}. */
  static String path(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(escape(segment));
    }
    return path.toString();
  }

  /** Escapes all but what stands for itself, and the star and comma of index patterns. */
  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~*,".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /** The method's name. */
  String method() {
    return method;
  }

  /** The path and the parameters, escaped. */
  String target() {
    return target;
  }

  /** The array that holds the body, or null when there is none. */
  byte @Nullable [] body() {
    return body;
  }

  /** Where the body starts. */
  int offset() {
    return offset;
  }

  /** How long the body is. */
  int length() {
    return length;
  }

  /** What the body is. */
  String mediaType() {
    return mediaType;
  }

  /** Whether the server does the same when it gets this twice. */
  boolean isRepeatable() {
    return !method.equals("POST");
  }

  @Override
  public String toString() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query));
  }
}
