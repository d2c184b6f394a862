package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The least that a client of Kuzzle can do, as a whole process: it reads all pages of a scroll and
 * throws them away, or sends {@code bulk:mWrite} requests. Nobody can be faster than what the
 * server allows such a client.
 *
 * <p>Arguments: {@code read URL INDEX/COLLECTION PAGE} or {@code write URL INDEX/COLLECTION
 * CONNECTIONS BYTES FILE}, where the file has an action line and a document line by turns.
 */
public final class BareKuzzleClient {
  private final BareHttp http;
  private final String collection;

  private BareKuzzleClient(String base, String collection) {
    this.http = new BareHttp(base);
    this.collection = collection;
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    BareKuzzleClient client = new BareKuzzleClient(arguments[1], arguments[2]);
    int number = Integer.parseInt(arguments[3]);
    if (arguments[0].equals("read")) {
      client.read(number);
    } else {
      client.write(number, Integer.parseInt(arguments[4]), Path.of(arguments[5]));
    }
  }

  private void read(int page) throws IOException, InterruptedException {
    String path = "/" + collection + "/_search?size=" + page + "&scroll=30s";
    byte[] answer = http.call("POST", path, "{}".getBytes(UTF_8));
    long bytes = answer.length;
    while (true) {
      String end =
          new String(answer, Math.max(0, answer.length - 600), Math.min(600, answer.length), UTF_8);
      if (end.contains("\"remaining\":0,") || !end.contains("\"scrollId\":\"")) {
        System.out.println(bytes + " bytes");
        return;
      }
      int start = end.indexOf("\"scrollId\":\"") + 12;
      String id = end.substring(start, end.indexOf('"', start));
      answer = http.call("GET", "/_scroll/" + id + "?scroll=30s", new byte[0]);
      bytes += answer.length;
    }
  }

  private void write(int connections, int size, Path file) throws Exception {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      List<Callable<Long>> senders = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        senders.add(() -> writeAll(in, size));
      }
      System.out.println(BareHttp.together(senders) + " bytes");
    }
    http.call("POST", "/" + collection + "/_refresh", new byte[0]);
  }

  private long writeAll(BufferedReader in, int size) throws IOException, InterruptedException {
    long bytes = 0;
    byte[] body = body(in, size);
    while (body.length > 0) {
      byte[] answer = http.call("POST", "/" + collection + "/_mWrite", body);
      String start = new String(answer, 0, Math.min(400, answer.length), UTF_8);
      if (!start.contains("\"errors\":[]")) {
        throw new IOException(start);
      }
      bytes += body.length;
      body = body(in, size);
    }
    return bytes;
  }

  /** The next documents, as many as fit. */
  private static byte[] body(BufferedReader in, int size) throws IOException {
    synchronized (in) {
      StringBuilder body = new StringBuilder(size);
      int bytes = 0;
      for (String action; bytes < size && (action = in.readLine()) != null; ) {
        String id = action.substring(action.indexOf("\"_id\":"), action.length() - 2);
        String document = in.readLine();
        body.append(body.isEmpty() ? "{\"documents\":[{" : ",{")
            .append(id)
            .append(",\"body\":")
            .append(document)
            .append('}');
        bytes += document.getBytes(UTF_8).length + id.length() + 12;
      }
      return body.isEmpty() ? new byte[0] : body.append("]}").toString().getBytes(UTF_8);
    }
  }
}
