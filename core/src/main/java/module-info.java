import org.jspecify.annotations.NullMarked;

/** The model of dumps, their readers and writers, importing and exporting. */
@NullMarked
@SuppressWarnings("module") // Those that packages are exported to are compiled later.
module org.indexport {
  requires com.dynatrace.hash4j;
  requires com.fasterxml.jackson.core;
  requires dev.failsafe.core;
  requires java.net.http;
  requires static transitive org.jspecify;

  exports org.indexport;
  exports org.indexport.files to
      org.indexport.format.elasticdump,
      org.indexport.format.jsonl,
      org.indexport.format.kourou,
      org.indexport.format.meilisearch,
      org.indexport.format.v1;
  exports org.indexport.http to
      org.indexport.elastic,
      org.indexport.kuzzle;
  exports org.indexport.io;
  exports org.indexport.json;
  exports org.indexport.layout;
  exports org.indexport.lifecycle;
  exports org.indexport.schema;
  exports org.indexport.spi;
  exports org.indexport.tar;
  exports org.indexport.transfer;

  uses org.indexport.spi.DumpFormat;
  uses org.indexport.spi.EngineConnector;
  uses org.indexport.spi.SchemaDialect;
}
