package org.indexport.kuzzle;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a server says when it refuses something. It decides by the error's id, since not every error
 * has the envelope of an answer.
 *
 * @param status the HTTP status
 * @param id the server's name of the error, or null when it gives none
 * @param message the server's words, or the start of whatever it has sent
 * @param action what was refused, such as {@code index:list}, or null when the answer does not say
 */
record KuzzleError(int status, @Nullable String id, String message, @Nullable String action)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MAX_MESSAGE = 500;
  private static final int MAX_DEPTH = 1_000;

  /** What an error means for who has sent the request. */
  enum Kind {
    /** The server has too much to do, or is not ready; it may be asked again. */
    OVERLOADED,
    /** Something between here and the server answers in its place; what became of it is unknown. */
    GATEWAY,
    /** The request, or what it asks for, is larger than the server allows. */
    TOO_LARGE,
    /** The scroll is gone. */
    SCROLL_LOST,
    /** The scroll would stay for longer than the server allows. */
    SCROLL_TOO_LONG,
    /** The token is none that the server knows, or not any more. */
    LOGIN_LOST,
    /** The user may not do this. */
    FORBIDDEN,
    /** The server has no such index, collection or object. */
    MISSING,
    /** There is one already. */
    EXISTS,
    /**
     * It has a document that it cannot read, and gives none of those that were asked for with it.
     */
    UNREADABLE,
    /** The request is wrong in its eyes. */
    REFUSED
  }

  /** Reads an answer. */
  static KuzzleError of(int status, byte[] body) {
    try {
      JsonObject answer = JsonObject.parse(body, MAX_DEPTH);
      String raw = answer.raw("error");
      JsonObject error = raw != null && raw.startsWith("{") ? answer.object("error") : answer;
      String message = error == null ? null : error.string("message");
      if (error != null && message != null) {
        String controller = answer.string("controller");
        String action = answer.string("action");
        return new KuzzleError(
            status,
            error.string("id"),
            shortened(message),
            controller == null || action == null ? null : controller + ":" + action);
      }
    } catch (MalformedJsonException e) {
      // Proxies answer in HTML, or in whatever their makers liked.
    }
    int length = Math.min(body.length, 4 * MAX_MESSAGE);
    String text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
    return new KuzzleError(status, null, shortened(text), null);
  }

  /** The start of what may be very long, as servers repeat what they do not like. */
  static String shortened(String text) {
    return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
  }

  /** What this means for who has sent the request. */
  Kind kind() {
    if (id != null) {
      switch (id) {
        case "services.storage.unknown_scroll_id" -> {
          return Kind.SCROLL_LOST;
        }
        case "services.storage.scroll_duration_too_great" -> {
          return Kind.SCROLL_TOO_LONG;
        }
        case "services.storage.unknown_index",
            "services.storage.unknown_collection",
            "services.storage.unknown_index_collection",
            "services.storage.not_found" -> {
          return Kind.MISSING;
        }
        case "services.storage.index_already_exists",
            "services.storage.collection_already_exists",
            "security.user.already_exists",
            "security.credentials.already_exists" -> {
          return Kind.EXISTS;
        }
        case "security.token.invalid", "security.token.expired", "security.token.unknown_user" -> {
          return Kind.LOGIN_LOST;
        }
        default -> {}
      }
    }
    if (message.contains("forbidden prototype property")) {
      return Kind.UNREADABLE;
    }
    return switch (status) {
      case 408, 429, 503 -> Kind.OVERLOADED;
      case 413 -> Kind.TOO_LARGE;
      case 401, 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.MISSING;
      default -> status >= 500 && status != 501 ? byServer() : Kind.REFUSED;
    };
  }

  /** The server is well, but what it needs is not, or the server is not there. */
  private Kind byServer() {
    return id == null || id.startsWith("services.") ? Kind.GATEWAY : Kind.REFUSED;
  }

  /** The status, the id and the message. */
  @Override
  public String toString() {
    return "HTTP " + status + (id == null ? "" : ", " + id) + ": " + message;
  }
}
