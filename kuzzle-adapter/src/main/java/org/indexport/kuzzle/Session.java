package org.indexport.kuzzle;

import java.io.IOException;
import java.time.Duration;
import org.indexport.http.Call;
import org.indexport.http.Endpoint;
import org.indexport.http.ServerAddress.User;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who we are to a Kuzzle: nobody, the owner of a token, or a user who logs in and whose token is
 * renewed when half of its time has passed. Thread-safe.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private static final String EXPIRES_IN = "1h";
  private static final Duration LEAST_TTL = Duration.ofSeconds(1);

  private final KuzzleTransport bare;
  private final @Nullable User user;
  private @Nullable String token;
  private long renewAt;
  private boolean loggedIn;

  /**
   * Starts without a login.
   *
   * @param user who logs in, or null
   * @param token what stands for a login, or null
   */
  Session(Endpoint endpoint, @Nullable User user, @Nullable String token) {
    // With a header of authorization, even a stale one, a login would be refused.
    this.bare = new KuzzleTransport(endpoint, null);
    this.user = user;
    this.token = token;
  }

  /**
   * What requests are to say, or null when they are nobody's.
   *
   * @throws KuzzleException if the server refuses the login
   * @throws IOException if it does not answer
   */
  synchronized @Nullable String token() throws IOException {
    String known = token;
    if (user == null) {
      return known;
    }
    if (known == null) {
      return login(user);
    }
    if (System.nanoTime() - renewAt < 0) {
      return known;
    }
    KuzzleAnswer answer =
        bare.send(authorized(Call.post("/_refreshToken", "").with("expiresIn", EXPIRES_IN), known));
    return answer.isOk() ? take(answer) : login(user);
  }

  /**
   * The server does not know a token any more.
   *
   * @return whether there is another one now, or can be
   */
  synchronized boolean lost(@Nullable String old) {
    if (user == null || old == null) {
      return false;
    }
    if (old.equals(token)) {
      LOG.debug("{}: the login of {} is not valid any more", bare.name(), user);
      token = null;
    }
    return true;
  }

  private String login(User who) throws IOException {
    String body =
        new JsonObject.Builder()
            .put("username", who.name())
            .put("password", who.password())
            .build();
    Call call = Call.post("/_login/local", body).with("expiresIn", EXPIRES_IN);
    return take(bare.send(call).orFail("logging in as " + who.name()));
  }

  private String take(KuzzleAnswer answer) throws IOException {
    JsonObject result = answer.result();
    try {
      String jwt = result.string("jwt");
      Long ttl = result.number("ttl");
      if (jwt == null) {
        throw result.unexpected("jwt", "a token");
      }
      long millis = ttl == null ? LEAST_TTL.toMillis() : Math.max(LEAST_TTL.toMillis(), ttl);
      renewAt = System.nanoTime() + Duration.ofMillis(millis / 2).toNanos();
      token = jwt;
      loggedIn = true;
      return jwt;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Ends the login, if there is one. Failures do not matter: it ends by itself. */
  synchronized void logout() {
    String known = token;
    if (loggedIn && known != null) {
      loggedIn = false;
      token = null;
      try {
        bare.attempt(authorized(Call.post("/_logout", ""), known));
      } catch (IOException e) {
        LOG.debug("{}: logging out", bare.name(), e);
      }
    }
  }

  /** A request that says who asks. */
  static Call authorized(Call call, String token) {
    return call.withHeader("Authorization", "Bearer " + token);
  }
}
