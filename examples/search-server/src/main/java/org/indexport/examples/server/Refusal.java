package org.indexport.examples.server;

import org.jspecify.annotations.Nullable;

/** A request that is not served, and what to answer. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String allowed;

  /**
   * Creates a refusal.
   *
   * @param status the HTTP status
   * @param code names the reason for programs
   * @param message tells it to people
   */
  Refusal(int status, String code, String message) {
    this(status, code, message, null);
  }

  private Refusal(int status, String code, String message, @Nullable String allowed) {
    super(message);
    this.status = status;
    this.code = code;
    this.allowed = allowed;
  }

  /** Tells which methods there are for a path. */
  static Refusal wrongMethod(String method, String allowed) {
    return new Refusal(
        405, "method_not_allowed", method + " is not for this path, but " + allowed, allowed);
  }

  static Refusal badRequest(String code, String message) {
    return new Refusal(400, code, message);
  }

  static Refusal notFound(String code, String message) {
    return new Refusal(404, code, message);
  }

  static Refusal conflict(String code, String message) {
    return new Refusal(409, code, message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** The methods that there are, after another one; else null. */
  @Nullable String allowed() {
    return allowed;
  }
}
