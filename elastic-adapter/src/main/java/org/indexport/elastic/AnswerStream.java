package org.indexport.elastic;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An answer whose body is still on its way. To be closed; that gives up the rest of the body. The
 * connection is used again only after the body was read to its end.
 *
 * @param status the HTTP status
 * @param body the body; closed with this
 * @param head the same answer without body
 */
record AnswerStream(int status, InputStream body, Answer head) implements Closeable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}
