package org.indexport.kuzzle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.indexport.DumpException;
import org.indexport.http.AnswerStream;
import org.indexport.http.Call;
import org.indexport.http.Endpoint;
import org.indexport.http.Exchange;
import org.indexport.http.PendingAnswer;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to one Kuzzle in the name of a {@link Session}: a login that has ended is renewed and the
 * request sent again. To be closed, which logs out. Thread-safe.
 */
final class KuzzleTransport extends Exchange<KuzzleAnswer> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KuzzleTransport.class);

  private final @Nullable Session session;

  /**
   * Prepares to speak to a server; nothing is sent yet.
   *
   * @param session who we are, or null for nobody
   */
  KuzzleTransport(Endpoint endpoint, @Nullable Session session) {
    super(endpoint);
    this.session = session;
  }

  /** Prepares to speak to a server; nothing is sent yet. */
  static KuzzleTransport to(KuzzleEndpoint target) {
    Endpoint endpoint = target.endpoint();
    return new KuzzleTransport(endpoint, new Session(endpoint, target.user(), target.token()));
  }

  /** The same server and session, asked with another patience. */
  KuzzleTransport with(org.indexport.http.Patience patience) {
    return new KuzzleTransport(endpoint().with(patience), session);
  }

  @Override
  public AnswerStream stream(Call call) throws IOException {
    return ask(call).take();
  }

  /**
   * Sends a request once, and does not wait for its answer.
   *
   * @return what becomes of it, to be taken or given up by the caller
   * @throws DumpException if the request cannot be sent, or the login is refused
   * @throws IOException if a login that it needs does not come about
   */
  Asked ask(Call call) throws IOException {
    String token = session == null ? null : session.token();
    return new Asked(call, token, begin(token == null ? call : Session.authorized(call, token)));
  }

  /**
   * A request that was sent. If the server does not know the login any more it has done nothing,
   * and taking the answer sends the request again with another. One thread.
   */
  final class Asked {
    private final Call call;
    private final @Nullable String token;
    private final PendingAnswer answer;

    private Asked(Call call, @Nullable String token, PendingAnswer answer) {
      this.call = call;
      this.token = token;
      this.answer = answer;
    }

    /** The request. */
    Call call() {
      return call;
    }

    /**
     * Waits for the answer, which the caller closes.
     *
     * @throws IOException if there is none
     */
    AnswerStream take() throws IOException {
      AnswerStream taken = answer.take();
      if (taken.status() != 401 || session == null || !session.lost(token)) {
        return taken;
      }
      taken.close();
      String renewed = session.token();
      return begin(renewed == null ? call : Session.authorized(call, renewed)).take();
    }

    /** Wants the answer no longer. */
    void giveUp() {
      answer.giveUp();
    }
  }

  @Override
  protected KuzzleAnswer answer(Call call, int status, byte[] body, @Nullable Duration retryAfter) {
    return new KuzzleAnswer(name(), call, status, body, retryAfter);
  }

  @Override
  protected boolean isWorthWaiting(KuzzleAnswer answer) {
    return isWorthWaiting(answer.error());
  }

  @Override
  protected void failed(Call call, Object reason) {
    LOG.debug("{}: {}: {}", name(), call, reason);
  }

  @Override
  protected void waiting(Call call, Object reason) {
    Object words = reason instanceof KuzzleAnswer answer ? answer.error() : reason;
    LOG.warn("{}: {}: {}; waiting", name(), call, words);
  }

  /** Whether a refusal may end by itself. */
  static boolean isWorthWaiting(KuzzleError error) {
    return switch (error.kind()) {
      case OVERLOADED, GATEWAY -> true;
      case TOO_LARGE,
          SCROLL_LOST,
          SCROLL_TOO_LONG,
          LOGIN_LOST,
          FORBIDDEN,
          MISSING,
          EXISTS,
          UNREADABLE,
          REFUSED ->
          false;
    };
  }

  /**
   * Sends what must be done by a server that was never asked before: nobody waits for one that is
   * not there.
   *
   * @throws DumpException if it does not answer
   */
  KuzzleAnswer first(Call call) throws IOException {
    try {
      KuzzleAnswer answer = attempt(call);
      return !answer.isOk() && isWorthWaiting(answer) ? send(call) : answer;
    } catch (DumpException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new DumpException(
          "%s: the server does not answer: %s; see whether it runs, and whether the address is right"
              .formatted(name(), words(e)),
          e);
    }
  }

  /**
   * What an action has returned.
   *
   * @param doing what is asked, for messages
   * @throws KuzzleException if the server refuses
   * @throws IOException if it does not answer
   */
  JsonObject result(Call call, String doing) throws IOException {
    return send(call).orFail(doing).result();
  }

  /** Logs out. */
  @Override
  public void close() {
    if (session != null) {
      session.logout();
    }
  }
}
