package org.indexport.kuzzle;

import org.indexport.DumpException;

/** A server refused something, or went on asking for patience for too long. */
final class KuzzleException extends DumpException {
  private static final long serialVersionUID = 1L;

  private final KuzzleError error;

  private KuzzleException(String message, KuzzleError error) {
    super(message);
    this.error = error;
  }

  /**
   * Words a refusal.
   *
   * @param server the server's name
   * @param doing what was asked
   * @param error what it said
   */
  static KuzzleException of(String server, String doing, KuzzleError error) {
    return new KuzzleException(
        "%s: %s: %s; %s".formatted(server, doing, error, nextStep(error)), error);
  }

  private static String nextStep(KuzzleError error) {
    return switch (error.kind()) {
      case FORBIDDEN -> {
        String action = error.action() == null ? "this" : error.action();
        yield error.status() == 401
            ? "give a user and password, or an API key, that may " + action
            : "give the user a role that allows " + action;
      }
      case LOGIN_LOST -> "log in with a user and password, or give an API key that is still valid";
      case OVERLOADED -> "try again when the server has less to do, or raise the user's rate limit";
      case GATEWAY ->
          "see the server's log, whether its Elasticsearch and Redis run, and what lies between";
      case TOO_LARGE -> "raise the server's limit (server.maxRequestSize)";
      case SCROLL_LOST -> "start again; the server keeps a scroll for as long as keep-alive says";
      case SCROLL_TOO_LONG -> "give a shorter keep-alive";
      case MISSING -> "see whether the name is right";
      case EXISTS -> "choose to append to it or to replace it, or rename";
      case UNREADABLE ->
          "a document has a member __proto__, or constructor with prototype in it: correct it, or"
              + " dump the Elasticsearch below";
      case REFUSED -> "see the server's log for more";
    };
  }

  /** What the server said. */
  KuzzleError error() {
    return error;
  }
}
