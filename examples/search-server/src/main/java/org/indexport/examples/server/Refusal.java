package org.indexport.examples.server;

/** A request that is not served, and what to answer. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * Creates a refusal.
   *
   * @param status the HTTP status
   * @param code names the reason for programs
   * @param message tells it to people
   */
  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
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
}
