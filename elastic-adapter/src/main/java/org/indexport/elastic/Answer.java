package org.indexport.elastic;

import java.time.Duration;
import org.indexport.http.Call;
import org.indexport.http.Reply;
import org.jspecify.annotations.Nullable;

/** A complete answer of a cluster. Immutable. */
final class Answer extends Reply {
  Answer(String server, Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    super(server, call, status, body, retryAfter);
  }

  /** Whether the server knows no such route, or has no such thing. */
  boolean isAbsent() {
    return status() == 400 || status() == 404 || status() == 405;
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
