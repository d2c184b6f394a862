import org.indexport.kuzzle.KuzzleConnector;
import org.indexport.spi.EngineConnector;
import org.jspecify.annotations.NullMarked;

/** Live Kuzzle servers as the source and as the target of dumps. */
@NullMarked
module org.indexport.kuzzle {
  requires java.net.http;
  requires transitive org.indexport;
  requires org.indexport.dialects;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports org.indexport.kuzzle;

  provides EngineConnector with
      KuzzleConnector;
}
