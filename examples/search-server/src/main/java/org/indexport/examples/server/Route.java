package org.indexport.examples.server;

import java.io.IOException;
import java.util.List;

/**
 * A kind of request, and who answers it.
 *
 * @param method of HTTP
 * @param pattern the segments of the path, a star for what names something
 * @param handler answers
 */
record Route(String method, List<String> pattern, Handler handler) {
  private static final String ANY = "*";

  /** Answers requests. */
  interface Handler {
    Answer answer(Request request) throws IOException, Refusal;
  }

  static Route of(String method, String pattern, Handler handler) {
    return new Route(method, List.of(pattern.split("/")), handler);
  }

  /** Whether the path is of this kind, whatever the method. */
  boolean isAt(List<String> path) {
    boolean fits = path.size() == pattern.size();
    for (int i = 0; fits && i < path.size(); i++) {
      fits = pattern.get(i).equals(ANY) || pattern.get(i).equals(path.get(i));
    }
    return fits;
  }
}
