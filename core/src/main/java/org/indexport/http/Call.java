package org.indexport.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server. Immutable, as long as the body that was given is not changed; may be sent
 * any number of times.
 */
public final class Call {
  private static final String JSON = "application/json";
  private static final String JSON_LINES = "application/x-ndjson";

  private final String method;
  private final String target;
  private final byte @Nullable [] body;
  private final int offset;
  private final int length;
  private final String mediaType;
  private final Map<String, String> headers;

  private Call(
      String method,
      String target,
      byte @Nullable [] body,
      int offset,
      int length,
      String mediaType) {
    this(method, target, body, offset, length, mediaType, Map.of());
  }

  private Call(
      String method,
      String target,
      byte @Nullable [] body,
      int offset,
      int length,
      String mediaType,
      Map<String, String> headers) {
    this.method = method;
    this.target = target;
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.mediaType = mediaType;
    this.headers = headers;
  }

  /** Asks for something. */
  public static Call get(String path) {
    return new Call("GET", path, null, 0, 0, JSON);
  }

  /** Asks whether something is there. */
  public static Call head(String path) {
    return new Call("HEAD", path, null, 0, 0, JSON);
  }

  /** Removes something. */
  public static Call delete(String path) {
    return new Call("DELETE", path, null, 0, 0, JSON);
  }

  /** Removes what a body describes. */
  public static Call delete(String path, String json) {
    return withText("DELETE", path, json);
  }

  /** Sends JSON; an empty text is no body. */
  public static Call post(String path, String json) {
    return withText("POST", path, json);
  }

  /** Sends JSON that something is to become; an empty text is no body. */
  public static Call put(String path, String json) {
    return withText("PUT", path, json);
  }

  private static Call withText(String method, String path, String json) {
    if (json.isEmpty()) {
      return new Call(method, path, null, 0, 0, JSON);
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Call(method, path, bytes, 0, bytes.length, JSON);
  }

  /** Sends JSON, which is not copied. */
  public static Call post(String path, byte[] body, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, body.length);
    return new Call("POST", path, body, offset, length, JSON);
  }

  /** Sends lines of JSON, which are not copied. */
  public static Call postLines(String path, byte[] body, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, body.length);
    return new Call("POST", path, body, offset, length, JSON_LINES);
  }

  /** The same with one more parameter in the URL. */
  public Call with(String name, String value) {
    String more = (target.indexOf('?') < 0 ? "?" : "&") + name + "=" + escape(value);
    return new Call(method, target + more, body, offset, length, mediaType, headers);
  }

  /** The same with a parameter in the URL that has no value. */
  public Call with(String flag) {
    String more = (target.indexOf('?') < 0 ? "?" : "&") + flag;
    return new Call(method, target + more, body, offset, length, mediaType, headers);
  }

  /** The same with one header more, which takes the place of the server's of this name. */
  public Call withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, target, body, offset, length, mediaType, more);
  }

  /** A path of segments, each of which is escaped: {@code path("a b", "_bulk")}. */
  public static String path(String... segments) {
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
  public String method() {
    return method;
  }

  /** The path and the parameters, escaped. */
  public String target() {
    return target;
  }

  /** The array that holds the body, or null when there is none. */
  public byte @Nullable [] body() {
    return body;
  }

  /** Where the body starts. */
  public int offset() {
    return offset;
  }

  /** How long the body is. */
  public int length() {
    return length;
  }

  /** What the body is. */
  public String mediaType() {
    return mediaType;
  }

  /** What is sent with this request besides what is sent with each. */
  Map<String, String> headers() {
    return headers;
  }

  @Override
  public String toString() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query));
  }
}
