package org.indexport.elastic;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a server says when it refuses something.
 *
 * @param status the HTTP status
 * @param type the server's name of the error, or null when it gives none
 * @param reason the server's words, or the start of whatever it has sent
 * @param text the whole answer, or its start if it is long
 */
record ServerError(int status, @Nullable String type, String reason, String text)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MAX_TEXT = 64 << 10;
  private static final int MAX_REASON = 500;
  private static final int MAX_DEPTH = 200;

  /** What an error means for who has sent the request. */
  enum Kind {
    /** The server has too much to do; it asks to be left alone for a while. */
    OVERLOADED,
    /** Something between here and the server answers in its place; what became of it is unknown. */
    GATEWAY,
    /** The request, or the answer to it, is larger than the server allows. */
    TOO_LARGE,
    /** The point in time, or the scroll, is gone. */
    CONTEXT_LOST,
    /** The user is unknown, or may not do this. */
    FORBIDDEN,
    /** The index, or the whole server, is set to refuse writes. */
    BLOCKED,
    /** The server has no such thing. */
    MISSING,
    /** The request is wrong in its eyes. */
    REFUSED
  }

  /** Reads an answer. */
  static ServerError of(int status, byte[] body) {
    int length = Math.min(body.length, MAX_TEXT);
    String text = new String(body, 0, length, StandardCharsets.UTF_8);
    try {
      JsonObject answer = JsonObject.parse(body, MAX_DEPTH);
      String raw = answer.raw("error");
      if (raw != null && raw.startsWith("{")) {
        JsonObject error = answer.object("error");
        if (error != null) {
          return of(status, error, text);
        }
      }
      if (raw != null && raw.startsWith("\"")) {
        return new ServerError(
            status, null, shortened(String.valueOf(answer.string("error"))), text);
      }
    } catch (MalformedJsonException e) {
      // Proxies answer in HTML, or in whatever their makers liked.
    }
    return new ServerError(status, null, shortened(text.strip()), text);
  }

  /** Reads the error of one item, such as one of {@code _bulk}. */
  static ServerError of(int status, JsonObject error) throws MalformedJsonException {
    String text = error.toString();
    return of(status, error, text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
  }

  private static ServerError of(int status, JsonObject error, String text)
      throws MalformedJsonException {
    String type = error.string("type");
    String reason = error.string("reason");
    List<JsonObject> roots = error.objects("root_cause");
    if (!roots.isEmpty()) {
      String rootType = roots.get(0).string("type");
      if ("search_phase_execution_exception".equals(type) && rootType != null) {
        type = rootType;
        reason = roots.get(0).string("reason");
      }
    }
    StringBuilder all = new StringBuilder(reason == null ? "no reason given" : reason);
    JsonObject cause = error.object("caused_by");
    for (JsonObject deeper = cause; deeper != null; ) {
      JsonObject next = deeper.object("caused_by");
      // Between the first and the last they only say that there is one.
      String words = deeper == cause || next == null ? deeper.string("reason") : null;
      if (words != null && all.indexOf(words) < 0) {
        all.append(": ").append(words);
      }
      deeper = next;
    }
    return new ServerError(status, type, shortened(all.toString()), text);
  }

  /** The start of a text, on one line. */
  private static String shortened(String text) {
    String start = text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "…" : text;
    return start.replaceAll("\\s*\\R\\s*", " ");
  }

  /** What this means for who has sent the request. */
  Kind kind() {
    if (mentions("search_context_missing_exception")) {
      return Kind.CONTEXT_LOST;
    }
    if (mentions("cluster_block_exception")) {
      // What nobody has set ends by itself: no master is elected yet, or the state is not read yet.
      return status == 503 ? Kind.OVERLOADED : Kind.BLOCKED;
    }
    if (mentions("circuit_breaking_exception")) {
      return text.contains("\"PERMANENT\"") ? Kind.TOO_LARGE : Kind.OVERLOADED;
    }
    if (mentions("es_rejected_execution_exception")
        || mentions("rejected_execution_exception")
        || mentions("too_many_scroll_contexts_exception")) {
      return Kind.OVERLOADED;
    }
    return switch (status) {
      case 429, 503 -> Kind.OVERLOADED;
      case 408, 500, 502, 504 -> status == 500 && type != null ? Kind.REFUSED : Kind.GATEWAY;
      case 413 -> Kind.TOO_LARGE;
      case 401, 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.MISSING;
      default -> Kind.REFUSED;
    };
  }

  /** Whether the answer names this type of error anywhere. */
  boolean mentions(String errorType) {
    return text.contains("\"" + errorType + "\"");
  }

  /** The status, the type and the reason. */
  @Override
  public String toString() {
    return "HTTP "
        + status
        + (type == null ? "" : ", " + type)
        + (reason.isEmpty() ? "" : ": " + reason);
  }
}
