package org.indexport.examples.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Talks to a server on this machine. */
final class Client {
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([a-z_]+)\"");
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Client(int port) {
    this.port = port;
  }

  /** What was answered. */
  record Response(int status, String body) {
    private String first(Pattern pattern) {
      Matcher matcher = pattern.matcher(body);
      if (!matcher.find()) {
        throw new AssertionError("no " + pattern + " in " + body);
      }
      return matcher.group(1);
    }

    String uid() {
      return first(UID);
    }

    String state() {
      return first(STATUS);
    }
  }

  Response get(String path) throws IOException {
    return send("GET", path, "");
  }

  Response post(String path, String body) throws IOException {
    return send("POST", path, body);
  }

  Response put(String path, String body) throws IOException {
    return send("PUT", path, body);
  }

  private Response send(String method, String path, String body) throws IOException {
    HttpResponse<String> response = exchange(method, path, body);
    return new Response(response.statusCode(), response.body());
  }

  /** A request of any method, and its answer as a whole. */
  HttpResponse<String> exchange(String method, String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Waits for the end of a dump and returns how it ended. */
  String awaitDump(String uid) throws IOException {
    while (true) {
      String state = get("/dumps/" + uid + "/status").state();
      if (!state.equals("enqueued") && !state.equals("in_progress")) {
        return state;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
