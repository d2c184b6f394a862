package org.indexport.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * A URI of a server, taken apart: {@code SCHEME://USER:PASSWORD@HOST:PORT/NAMES}. Its text shows no
 * secret. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host's name
 * @param port the port, or -1 when the URI has none
 * @param names what follows the host, without the slashes around it, or null
 * @param userInfo user and password as the URI has them, or null
 */
public record ServerAddress(
    String scheme, String host, int port, @Nullable String names, @Nullable String userInfo) {
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final int LAST_PORT = 65_535;

  /** What is before the first slash, where that is one of a password: no port is like this. */
  private static final Pattern CUT_PASSWORD = Pattern.compile("[^\\[\\]:]*:.*\\D.*");

  /** The names of the options that say who the user is. */
  public static final Set<String> OPTIONS = Set.of(USER, PASSWORD, PASSWORD + "-file");

  /**
   * Somebody the server knows. Its text shows no password.
   *
   * @param name the name
   * @param password the password
   */
  public record User(String name, String password) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Reads a URI.
   *
   * @param schemes the schemes that it may have; {@code http} or {@code https} must stand alone or
   *     after a plus
   * @param forms what URIs look like here, for messages
   * @param example one with names, for messages
   * @throws DumpException if it is not as described
   */
  public static ServerAddress parse(String text, Set<String> schemes, String forms, String example)
      throws DumpException {
    String expected = "%s: expected %s, as in".formatted(shown(text), forms);
    try {
      // Patterns hold stars and the like, which are no part of a URI's grammar.
      URI uri = new URI(escaped(text));
      if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
        throw new DumpException(
            "%s %s; escape special characters of the user and the password as %%XX"
                .formatted(expected, example));
      }
      if (uri.getQuery() != null || uri.getFragment() != null) {
        throw new DumpException("%s %s, and nothing after it".formatted(expected, example));
      }
      if (uri.getPort() > LAST_PORT) {
        throw new DumpException(
            "%s %s, with a port of at most %d".formatted(expected, example, LAST_PORT));
      }
      String path = uri.getPath() == null ? "" : uri.getPath();
      String names = path.replaceFirst("^/+", "").replaceFirst("/+$", "");
      return new ServerAddress(
          uri.getScheme().substring(uri.getScheme().indexOf('+') + 1),
          uri.getHost(),
          uri.getPort(),
          names.isEmpty() ? null : names,
          uri.getRawUserInfo());
    } catch (URISyntaxException e) {
      // The exception's own text shows all of the URI.
      throw new DumpException("%s %s; %s".formatted(expected, example, e.getReason()));
    }
  }

  private static String escaped(String text) {
    return text.replace("<", "%3C")
        .replace(">", "%3E")
        .replace("{", "%7B")
        .replace("}", "%7D")
        .replace(" ", "%20");
  }

  /**
   * A URI without user and password, for messages; the same text if there is none in it. A password
   * with a slash that should be escaped is one, too.
   */
  public static String shown(String uri) {
    int start = uri.indexOf("://") + 3;
    if (start < 3) {
      return uri;
    }
    int slash = uri.indexOf('/', start);
    String authority = slash < 0 ? uri.substring(start) : uri.substring(start, slash);
    boolean isWhole = authority.indexOf('@') >= 0 || !CUT_PASSWORD.matcher(authority).matches();
    int at = isWhole ? start + authority.lastIndexOf('@') : uri.lastIndexOf('@');
    return at < start ? uri : uri.substring(0, start) + uri.substring(at + 1);
  }

  /**
   * Who the options or the URI say that we are, or null when neither does. Options come first.
   *
   * @throws DumpException if there is a user without a password, or a password without a user
   * @throws IOException if the file that an option names cannot be read
   */
  public @Nullable User user(ConnectorOptions options) throws IOException {
    String name = options.text(USER);
    String password = options.secret(PASSWORD);
    if (userInfo != null && !userInfo.isEmpty()) {
      int colon = userInfo.indexOf(':');
      name = name == null ? decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)) : name;
      if (password == null && colon >= 0) {
        password = decoded(userInfo.substring(colon + 1));
      }
    }
    if (name == null && password == null) {
      return null;
    }
    if (name == null || password == null) {
      throw new DumpException("a user and a password are given together, or none of them");
    }
    return new User(name, password);
  }

  private static String decoded(String text) throws DumpException {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new DumpException("the user or the password of the URI is escaped badly");
    }
  }

  /** The server, without secrets. */
  @Override
  public String toString() {
    return scheme + "://" + host + (port < 0 ? "" : ":" + port);
  }
}
