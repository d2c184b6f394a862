package org.indexport.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is still on its way. To be closed; that gives up the rest of the body. The
 * connection is used again only after the body was read to its end. One thread.
 */
public final class AnswerStream implements Closeable {
  private final int status;
  private final InputStream body;
  private final BodyStream raw;
  private final @Nullable Duration retryAfter;

  /**
   * Starts before the first byte of the body.
   *
   * @param body the body as the server meant it
   * @param raw the same as it comes from the connection, maybe packed
   */
  AnswerStream(int status, InputStream body, BodyStream raw, @Nullable Duration retryAfter) {
    this.status = status;
    this.body = body;
    this.raw = raw;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The body; closed with this. */
  public InputStream body() {
    return body;
  }

  /** How long the server wishes to be left alone, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * The last bytes that came over the connection, once all of them are there, read or not; null
   * before. They are at most some hundreds.
   */
  public byte @Nullable [] tail() {
    return raw.tail();
  }

  /** How many bytes came over the connection, once all of them are there. */
  public long length() {
    return raw.length();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
