package org.indexport.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is still on its way. To be closed; that gives up the rest of the body. The
 * connection is used again only after the body was read to its end.
 *
 * @param status the HTTP status
 * @param body the body; closed with this
 * @param retryAfter how long the server wishes to be left alone, or null
 */
public record AnswerStream(int status, InputStream body, @Nullable Duration retryAfter)
    implements Closeable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}
