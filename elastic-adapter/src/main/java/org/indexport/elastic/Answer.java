package org.indexport.elastic;

import java.time.Duration;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** A complete answer of a server. Immutable. */
final class Answer {
  private static final int MAX_DEPTH = 1_000;

  private final String server;
  private final Call call;
  private final int status;
  private final byte[] body;
  private final @Nullable Duration retryAfter;

  Answer(String server, Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    this.server = server;
    this.call = call;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** Whether the server did what was asked. */
  boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** Whether the server knows no such route, or has no such thing. */
  boolean isAbsent() {
    return status == 400 || status == 404 || status == 405;
  }

  /** The body's bytes. Not to be changed. */
  byte[] body() {
    return body;
  }

  /** How long the server wishes to be left alone, or null. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The body as an object.
   *
   * @throws CorruptDumpException if it is none
   */
  JsonObject json() throws CorruptDumpException {
    try {
      return JsonObject.parse(body, MAX_DEPTH);
    } catch (MalformedJsonException e) {
      throw malformed(e);
    }
  }

  /** An exception about a body that is not what it should be. */
  CorruptDumpException malformed(MalformedJsonException e) {
    return new CorruptDumpException(
        "%s: the answer to %s is not what it should be: byte %d: %s; is something between here and the server?"
            .formatted(server, call, e.offset(), e.getMessage()),
        e);
  }

  /** What the server says of its refusal. */
  ServerError error() {
    return ServerError.of(status, body);
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
    return ServerException.of(server, doing, error());
  }

  /** As {@link DumpException}s name it. */
  @Override
  public String toString() {
    return server + ": " + call + ": " + status;
  }
}
