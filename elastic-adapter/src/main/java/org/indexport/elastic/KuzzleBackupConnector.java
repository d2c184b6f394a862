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
 * Opens {@code kuzzle+elasticsearch://USER:PASSWORD@HOST:9200}: the Elasticsearch below a Kuzzle,
 * for a complete backup of the Kuzzle and for its restore. {@code kuzzle+elasticsearch+https:} is
 * the same over TLS. Users, passwords and API keys are Elasticsearch's.
 *
 * <p>Every collection is an index of the dump: public ones as {@code library/books}, those of
 * Kuzzle as {@code %kuzzle/users}, those of plugins as {@code %plugin-NAME/things}, and what marks
 * an index of Kuzzle as {@code library/_kuzzle_keep}. All but the first are {@linkplain
 * org.indexport.IndexInfo#isInternal() internal}: other engines get them only when they are named.
 * The configuration, API keys and all that plugins keep are {@linkplain
 * org.indexport.IndexInfo#isSensitive() secret}. The index of Elasticsearch that each came from,
 * and the aliases by which Kuzzle finds it, are noted beside it; settings, mappings, other aliases
 * and documents are as Elasticsearch has them.
 *
 * <p>Restoring makes these indexes again, with the same names and aliases, in a cluster that holds
 * nothing of a Kuzzle; where it does, that has to be appended to or replaced. A collection that is
 * renamed gets the index that Kuzzle would give it. Dumps of anything else are refused. Kuzzle is
 * to be stopped for it, and afterwards its Redis emptied: {@link Indexer#notices} says so. Both
 * directions warn where a Kuzzle seems to be running: one whose address is given answers, or the
 * cluster has connections of one open, which an idle Kuzzle on Elasticsearch 8 has not.
 *
 * <p>Option {@code kuzzle} is the address of Kuzzle itself, such as {@code http://localhost:7512},
 * to see whether it runs. Options for speaking to the server are those of {@link ElasticConnector};
 * for reading there are {@code keep-alive} and {@code slices} of {@link ElasticSource}, for
 * restoring {@code connections}, {@code bulk-bytes}, {@code replicas} and {@code shards} of {@link
 * ElasticIndexer}.
 */
public final class KuzzleBackupConnector implements EngineConnector {
  private static final String SCHEME = "kuzzle+elasticsearch";
  private static final String TLS = "kuzzle+elasticsearch+https";
  private static final String ENGINE = "the Elasticsearch of a Kuzzle";

  /** Creates the connector. */
  public KuzzleBackupConnector() {}

  @Override
  public Set<String> schemes() {
    return Set.of(SCHEME, SCHEME + "+http", TLS);
  }

  @Override
  public String summary() {
    return SCHEME + "://HOST:9200 – the Elasticsearch below a Kuzzle, for complete backups";
  }

  @Override
  public String shown(String uri) {
    return ServerAddress.shown(uri);
  }

  @Override
  public Set<String> options() {
    Set<String> names = new HashSet<>(ElasticEndpoint.optionNames());
    names.addAll(KuzzleBackupSource.OPTIONS);
    names.addAll(KuzzleBackupIndexer.OPTIONS);
    return names;
  }

  /**
   * Opens the Elasticsearch of a Kuzzle for reading. Collections are read as they are at this
   * moment, as far as the engine can do that.
   *
   * @throws DumpException if the URI or an option is not as described, the server is no
   *     Elasticsearch, or nothing of a Kuzzle is there
   * @throws IOException if the server does not answer
   */
  @Override
  public EngineSource openSource(String uri, Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of(ENGINE, options, options());
    return KuzzleBackupSource.open(transport(uri, own), own);
  }

  /**
   * Opens an Elasticsearch that a Kuzzle is to be restored into.
   *
   * @throws DumpException if the URI or an option is not as described, or the server is no
   *     Elasticsearch
   * @throws IOException if the server does not answer
   */
  @Override
  public Indexer openIndexer(String uri, Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of(ENGINE, options, options());
    return KuzzleBackupIndexer.open(transport(uri, own), own);
  }

  private static Transport transport(String uri, ConnectorOptions options) throws IOException {
    String shown = ServerAddress.shown(uri);
    int start = shown.indexOf("://");
    int slash = start < 0 ? -1 : shown.indexOf('/', start + 3);
    if (slash >= 0 && slash < shown.length() - 1) {
      throw new DumpException(
          "%s: expected nothing after the host, found %s; a part of a Kuzzle is selected by names such as library/books"
              .formatted(shown, shown.substring(slash + 1)));
    }
    int colon = uri.indexOf(':');
    String protocol = uri.substring(0, colon).equals(TLS) ? "https" : "http";
    return Transport.to(ElasticEndpoint.of(protocol + uri.substring(colon), options));
  }
}
