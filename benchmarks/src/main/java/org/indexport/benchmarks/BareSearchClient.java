package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The least that a client can do, as a whole process: it reads all search answers of an index and
 * throws them away, or sends bulk bodies that were made before. Nobody can be faster than what the
 * server allows such a client.
 *
 * <p>Arguments: {@code read URL INDEX READERS PAGE} or {@code write URL INDEX CONNECTIONS BYTES
 * FILE}, where the file has an action line and a document line by turns. The index has one shard.
 */
public final class BareSearchClient {
  private final BareHttp http;
  private final String index;

  private BareSearchClient(String base, String index) {
    this.http = new BareHttp(base);
    this.index = index;
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    BareSearchClient client = new BareSearchClient(arguments[1], arguments[2]);
    int connections = Integer.parseInt(arguments[3]);
    int size = Integer.parseInt(arguments[4]);
    if (arguments[0].equals("read")) {
      client.read(connections, size);
    } else {
      client.write(connections, size, Path.of(arguments[5]));
    }
  }

  private void read(int readers, int page) throws Exception {
    boolean isOpenSearch = http.call("GET", "/", "").contains("opensearch");
    String moment =
        isOpenSearch
            ? http.call("POST", "/" + index + "/_search/point_in_time?keep_alive=5m", "")
            : http.call("POST", "/" + index + "/_pit?keep_alive=5m", "");
    String id = text(moment, isOpenSearch ? "\"pit_id\":\"" : "\"id\":\"");
    List<Callable<Long>> slices = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      String slice = readers == 1 ? "" : "\"slice\":{\"id\":%d,\"max\":%d},".formatted(i, readers);
      slices.add(() -> readSlice(id, slice, page));
    }
    long bytes = BareHttp.together(slices);
    if (isOpenSearch) {
      http.call("DELETE", "/_search/point_in_time", "{\"pit_id\":[\"" + id + "\"]}");
    } else {
      http.call("DELETE", "/_pit", "{\"id\":\"" + id + "\"}");
    }
    System.out.println(bytes + " bytes");
  }

  private long readSlice(String pointInTime, String slice, int page)
      throws IOException, InterruptedException {
    String after = "";
    long bytes = 0;
    while (true) {
      String body =
          """
          {"size":%d,"sort":["_doc"],"track_total_hits":false,%s%s\
          "pit":{"id":"%s","keep_alive":"5m"}}"""
              .formatted(page, slice, after, pointInTime);
      byte[] answer = http.call("POST", "/_search", body.getBytes(UTF_8));
      bytes += answer.length;
      String end =
          new String(answer, Math.max(0, answer.length - 200), Math.min(200, answer.length), UTF_8);
      int sort = end.lastIndexOf("\"sort\":[");
      if (sort < 0) {
        return bytes;
      }
      after = "\"search_after\":[" + end.substring(sort + 8, end.indexOf(']', sort)) + "],";
    }
  }

  private void write(int connections, int size, Path file) throws Exception {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      List<Callable<Long>> senders = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        senders.add(() -> writeAll(in, size));
      }
      System.out.println(BareHttp.together(senders) + " bytes");
    }
    http.call("POST", "/" + index + "/_refresh", "");
  }

  private long writeAll(InputStream in, int size) throws IOException, InterruptedException {
    long bytes = 0;
    byte[] body = body(in, size);
    while (body.length > 0) {
      String path = "/" + index + "/_bulk?filter_path=errors";
      String answer = new String(http.call("POST", path, body), UTF_8);
      if (!answer.equals("{\"errors\":false}")) {
        throw new IOException(answer);
      }
      bytes += body.length;
      body = body(in, size);
    }
    return bytes;
  }

  /** The next bytes up to the end of a document. */
  private static byte[] body(InputStream in, int size) throws IOException {
    synchronized (in) {
      byte[] start = in.readNBytes(size);
      int lines = 0;
      for (byte one : start) {
        lines += one == '\n' ? 1 : 0;
      }
      boolean isWhole = start.length == 0 || (start[start.length - 1] == '\n' && lines % 2 == 0);
      java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream(size + 8_192);
      whole.write(start);
      while (!isWhole) {
        int one = in.read();
        if (one < 0) {
          break;
        }
        whole.write(one);
        lines += one == '\n' ? 1 : 0;
        isWhole = one == '\n' && lines % 2 == 0;
      }
      return whole.toByteArray();
    }
  }

  private static String text(String json, String before) {
    int start = json.indexOf(before) + before.length();
    return json.substring(start, json.indexOf('"', start));
  }
}
