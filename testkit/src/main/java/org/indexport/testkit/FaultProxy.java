package org.indexport.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lies between a client and a server of HTTP/1.1, and does harm to what passes. One request a
 * connection. To be closed. Thread-safe.
 */
public final class FaultProxy implements Closeable {
  /** What goes wrong. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The request does not reach the server; the connection is closed. */
    UNSENT,
    /** The server does it; the connection is closed instead of an answer. */
    UNANSWERED,
    /** The server does it; half of its answer comes. */
    CUT,
    /** The server does it; half of its answer comes and is said to be whole. */
    SHORTENED,
    /** The server does it; half of its answer comes, and then nothing. */
    STALLED,
    /** The server does it; its answer comes later than anybody waits. */
    LATE,
    /** The server does it; a gateway says that it did not answer. */
    BAD_GATEWAY,
    /** The server does it; a gateway says that it took too long. */
    GATEWAY_TIMEOUT,
    /** 429 with Retry-After. */
    BUSY,
    /** 503 in HTML. */
    UNAVAILABLE,
    /** 413 in HTML. */
    TOO_LARGE,
    /** A circuit breaker that closes again. */
    BREAKER
  }

  /** Says what goes wrong; any thread. */
  @FunctionalInterface
  public interface Plan {
    /**
     * Decides on one request.
     *
     * @param method the method
     * @param path the path, escaped, without the parameters
     * @param number how many requests there were before
     */
    Fault of(String method, String path, int number);
  }

  /** What clients ask first: who the server is. */
  private static final Set<String> FIRST = Set.of("/", "/_serverInfo");

  /** How the paths of requests end that may be too large, or whose answers may be. */
  private static final Set<String> LARGE = Set.of("_search", "_bulk", "_mWrite");

  private static final String HTML =
      "<html><head><title>Sorry</title></head><body><h1>%d</h1></body></html>";
  private static final String BREAKER =
      "{\"error\":{\"root_cause\":[{\"type\":\"circuit_breaking_exception\",\"reason\":\"[parent] Data too large\",\"bytes_wanted\":1,\"bytes_limit\":0,\"durability\":\"TRANSIENT\"}],\"type\":\"circuit_breaking_exception\",\"reason\":\"[parent] Data too large\",\"durability\":\"TRANSIENT\"},\"status\":429}";

  private final URI server;
  private final long tooLateMillis;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private volatile Plan plan;

  /**
   * Starts.
   *
   * @param server where requests go to
   * @param tooLateMillis longer than clients wait
   * @param plan what goes wrong
   * @throws IOException if there is no free port
   */
  public FaultProxy(String server, long tooLateMillis, Plan plan) throws IOException {
    this.server = URI.create(server);
    this.tooLateMillis = tooLateMillis;
    this.plan = plan;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /**
   * Each request fails by chance; the same requests in the same order fail in the same way. What is
   * asked first, who the server is, always passes.
   *
   * @param seed what the chance depends on
   * @param perMille how many of a thousand
   * @param kinds the ways, one after the other chosen by chance
   */
  public static Plan random(long seed, int perMille, List<Fault> kinds) {
    return (method, path, number) -> {
      Random random = new Random(seed * 1_000_003 + number);
      random.nextInt();
      boolean fails = random.nextInt(1_000) < perMille && !FIRST.contains(path);
      Fault fault = fails ? kinds.get(random.nextInt(kinds.size())) : Fault.NONE;
      boolean mayBeLarge = LARGE.stream().anyMatch(path::endsWith);
      return fault == Fault.TOO_LARGE && !mayBeLarge ? Fault.BUSY : fault;
    };
  }

  /** Nothing goes wrong. */
  public static Plan passing() {
    return (method, path, number) -> Fault.NONE;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** The address that clients are given. */
  public String uri() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Changes what goes wrong. */
  public void plan(Plan other) {
    plan = other;
  }

  /** How many requests were harmed. */
  public int faults() {
    return faults.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      byte[] request = request(new BufferedInputStream(socket.getInputStream(), 64 << 10));
      if (request == null) {
        return;
      }
      String[] first =
          new String(request, 0, Math.min(500, request.length), ISO_8859_1).split(" ", 3);
      String path = first[1].replaceFirst("\\?.*", "");
      Fault fault = plan.of(first[0], path, requests.getAndIncrement());
      if (fault != Fault.NONE) {
        faults.incrementAndGet();
      }
      serve(socket.getOutputStream(), request, fault);
    } catch (IOException e) {
      // The client or the server has gone away.
    } finally {
      sockets.remove(socket);
    }
  }

  private void serve(OutputStream out, byte[] request, Fault fault) throws IOException {
    switch (fault) {
      case UNSENT -> {}
      case BUSY -> reply(out, 429, "Retry-After: 0\r\n", "{\"error\":\"too many requests\"}");
      case UNAVAILABLE -> reply(out, 503, "", HTML.formatted(503));
      case TOO_LARGE -> reply(out, 413, "", HTML.formatted(413));
      case BREAKER -> reply(out, 429, "", BREAKER);
      default -> harm(out, answer(request), fault);
    }
  }

  private void harm(OutputStream out, byte[] answer, Fault fault) throws IOException {
    int body = endOfHead(answer);
    int half = body + (answer.length - body) / 2;
    switch (fault) {
      case CUT -> out.write(answer, 0, half);
      case SHORTENED -> {
        String head = new String(answer, 0, body, ISO_8859_1);
        out.write(
            head.replaceFirst("(?i)content-length: \\d+", "Content-Length: " + (half - body))
                .getBytes(ISO_8859_1));
        out.write(answer, body, half - body);
      }
      case STALLED -> {
        out.write(answer, 0, half);
        out.flush();
        pause();
      }
      case LATE -> pause();
      case BAD_GATEWAY -> reply(out, 502, "", HTML.formatted(502));
      case GATEWAY_TIMEOUT -> reply(out, 504, "", HTML.formatted(504));
      case NONE -> out.write(answer);
      default -> {}
    }
    out.flush();
  }

  private void pause() {
    try {
      Thread.sleep(tooLateMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reply(OutputStream out, int status, String headers, String body)
      throws IOException {
    out.write(
        "HTTP/1.1 %d X\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, headers, body.length(), body)
            .getBytes(ISO_8859_1));
    out.flush();
  }

  /** A whole request, which asks the server to close the connection after its answer. */
  private static byte @Nullable [] request(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String line = line(in);
    if (line.isEmpty()) {
      return null;
    }
    all.write((line + "\r\nConnection: close\r\n").getBytes(ISO_8859_1));
    int length = 0;
    boolean chunked = false;
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
      if (!lower.startsWith("connection:")) {
        all.write((line + "\r\n").getBytes(ISO_8859_1));
      }
    }
    all.write("\r\n".getBytes(ISO_8859_1));
    while (chunked) {
      String size = line(in);
      int bytes = Integer.parseInt(size.strip(), 16);
      all.write((size + "\r\n").getBytes(ISO_8859_1));
      all.write(in.readNBytes(bytes + 2));
      chunked = bytes > 0;
    }
    all.write(in.readNBytes(length));
    return all.toByteArray();
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

  private byte[] answer(byte[] request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      int length = -1;
      String line;
      do {
        line = line(in);
        all.write((line + "\r\n").getBytes(ISO_8859_1));
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).strip());
        }
      } while (!line.isEmpty());
      boolean hasBody = !new String(request, 0, 5, ISO_8859_1).equals("HEAD ");
      // Some servers keep the connection all the same.
      all.write(length < 0 || !hasBody ? in.readAllBytes() : in.readNBytes(length));
      return all.toByteArray();
    }
  }

  private static int endOfHead(byte[] answer) {
    for (int i = 3; i < answer.length; i++) {
      if (answer[i] == '\n' && answer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return answer.length;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
