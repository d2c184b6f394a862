package org.indexport.elastic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.http.Call;
import org.indexport.http.Reply;
import org.jspecify.annotations.Nullable;

/** A complete answer of a cluster. Immutable. */
final class Answer extends Reply {
  private static final byte[] NO_ERRORS = "\"errors\":false".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern REFUSAL =
      Pattern.compile(
          "\"status\":(\\d+),\"error\":\\{\"type\":\"([^\"]*)\",\"reason\":\"([^\"]{0,300})");
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "rejected_execution_exception|circuit_breaking_exception|\"status\":(429|503)");

  Answer(String server, Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    super(server, call, status, body, retryAfter);
  }

  /** Whether the server knows no such route, or has no such thing. */
  boolean isAbsent() {
    return status() == 400 || status() == 404 || status() == 405;
  }

  /**
   * Why the server puts off some documents of {@code _bulk}, in its words; null where it does not.
   */
  @Nullable String putsOff() {
    if (!isOk() || !call().mediaType().endsWith("ndjson") || isAllGood()) {
      return null;
    }
    String text = new String(body(), StandardCharsets.UTF_8);
    Matcher refusal = REFUSAL.matcher(text);
    while (refusal.find()) {
      if (OVERLOAD.matcher(refusal.group()).find()) {
        return "HTTP %s, %s: %s".formatted(refusal.group(1), refusal.group(2), refusal.group(3));
      }
    }
    return OVERLOAD.matcher(text).find() ? "some documents are put off" : null;
  }

  /** Whether every document was taken, as the start of the answer says it. */
  boolean isAllGood() {
    byte[] body = body();
    int last = Math.min(body.length, 200) - NO_ERRORS.length;
    for (int i = 0; i <= last; i++) {
      if (Arrays.equals(body, i, i + NO_ERRORS.length, NO_ERRORS, 0, NO_ERRORS.length)) {
        return true;
      }
    }
    return false;
  }

  /** What the server says of its refusal. */
  ServerError error() {
    return ServerError.of(status(), body());
  }

  /**
   * This answer, if the server did what was asked.
   *
   * @param doing what was asked, such as {@code "making index movies"}
   * @throws ServerException if it did not
   */
  Answer orFail(String doing) throws ServerException {
    if (!isOk()) {
      throw failure(doing);
    }
    return this;
  }

  /** An exception about a refusal. */
  ServerException failure(String doing) {
    return ServerException.of(server(), doing, error());
  }
}
