package org.indexport.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.WriteOptions;
import org.indexport.elastic.ElasticConnector;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;
import org.indexport.transfer.DumpExporter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.TransferReport;

/** The sample that shows how a program moves the data of a cluster. */
final class ElasticSample {
  private ElasticSample() {}

  // docs/elasticsearch.md: from here
  static TransferReport dumpCluster(String uri, Path file) throws IOException {
    DumpFormat format = DumpFormats.load().byId("v2");
    Map<String, String> options = Map.of("keep-alive", "10m");
    try (EngineSource cluster = new ElasticConnector().openSource(uri, options)) {
      DumpExporter exporter = DumpExporter.from(cluster).to(format);
      try (DumpWriter dump =
          format.create(DumpSink.file(file), exporter.header(), WriteOptions.DEFAULT)) {
        return exporter.into(dump);
      }
    }
  }

  static TransferReport loadCluster(Path file, String uri) throws IOException {
    try (DumpReader dump = Dumps.open(file);
        Indexer cluster = new ElasticConnector().openIndexer(uri, Map.of("replicas", "0"))) {
      return DumpImporter.from(dump).into(cluster);
    }
  }
  // docs/elasticsearch.md: to here
}
