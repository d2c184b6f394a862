package org.indexport.http;

import java.time.Duration;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.json.DocumentScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** A complete answer of a server, whatever it says. Immutable. */
public class Reply {
  private static final int MAX_DEPTH = 1_000;

  private final String server;
  private final Call call;
  private final int status;
  private final byte[] body;
  private final @Nullable Duration retryAfter;

  /**
   * Holds an answer.
   *
   * @param server the server's name for messages
   * @param call what was asked
   * @param status the HTTP status
   * @param body the body; not to be changed
   * @param retryAfter how long the server wishes to be left alone, or null
   */
  public Reply(String server, Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    this.server = server;
    this.call = call;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** The server's name for messages. */
  public final String server() {
    return server;
  }

  /** What was asked. */
  public final Call call() {
    return call;
  }

  /** The HTTP status. */
  public final int status() {
    return status;
  }

  /** Whether the server did what was asked. */
  public final boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** The body's bytes. Not to be changed. */
  public final byte[] body() {
    return body;
  }

  /** How long the server wishes to be left alone, or null. */
  public final @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The body as an object.
   *
   * @throws CorruptDumpException if it is none
   */
  public final JsonObject json() throws CorruptDumpException {
    try {
      return JsonObject.parse(body, MAX_DEPTH);
    } catch (MalformedJsonException e) {
      throw malformed(e);
    }
  }

  /** Whether the body is the start of an object, but not all of it. */
  final boolean isCut() {
    try {
      DocumentScanner.readOnly(MAX_DEPTH).scan(body, 0, body.length);
      return false;
    } catch (MalformedJsonException e) {
      return body.length > 0 && body[0] == '{' && e.offset() >= body.length;
    }
  }

  /** An exception about a body that is not what it should be. */
  public final CorruptDumpException malformed(MalformedJsonException e) {
    return new CorruptDumpException(
        "%s: the answer to %s is not what it should be: byte %d: %s; is something between here and the server?"
            .formatted(server, call, e.offset(), e.getMessage()),
        e);
  }

  /** As {@link DumpException}s name it. */
  @Override
  public final String toString() {
    return server + ": " + call + ": " + status;
  }
}
