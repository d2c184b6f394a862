package org.indexport.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server of HTTP/1.1 on the loopback interface, for stand-ins of search servers; it can also
 * break off, fall silent and cut bodies short. To be closed. Thread-safe.
 */
public final class TinyHttpServer implements Closeable {
  /** Answers requests; any thread. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a request.
     *
     * @throws IOException to have the connection closed instead
     */
    Reply answer(Request request) throws IOException;
  }

  /**
   * A request.
   *
   * @param method the method
   * @param path the path, escaped, without the parameters
   * @param parameters the parameters of the URL, plain; those without a value are empty
   * @param headers by their names in lower case
   * @param body the body, as if it were text
   * @param digest the SHA-256 of the body's bytes
   */
  public record Request(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      String body,
      String digest) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** What goes wrong with an answer. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The connection is closed instead. */
    DROPPED,
    /** It is closed after half of the body. */
    CUT,
    /** The body is cut in half, and said to be whole. */
    SHORTENED,
    /** After half of the body nothing more comes. */
    STALLED
  }

  /**
   * An answer.
   *
   * @param status the status
   * @param body the body, which is JSON
   * @param headers further headers
   * @param fault what goes wrong with it
   */
  public record Reply(int status, String body, Map<String, String> headers, Fault fault) {
    /** An answer that comes as it should. */
    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of(), Fault.NONE);
    }

    /** The same with a fault. */
    public Reply with(Fault other) {
      return new Reply(status, body, headers, other);
    }

    /** The same with a header. */
    public Reply with(String name, String value) {
      return new Reply(status, body, Map.of(name, value), fault);
    }
  }

  private final ServerSocket server;
  private final Handler handler;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, @Nullable String> refusal = request -> null;

  /**
   * Starts on a free port.
   *
   * @throws IOException if there is none
   */
  public TinyHttpServer(Handler handler) throws IOException {
    this.handler = handler;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tiny-http");
    thread.setDaemon(true);
    thread.start();
  }

  /** The address. */
  public String uri() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  /** All requests so far. */
  public List<Request> requests() {
    return requests;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        if (server.isClosed()) {
          // Closing may have passed this one over.
          socket.close();
          return;
        }
        connections.incrementAndGet();
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (Request request; (request = read(in)) != null; ) {
        requests.add(request);
        if (!write(out, request, answer(request))) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone away.
    } finally {
      sockets.remove(socket);
    }
  }

  /**
   * From now on refuses what somebody refuses.
   *
   * @param refusals tells what is wrong with a request, or null when nothing is
   */
  public void refuse(Function<Request, @Nullable String> refusals) {
    refusal = refusals;
  }

  private Reply answer(Request request) throws IOException {
    String problem = refusal.apply(request);
    return problem == null
        ? handler.answer(request)
        : Reply.of(403, "{\"message\":\"" + problem + "\"}");
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    String header = line(in);
    while (!header.isEmpty()) {
      lines.add(header);
      header = line(in);
    }
    if (lines.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    String[] first = lines.get(0).split(" ", -1);
    int query = first[1].indexOf('?');
    String path = query < 0 ? first[1] : first[1].substring(0, query);
    Map<String, String> parameters = new HashMap<>();
    if (query >= 0) {
      for (String pair : first[1].substring(query + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        parameters.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return new Request(first[0], path, parameters, headers, new String(body, UTF_8), digest(body));
  }

  /** The SHA-256 of bytes in hexadecimal digits. */
  public static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c; (c = in.read()) >= 0 && c != '\n'; ) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Answers; false when the connection is to be closed. */
  private static boolean write(OutputStream out, Request request, Reply reply) throws IOException {
    if (reply.fault == Fault.DROPPED) {
      return false;
    }
    byte[] body = reply.body.getBytes(UTF_8);
    int said = reply.fault == Fault.SHORTENED ? body.length / 2 : body.length;
    int sent = reply.fault == Fault.NONE ? body.length : body.length / 2;
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status + " X\r\n");
    reply.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Type: application/json\r\nContent-Length: " + said + "\r\n\r\n");
    out.write(head.toString().getBytes(ISO_8859_1));
    if (!request.method.equals("HEAD")) {
      out.write(body, 0, sent);
    }
    out.flush();
    if (reply.fault == Fault.STALLED) {
      try {
        Thread.sleep(30_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return reply.fault == Fault.NONE || reply.fault == Fault.SHORTENED;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
