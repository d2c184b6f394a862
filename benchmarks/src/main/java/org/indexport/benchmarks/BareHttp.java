package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The least that it takes to ask one server for JSON. Thread-safe. */
final class BareHttp {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  /** To a server at this URL, which has no slash at its end. */
  BareHttp(String base) {
    this.base = base;
  }

  /** Sends a request, whatever the answer. */
  HttpResponse<byte[]> send(String method, String path, byte[] body)
      throws IOException, InterruptedException {
    String type = path.contains("_bulk") ? "application/x-ndjson" : "application/json";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", type)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  /** Sends a request that has to succeed. */
  byte[] call(String method, String path, byte[] body) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(method, path, body);
    if (response.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + new String(response.body(), UTF_8));
    }
    return response.body();
  }

  /** Sends a request that has to succeed. */
  String call(String method, String path, String body) throws IOException, InterruptedException {
    return new String(call(method, path, body.getBytes(UTF_8)), UTF_8);
  }

  /** Runs all at the same time, and adds up what they return. */
  static long together(List<Callable<Long>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      long sum = 0;
      for (Future<Long> one : threads.invokeAll(all)) {
        sum += one.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdown();
    }
  }
}
