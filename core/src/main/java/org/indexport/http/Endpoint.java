package org.indexport.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.indexport.DumpException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is and how to speak to it. Its text shows no secret. Immutable.
 *
 * @param base scheme, host and port, and the path before all others; without user
 * @param pattern what the URI says after the host: names of indexes, or null
 * @param headers what is sent with each request
 * @param tls how to tell who the server is, or null for what the JDK trusts
 * @param connectTimeout how long making a connection may take
 * @param timeout how long the server may be silent
 * @param patience how long to try again
 * @param compression whether bodies are compressed on their way
 * @param signer proves with each request who asks, or null where nothing is to be signed
 */
public record Endpoint(
    String base,
    @Nullable String pattern,
    Map<String, String> headers,
    @Nullable SSLContext tls,
    Duration connectTimeout,
    Duration timeout,
    Patience patience,
    Compression compression,
    @Nullable RequestSigner signer) {
  private static final String HEADERS = "headers";
  private static final String PREFIX = "path-prefix";
  private static final String CONNECT_TIMEOUT = "connect-timeout";
  private static final String TIMEOUT = "timeout";
  private static final String RETRY_FOR = "retry-for";
  private static final String COMPRESS = "compress";

  /** Whether bodies are compressed on their way. */
  public enum Compression {
    /** They are not: best where the network is fast. */
    NONE,
    /** With gzip. */
    GZIP
  }

  /** The names of the options that say how to speak to a server, whoever one is. */
  public static Set<String> optionNames() {
    Set<String> names = new HashSet<>(Tls.OPTIONS);
    names.addAll(List.of(HEADERS, PREFIX, CONNECT_TIMEOUT, TIMEOUT, RETRY_FOR, COMPRESS));
    return names;
  }

  /**
   * Takes an address and the options.
   *
   * @param port the port when the address has none
   * @throws DumpException if an option is not as described
   * @throws IOException if a file that an option names cannot be read
   */
  public static Endpoint of(ServerAddress address, int port, ConnectorOptions options)
      throws IOException {
    String base =
        "%s://%s:%d%s"
            .formatted(
                address.scheme(),
                address.host(),
                address.port() < 0 ? port : address.port(),
                prefix(options));
    SSLContext tls = Tls.context(options);
    if (tls != null && address.scheme().equals("http")) {
      throw new DumpException(base + ": options of TLS are given, but the URI starts with http:");
    }
    return new Endpoint(
        base,
        address.names(),
        headers(options),
        tls,
        options.duration(CONNECT_TIMEOUT, Duration.ofSeconds(10)),
        options.duration(TIMEOUT, Duration.ofMinutes(2)),
        Patience.DEFAULT.withTotal(options.duration(RETRY_FOR, Patience.DEFAULT.total())),
        options.isTrue(COMPRESS) ? Compression.GZIP : Compression.NONE,
        null);
  }

  /** Copies the map. */
  public Endpoint {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The same server, asked with another patience. */
  public Endpoint with(Patience other) {
    return new Endpoint(
        base, pattern, headers, tls, connectTimeout, timeout, other, compression, signer);
  }

  /** The same server, asked with one more header. */
  public Endpoint withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Endpoint(
        base, pattern, more, tls, connectTimeout, timeout, patience, compression, signer);
  }

  /** The same server, asked with requests that are signed. */
  public Endpoint withSigner(RequestSigner other) {
    return new Endpoint(
        base, pattern, headers, tls, connectTimeout, timeout, patience, compression, other);
  }

  private static String prefix(ConnectorOptions options) throws DumpException {
    String prefix = options.text(PREFIX);
    if (prefix == null) {
      return "";
    }
    String bare = prefix.replaceFirst("^/+", "").replaceFirst("/+$", "");
    try {
      String path = bare.isEmpty() ? "" : "/" + bare;
      return path.equals(new URI("http://h" + path).getRawPath()) ? path : refusedPrefix(prefix);
    } catch (URISyntaxException e) {
      return refusedPrefix(prefix);
    }
  }

  private static String refusedPrefix(String prefix) throws DumpException {
    throw new DumpException(
        "option %s: expected a path such as /search, with special characters as %%XX, found %s"
            .formatted(PREFIX, prefix));
  }

  private static Map<String, String> headers(ConnectorOptions options) throws DumpException {
    Map<String, String> headers = new LinkedHashMap<>();
    String text = options.text(HEADERS);
    if (text == null) {
      return headers;
    }
    try {
      JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 2);
      for (String name : json.names()) {
        String value = json.string(name);
        headers.put(name, value == null ? "" : value);
      }
      return headers;
    } catch (MalformedJsonException e) {
      // The text may hold secrets.
      throw new DumpException(
          "option %s: expected a JSON object of texts, such as {\"X-Opaque-Id\":\"dump\"}"
              .formatted(HEADERS));
    }
  }

  /** The server, without secrets. */
  @Override
  public String toString() {
    return base;
  }
}
