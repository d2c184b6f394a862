package org.indexport.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The server that options and variables of kourou name.
 *
 * @param uri its URI, without secrets
 * @param options who we are to it
 */
record KuzzleAddress(String uri, Map<String, String> options) {
  private static final Set<String> NO = Set.of("", "false", "0");
  private static final String NOBODY = "anonymous";

  /**
   * Reads the options.
   *
   * @param environment variables of the process
   */
  static KuzzleAddress of(DropInArguments given, UnaryOperator<@Nullable String> environment) {
    String host = text(given, "host", environment, "KUZZLE_HOST", "localhost");
    String port = text(given, "port", environment, "KUZZLE_PORT", "7512");
    if (!port.matches("\\d{1,5}")) {
      throw new UsageException("--port: expected a number, found '%s'".formatted(port));
    }
    String variable = environment.apply("KUZZLE_SSL");
    boolean tls =
        given.isTrue("ssl")
            || (!given.isFalse("ssl") && variable != null && !NO.contains(variable));
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    String uri =
        "kuzzle+%s://%s:%s".formatted(tls ? "https" : "http", bare ? "[" + host + "]" : host, port);
    Map<String, String> options = new LinkedHashMap<>();
    String key = text(given, "api-key", environment, "KUZZLE_API_KEY", "");
    String user = text(given, "username", environment, "KUZZLE_USERNAME", NOBODY);
    if (!key.isEmpty()) {
      options.put("api-key", key);
    } else if (!user.equals(NOBODY)) {
      options.put("user", user);
      options.put("password", text(given, "password", environment, "KUZZLE_PASSWORD", "pass"));
    }
    return new KuzzleAddress(uri, options);
  }

  private static String text(
      DropInArguments given,
      String option,
      UnaryOperator<@Nullable String> environment,
      String variable,
      String otherwise) {
    String own = given.text(option);
    String other = own == null ? environment.apply(variable) : own;
    return other == null || other.isEmpty() ? otherwise : other;
  }

  /** The options with more of them. */
  Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putAll(more);
    return all;
  }

  /** Shows no secrets. */
  @Override
  public String toString() {
    return uri;
  }
}
