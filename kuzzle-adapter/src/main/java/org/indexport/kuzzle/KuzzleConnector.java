package org.indexport.kuzzle;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.ServerAddress;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;

/**
 * Opens {@code kuzzle+http://USER:PASSWORD@HOST:7512/INDEX/COLLECTIONS} and the like: a Kuzzle 2,
 * by its HTTP API. Without a port it is 7512. What follows the host are names of collections, with
 * {@code *} for anything, separated by commas.
 *
 * <p>Options for speaking to the server:
 *
 * <ul>
 *   <li>{@code user} and {@code password} – who logs in (strategy {@code local}), instead of those
 *       in the URI; the login is renewed as long as it is needed. Without anybody it is {@code
 *       anonymous}
 *   <li>{@code api-key} – an API key; {@code token} – the token of a login, which is not renewed
 *   <li>{@code password-file}, {@code api-key-file}, {@code token-file} – files whose first line is
 *       the secret
 *   <li>{@code headers} – a JSON object of headers that are sent with each request
 *   <li>{@code path-prefix} – the path that a proxy has the server under
 *   <li>{@code ca-file} – the authorities to trust, in PEM; {@code ca-fingerprint} – the SHA-256 of
 *       the authority's certificate, or of the server's; {@code insecure=true} – trust anybody
 *   <li>{@code client-certificate} and {@code client-key} – who we are, in PEM; or {@code
 *       client-keystore} (PKCS#12) with {@code client-keystore-password}
 *   <li>{@code connect-timeout}, {@code timeout} – how long a connection, and silence, may take
 *   <li>{@code retry-for} – how long a request is tried again when the server is overloaded, or
 *       does not answer; all times as in {@code 30s} or {@code 5m}
 *   <li>{@code compress=true} – gzip on the way, for slow networks
 * </ul>
 *
 * <p>Options for reading are those of {@link KuzzleSource}, those for writing of {@link
 * KuzzleIndexer}.
 */
public final class KuzzleConnector implements EngineConnector {
  /** Creates the connector. */
  public KuzzleConnector() {}

  @Override
  public Set<String> schemes() {
    return KuzzleEndpoint.SCHEMES;
  }

  @Override
  public String summary() {
    return "kuzzle+http://HOST:7512/INDEX/COLLECTIONS – a Kuzzle";
  }

  @Override
  public String shown(String uri) {
    return ServerAddress.shown(uri);
  }

  @Override
  public Set<String> options() {
    Set<String> names = new HashSet<>(KuzzleEndpoint.optionNames());
    names.addAll(KuzzleSource.OPTIONS);
    names.addAll(KuzzleIndexer.OPTIONS);
    return names;
  }

  /**
   * Opens a Kuzzle for reading.
   *
   * @throws DumpException if the URI or an option is not as described, the server is no Kuzzle, the
   *     user may not read it, or no collection is meant
   * @throws IOException if the server does not answer
   */
  @Override
  public EngineSource openSource(String uri, Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of("Kuzzle", options, options());
    return KuzzleSource.open(KuzzleTransport.to(KuzzleEndpoint.of(uri, own)), own);
  }

  /**
   * Opens a Kuzzle for loading.
   *
   * @throws DumpException if the URI or an option is not as described, or the server is no Kuzzle
   * @throws IOException if the server does not answer
   */
  @Override
  public Indexer openIndexer(String uri, Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of("Kuzzle", options, options());
    return KuzzleIndexer.open(KuzzleTransport.to(KuzzleEndpoint.of(uri, own)), own);
  }
}
