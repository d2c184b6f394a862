package org.indexport.elastic;

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
 * Opens {@code http://USER:PASSWORD@HOST:9200/INDEXES} and the like: a cluster of Elasticsearch 7
 * or later, or of OpenSearch. Without a port it is 9200, and 443 for {@code https}. What follows
 * the host are names of indexes, with {@code *} for anything, separated by commas. Where {@code
 * http:} means something else as well, {@code elasticsearch+http:} and {@code opensearch+http:} are
 * the same.
 *
 * <p>Options for speaking to the server:
 *
 * <ul>
 *   <li>{@code user} and {@code password} – instead of those in the URI
 *   <li>{@code api-key} – {@code ID:KEY}, or its encoded form; {@code bearer-token} – a token
 *   <li>{@code password-file}, {@code api-key-file}, {@code bearer-token-file} – files whose first
 *       line is the secret
 *   <li>{@code headers} – a JSON object of headers that are sent with each request
 *   <li>{@code path-prefix} – the path that a proxy has the server under
 *   <li>{@code ca-file} – the authorities to trust, in PEM; {@code ca-fingerprint} – the SHA-256 of
 *       the authority's certificate, or of the server's; {@code insecure=true} – trust anybody
 *   <li>{@code client-certificate} and {@code client-key} – who we are, in PEM, with {@code
 *       client-key-password} if the key is encrypted; or {@code client-keystore} (PKCS#12) with
 *       {@code client-keystore-password}
 *   <li>{@code aws=sigv4} – sign each request for AWS; {@code aws-region}, {@code aws-service}
 *       ({@code es} or {@code aoss}), both as the host's name says otherwise; {@code
 *       aws-access-key-id}, {@code aws-secret-access-key} and {@code aws-session-token} (or {@code
 *       …-file}), or {@code aws-profile} and {@code aws-credentials-file}; without these, keys are
 *       taken from the environment, from the files that AWS's tools share, or are those of the role
 *       that the container or the machine has
 *   <li>{@code connect-timeout}, {@code timeout} – how long a connection, and silence, may take;
 *       ten seconds and two minutes
 *   <li>{@code retry-for} – how long a request is tried again when the server is overloaded, or
 *       does not answer; five minutes. All times are as in {@code 30s} or {@code 5m}
 *   <li>{@code compress=true} – gzip on the way, for slow networks
 * </ul>
 *
 * <p>Options for reading are those of {@link ElasticSource}, those for writing of {@link
 * ElasticIndexer}.
 */
public final class ElasticConnector implements EngineConnector {
  /** Creates the connector. */
  public ElasticConnector() {}

  @Override
  public Set<String> schemes() {
    return ElasticEndpoint.SCHEMES;
  }

  @Override
  public String summary() {
    return "http://HOST:9200/INDEXES – a cluster of Elasticsearch or OpenSearch";
  }

  @Override
  public String shown(String uri) {
    return ServerAddress.shown(uri);
  }

  @Override
  public Set<String> options() {
    Set<String> names = new HashSet<>(ElasticEndpoint.optionNames());
    names.addAll(ElasticSource.OPTIONS);
    names.addAll(ElasticIndexer.OPTIONS);
    return names;
  }

  /**
   * Opens a cluster for reading. Indexes are read as they are at this moment, as far as the engine
   * can do that.
   *
   * @throws DumpException if the URI or an option is not as described, the server is none of these
   *     engines, or no index is meant
   * @throws IOException if the server does not answer
   */
  @Override
  public EngineSource openSource(String uri, Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of("Elasticsearch and OpenSearch", options, options());
    return ElasticSource.open(Transport.to(ElasticEndpoint.of(uri, own)), own);
  }

  /**
   * Opens a cluster for loading.
   *
   * @throws DumpException if the URI or an option is not as described, or the server is none of
   *     these engines
   * @throws IOException if the server does not answer
   */
  @Override
  public Indexer openIndexer(String uri, Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of("Elasticsearch and OpenSearch", options, options());
    return ElasticIndexer.open(Transport.to(ElasticEndpoint.of(uri, own)), own);
  }
}
