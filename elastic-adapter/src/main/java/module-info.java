import org.indexport.elastic.ElasticConnector;
import org.indexport.spi.EngineConnector;
import org.jspecify.annotations.NullMarked;

/** Live Elasticsearch and OpenSearch clusters as the source and as the target of dumps. */
@NullMarked
module org.indexport.elastic {
  requires java.net.http;
  requires transitive org.indexport;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports org.indexport.elastic;

  provides EngineConnector with
      ElasticConnector;
}
