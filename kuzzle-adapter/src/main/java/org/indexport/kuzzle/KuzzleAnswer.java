package org.indexport.kuzzle;

import java.time.Duration;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.http.Reply;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** A complete answer of a Kuzzle. Immutable. */
final class KuzzleAnswer extends Reply {
  KuzzleAnswer(String server, Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    super(server, call, status, body, retryAfter);
  }

  /** What the server says of its refusal. */
  KuzzleError error() {
    return KuzzleError.of(status(), body());
  }

  /**
   * This answer, if the server did what was asked.
   *
   * @param doing what was asked, such as {@code "making collection nyc/taxis"}
   * @throws KuzzleException if it did not
   */
  KuzzleAnswer orFail(String doing) throws KuzzleException {
    if (!isOk()) {
      throw failure(doing);
    }
    return this;
  }

  /** An exception about a refusal. */
  KuzzleException failure(String doing) {
    return KuzzleException.of(server(), doing, error());
  }

  /**
   * What the action has returned.
   *
   * @throws CorruptDumpException if that is no object
   */
  JsonObject result() throws DumpException {
    try {
      JsonObject result = json().object("result");
      if (result == null) {
        throw json().unexpected("result", "an object");
      }
      return result;
    } catch (MalformedJsonException e) {
      throw malformed(e);
    }
  }
}
