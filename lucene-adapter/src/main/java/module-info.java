import org.indexport.lucene.LuceneConnector;
import org.indexport.spi.EngineConnector;
import org.jspecify.annotations.NullMarked;

/** A Lucene index as the source and as the target of dumps. */
@NullMarked
module org.indexport.lucene {
  requires com.fasterxml.jackson.core;
  requires org.apache.lucene.analysis.common;
  requires transitive org.apache.lucene.core;
  requires transitive org.indexport;
  requires org.indexport.dialects;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports org.indexport.lucene;

  provides EngineConnector with
      LuceneConnector;
}
