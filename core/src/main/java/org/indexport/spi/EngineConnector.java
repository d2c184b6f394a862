package org.indexport.spi;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.EngineVersion;

/**
 * Opens live engines by URI, such as {@code lucene:DIR}. Implementations are stateless, have a
 * public no-argument constructor and are listed in {@code module-info} and {@code
 * META-INF/services}.
 */
public interface EngineConnector {
  /** The URI schemes, without colon, that this connector answers to. */
  Set<String> schemes();

  /** One line for people: what the engine is. */
  String summary();

  /** A URI as it may be shown to anybody: without user, password and the like. */
  default String shown(String uri) {
    return uri;
  }

  /** The names that options may have here. */
  default Set<String> options() {
    return Set.of();
  }

  /**
   * Opens an engine for reading. The caller closes it.
   *
   * @param uri the whole URI, scheme included
   * @param options the connector's own options by name
   * @throws IOException if it cannot be reached or read
   */
  EngineSource openSource(String uri, Map<String, String> options) throws IOException;

  /**
   * Opens an engine for loading. The caller closes it.
   *
   * @param uri the whole URI, scheme included
   * @param options the connector's own options by name
   * @throws IOException if it cannot be reached or written
   */
  Indexer openIndexer(String uri, Map<String, String> options) throws IOException;

  /**
   * Prepares to copy the files of an engine.
   *
   * @param uri the whole URI, scheme included
   * @param options the connector's own options by name
   * @throws DumpException if the engine's files cannot be copied at all; dumps are the way then
   * @throws IOException if it cannot be reached or read
   */
  default SnapshotSource openSnapshotSource(String uri, Map<String, String> options)
      throws IOException {
    throw new DumpException(shown(uri) + ": this engine has no snapshots; take a dump instead");
  }

  /**
   * The engine and version whose files this connector can use, so that snapshots of others are
   * refused; empty where there are no snapshots.
   */
  default Optional<EngineVersion> engineVersion() {
    return Optional.empty();
  }
}
