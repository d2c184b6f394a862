package org.indexport.elastic;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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
 */
record Endpoint(
    String base,
    @Nullable String pattern,
    Map<String, String> headers,
    @Nullable SSLContext tls,
    Duration connectTimeout,
    Duration timeout,
    Patience patience,
    Compression compression) {
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String API_KEY = "api-key";
  private static final String BEARER = "bearer-token";
  private static final String HEADERS = "headers";
  private static final String PREFIX = "path-prefix";
  private static final String CONNECT_TIMEOUT = "connect-timeout";
  private static final String TIMEOUT = "timeout";
  private static final String RETRY_FOR = "retry-for";
  private static final String COMPRESS = "compress";

  /** The schemes that URIs may have. */
  static final Set<String> SCHEMES =
      Set.of(
          "http",
          "https",
          "elasticsearch+http",
          "elasticsearch+https",
          "opensearch+http",
          "opensearch+https");

  /** Whether bodies are compressed on their way. */
  enum Compression {
    /** They are not: best where the network is fast. */
    NONE,
    /** With gzip. */
    GZIP
  }

  /** The names of the options that say how to speak to a server. */
  static Set<String> optionNames() {
    Set<String> names = new java.util.HashSet<>(Tls.OPTIONS);
    names.addAll(
        List.of(
            USER,
            PASSWORD,
            PASSWORD + "-file",
            API_KEY,
            API_KEY + "-file",
            BEARER,
            BEARER + "-file",
            HEADERS,
            PREFIX,
            CONNECT_TIMEOUT,
            TIMEOUT,
            RETRY_FOR,
            COMPRESS));
    return names;
  }

  /**
   * Reads a URI such as {@code https://user:password@host:9200/logs-*} and the options.
   *
   * @throws DumpException if either is not as described
   * @throws IOException if a file that an option names cannot be read
   */
  static Endpoint of(String text, ElasticOptions options) throws IOException {
    URI uri = parse(text);
    String scheme = uri.getScheme().substring(uri.getScheme().indexOf('+') + 1);
    String host = uri.getHost();
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 9200;
    String base = scheme + "://" + host + ":" + port + prefix(options);
    SSLContext tls = Tls.context(options);
    if (tls != null && scheme.equals("http")) {
      throw new DumpException(base + ": options of TLS are given, but the URI starts with http:");
    }
    Map<String, String> headers = headers(options);
    String authorization = authorization(uri, options);
    if (authorization != null) {
      headers.put("Authorization", authorization);
    }
    return new Endpoint(
        base,
        pattern(uri, base),
        headers,
        tls,
        options.duration(CONNECT_TIMEOUT, Duration.ofSeconds(10)),
        options.duration(TIMEOUT, Duration.ofMinutes(2)),
        Patience.DEFAULT.withTotal(options.duration(RETRY_FOR, Patience.DEFAULT.total())),
        options.isTrue(COMPRESS) ? Compression.GZIP : Compression.NONE);
  }

  /** Copies the map. */
  Endpoint {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The same server, asked with another patience. */
  Endpoint with(Patience other) {
    return new Endpoint(base, pattern, headers, tls, connectTimeout, timeout, other, compression);
  }

  /** A URI without user and password, for messages; the same text if there is none in it. */
  static String shown(String uri) {
    int start = uri.indexOf("://");
    int end = start < 0 ? -1 : uri.indexOf('/', start + 3);
    int at = start < 0 ? -1 : uri.lastIndexOf('@', end < 0 ? uri.length() : end);
    return at < start + 3 ? uri : uri.substring(0, start + 3) + uri.substring(at + 1);
  }

  private static URI parse(String text) throws DumpException {
    String expected =
        shown(text) + ": expected http://HOST:9200 or https://HOST:9200/INDEXES, as in";
    try {
      // Patterns hold stars and the like, which are no part of a URI's grammar.
      URI uri = new URI(text.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20"));
      if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
        throw new DumpException(
            expected
                + " https://search.example.org:9200/logs-*; escape special characters"
                + " of the user and the password as %XX");
      }
      if (uri.getQuery() != null || uri.getFragment() != null) {
        throw new DumpException(expected + " https://host:9200/logs-*, and nothing after it");
      }
      return uri;
    } catch (URISyntaxException e) {
      // The exception's own text shows all of the URI.
      throw new DumpException(
          expected + " https://search.example.org:9200/logs-*; " + e.getReason());
    }
  }

  private static String prefix(ElasticOptions options) {
    String prefix = options.text(PREFIX);
    if (prefix == null) {
      return "";
    }
    String bare = prefix.replaceFirst("^/+", "").replaceFirst("/+$", "");
    return bare.isEmpty() ? "" : "/" + bare;
  }

  private static @Nullable String pattern(URI uri, String base) throws DumpException {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String pattern = path.replaceFirst("^/+", "").replaceFirst("/+$", "");
    if (pattern.indexOf('/') >= 0) {
      throw new DumpException(
          "%s: expected names of indexes after the host, found %s; what the server itself is behind goes to option %s"
              .formatted(base, pattern, PREFIX));
    }
    return pattern.isEmpty() ? null : pattern;
  }

  private static Map<String, String> headers(ElasticOptions options) throws DumpException {
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

  private static @Nullable String authorization(URI uri, ElasticOptions options)
      throws IOException {
    List<String> found = new ArrayList<>();
    String basic = basic(uri, options);
    if (basic != null) {
      found.add("Basic " + base64(basic));
    }
    String apiKey = options.secret(API_KEY);
    if (apiKey != null) {
      // Given as id:key, or encoded already.
      found.add("ApiKey " + (apiKey.indexOf(':') < 0 ? apiKey : base64(apiKey)));
    }
    String bearer = options.secret(BEARER);
    if (bearer != null) {
      found.add("Bearer " + bearer);
    }
    if (found.size() > 1) {
      throw new DumpException(
          "give one of: a user and password, option %s, option %s".formatted(API_KEY, BEARER));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static @Nullable String basic(URI uri, ElasticOptions options) throws IOException {
    String info = uri.getRawUserInfo();
    String user = options.text(USER);
    String password = options.secret(PASSWORD);
    if (info != null && !info.isEmpty()) {
      int colon = info.indexOf(':');
      user = user == null ? decoded(colon < 0 ? info : info.substring(0, colon)) : user;
      if (password == null && colon >= 0) {
        password = decoded(info.substring(colon + 1));
      }
    }
    if (user == null && password == null) {
      return null;
    }
    if (user == null || password == null) {
      throw new DumpException("a user and a password are given together, or none of them");
    }
    return user + ":" + password;
  }

  private static String decoded(String text) throws DumpException {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new DumpException("the user or the password of the URI is escaped badly");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The server, without secrets. */
  @Override
  public String toString() {
    return base;
  }
}
