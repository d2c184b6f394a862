package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * One connection that is kept, and as little else as possible: what the client needs of the
 * processors is not to be measured. One thread.
 */
final class SearchConnection implements Closeable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;

  SearchConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getByName("localhost"), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /** Sends a request and reads the answer to its end; any but a good one is a failure. */
  void get(String path) throws IOException {
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
    String status = line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(path + ": " + status);
    }
    long length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Long.parseLong(line.substring(LENGTH.length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException(path + ": an answer without a length");
    }
    in.skipNBytes(length);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server has closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
