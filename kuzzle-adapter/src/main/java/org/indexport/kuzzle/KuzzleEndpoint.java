package org.indexport.kuzzle;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a Kuzzle is, and who we are to it.
 *
 * @param endpoint where it is
 * @param user who logs in, or null
 * @param token an API key or the token of a login, or null
 */
record KuzzleEndpoint(
    Endpoint endpoint, ServerAddress.@Nullable User user, @Nullable String token) {
  private static final String API_KEY = "api-key";
  private static final String TOKEN = "token";
  private static final int PORT = 7_512;

  /** The schemes that URIs may have. */
  static final Set<String> SCHEMES = Set.of("kuzzle+http", "kuzzle+https");

  /** The names of the options that say how to speak to a server. */
  static Set<String> optionNames() {
    Set<String> names = new HashSet<>(Endpoint.optionNames());
    names.addAll(ServerAddress.OPTIONS);
    names.addAll(List.of(API_KEY, API_KEY + "-file", TOKEN, TOKEN + "-file"));
    return names;
  }

  /**
   * Reads a URI such as {@code kuzzle+http://user:password@host:7512/library/*} and the options.
   *
   * @throws DumpException if either is not as described
   * @throws IOException if a file that an option names cannot be read
   */
  static KuzzleEndpoint of(String text, ConnectorOptions options) throws IOException {
    ServerAddress address =
        ServerAddress.parse(
            text,
            SCHEMES,
            "kuzzle+http://HOST:7512 or kuzzle+https://HOST:7512/INDEX/COLLECTIONS",
            "kuzzle+http://localhost:7512/nyc-open-data/*");
    Endpoint endpoint = Endpoint.of(address, PORT, options);
    ServerAddress.User user = address.user(options);
    String apiKey = options.secret(API_KEY);
    String token = options.secret(TOKEN);
    if ((user == null ? 0 : 1) + (apiKey == null ? 0 : 1) + (token == null ? 0 : 1) > 1) {
      throw new DumpException(
          "give one of: a user and password, option %s, option %s".formatted(API_KEY, TOKEN));
    }
    return new KuzzleEndpoint(endpoint, user, apiKey == null ? token : apiKey);
  }
}
