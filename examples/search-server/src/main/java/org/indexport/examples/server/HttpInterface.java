package org.indexport.examples.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** HTTP around an {@link Api}: the JDK's server, paths, bodies and answers. */
final class HttpInterface implements Closeable {
  private static final int THREADS = 32;
  private static final int CLOSING_SECONDS = 5;
  private static final int DRAINED_BYTES = 64 << 20;

  private final Api api;
  private final PrintStream log;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private HttpInterface(Api api, InetSocketAddress address, PrintStream log) throws IOException {
    this.api = api;
    this.log = log;
    this.server = HttpServer.create(address, 0);
  }

  /** Starts to answer. */
  static HttpInterface open(Api api, InetSocketAddress address, PrintStream log)
      throws IOException {
    // Else the end of each answer is held back until the client confirms its start.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Who sends too much gets to know, if it is not far too much.
    System.setProperty("sun.net.httpserver.drainAmount", String.valueOf(DRAINED_BYTES));
    HttpInterface http = new HttpInterface(api, address, log);
    http.server.createContext("/", http::serve);
    http.server.setExecutor(http.threads);
    http.server.start();
    return http;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange;
        Answer answer = answer(exchange)) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (answer.allowed() != null) {
        exchange.getResponseHeaders().set("Allow", answer.allowed());
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), answer.length());
        answer.writeTo(exchange.getResponseBody());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    try (InputStream body = exchange.getRequestBody()) {
      List<String> path = segments(exchange.getRequestURI().getRawPath());
      Parameters parameters = Parameters.of(exchange.getRequestURI().getRawQuery());
      return api.answer(new Request(exchange.getRequestMethod(), path, parameters, body));
    } catch (Refusal e) {
      return Answer.of(e);
    } catch (IOException | RuntimeException e) {
      log.println(exchange.getRequestMethod() + " " + exchange.getRequestURI() + ": " + e);
      return Answer.of(new Refusal(500, "internal", e.toString()));
    }
  }

  /** The path without its first slash, cut at the others. */
  private static List<String> segments(String path) throws Refusal {
    try {
      return Arrays.stream(path.substring(1).split("/", -1))
          // In a path, unlike in a query, a plus sign is a plus sign.
          .map(text -> URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8))
          .toList();
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("bad_path", "the path is not escaped as it should be: " + path);
    }
  }

  /** Takes no more requests, and lets those that are being served come to their end. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }
}
