import org.indexport.elastic.ElasticConnector;
import org.indexport.elastic.KuzzleBackupConnector;
import org.indexport.spi.EngineConnector;
import org.jspecify.annotations.NullMarked;

/** Live Elasticsearch and OpenSearch clusters as the source and as the target of dumps. */
@NullMarked
// The signer's library has names for its modules, but no descriptors.
@SuppressWarnings("requires-automatic")
module org.indexport.elastic {
  requires java.net.http;
  requires transitive org.indexport;
  requires org.indexport.dialects;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.auth.aws;
  requires software.amazon.awssdk.http.auth.spi;
  requires software.amazon.awssdk.identity.spi;

  exports org.indexport.elastic;

  provides EngineConnector with
      ElasticConnector,
      KuzzleBackupConnector;
}
