package org.indexport.elastic;

import java.time.Duration;
import org.indexport.http.Call;
import org.indexport.http.Endpoint;
import org.indexport.http.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks to one cluster. Needs no closing. Thread-safe. */
final class Transport extends Exchange<Answer> {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

  private Transport(Endpoint endpoint) {
    super(endpoint);
  }

  /** Prepares to speak to a server; nothing is sent yet. */
  static Transport to(Endpoint endpoint) {
    return new Transport(endpoint);
  }

  @Override
  protected Answer answer(Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    return new Answer(name(), call, status, body, retryAfter);
  }

  @Override
  protected boolean isWorthWaiting(Answer answer) {
    return isWorthWaiting(answer.error());
  }

  @Override
  protected void failed(Call call, Object reason) {
    LOG.debug("{}: {}: {}", name(), call, reason);
  }

  /** Whether the server puts off all that was sent, or some of it. */
  @Override
  protected boolean isInVain(Answer answer) {
    return super.isInVain(answer) || answer.putsOff() != null;
  }

  @Override
  protected void waiting(Call call, Object reason) {
    Object words = reason;
    if (reason instanceof Answer answer) {
      words = answer.isOk() ? answer.putsOff() : answer.error();
    }
    LOG.warn("{}: {}: {}; waiting", name(), call, words);
  }

  /** Whether a refusal may end by itself. */
  static boolean isWorthWaiting(ServerError error) {
    return switch (error.kind()) {
      case OVERLOADED, GATEWAY -> true;
      case TOO_LARGE, CONTEXT_LOST, FORBIDDEN, BLOCKED, MISSING, REFUSED -> false;
    };
  }
}
