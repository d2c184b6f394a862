package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.ResumedDump;
import org.indexport.WriteOptions;
import org.indexport.http.Call;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.EngineReader;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;

/**
 * Dumps one index into a file and loads that into another, with checkpoints: each call goes on
 * where the one before has failed.
 *
 * @param folder where the dump and the checkpoints are
 * @param uri the server, or what lies before it
 */
record Transfers(Path folder, String uri) {
  static final String SOURCE = "check-source";
  static final String TARGET = "check-target";

  /** One field for integers, and one for anything. */
  static final String MAPPINGS =
      "{\"properties\":{\"n\":{\"type\":\"integer\"},\"big\":{\"type\":\"object\",\"enabled\":false}}}";

  Path file() {
    return folder.resolve("out.dump");
  }

  Path dumpCheckpoint() {
    return folder.resolve("dump.checkpoint");
  }

  Path loadCheckpoint() {
    return folder.resolve("load.checkpoint");
  }

  /** Makes the index to be dumped. */
  static Map<String, String> fill(RealServer server, int shards) throws IOException {
    return fill(server, shards, "");
  }

  /** The same with longer documents, of which a part of a dump has but some. */
  static Map<String, String> fill(RealServer server, int shards, String text) throws IOException {
    server.create(SOURCE, shards, MAPPINGS);
    // Pages are small, so that there are many.
    server.put(Call.path(SOURCE, "_settings"), "{\"index\":{\"max_result_window\":200}}");
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 12_000; i++) {
      String big = text.isEmpty() ? "12345678901234567890" : "{\"t\":\"" + text + "\"}";
      documents.put("d" + i, "{\"n\":%d, \"big\":%s, \"d\":1.50}".formatted(i, big));
    }
    server.load(SOURCE, documents);
    return documents;
  }

  static Map<String, String> options(String... pairs) {
    Map<String, String> map = new HashMap<>(Map.of("timeout", "500ms"));
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** Dumps into a file by which an interrupted dump is gone on with. */
  TransferReport dump(Map<String, String> options) throws IOException {
    Files.createDirectories(folder);
    Map<String, String> all = new HashMap<>(options);
    all.put("indexes", SOURCE);
    Path file = file();
    Path checkpoint = dumpCheckpoint();
    EngineSource source = new ElasticConnector().openSource(uri, all);
    try (DumpReader reader = EngineReader.of(source, 2, ReadOptions.DEFAULT)) {
      DumpConverter converter = DumpConverter.from(reader).checkpointEvery(1, Duration.ofMillis(1));
      WriteOptions writing = WriteOptions.DEFAULT.withCheckpoint(checkpoint);
      if (Files.exists(checkpoint)) {
        ResumedDump resumed = Dumps.resume(file, writing);
        DumpWriter writer = resumed.writer();
        try (writer) {
          return converter.into(resumed);
        }
      }
      try (DumpWriter writer = Dumps.create("v2", file, reader.header(), writing)) {
        return converter.into(writer);
      }
    }
  }

  Map<String, String> dumped() throws IOException {
    try (DumpReader reader = Dumps.open(file());
        DocumentCursor cursor = reader.documents(IndexName.of(SOURCE))) {
      return read(cursor);
    }
  }

  private static Map<String, String> read(DocumentCursor cursor) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Document document; (document = cursor.next()) != null; ) {
      assertThat(all.put(String.valueOf(document.id()), document.json())).isNull();
    }
    return all;
  }

  static Map<String, String> held(RealServer server) throws IOException {
    server.refresh(TARGET);
    Map<String, String> all = new TreeMap<>();
    try (EngineSource source =
        new ElasticConnector().openSource(server.uri(), Map.of("indexes", TARGET))) {
      for (DocumentCursor cursor : source.slices(IndexName.of(TARGET), 1)) {
        try (cursor) {
          all.putAll(read(cursor));
        }
      }
    }
    return all;
  }

  /** Loads the file that {@link #dump} wrote, or goes on with that. */
  TransferReport load(Map<String, String> options) throws IOException {
    return load(options, IfExists.REFUSE);
  }

  TransferReport load(Map<String, String> options, IfExists ifExists) throws IOException {
    Path checkpoint = loadCheckpoint();
    ImportOptions how =
        ImportOptions.builder()
            .batchDocuments(100)
            .checkpoint(checkpoint)
            .checkpointEvery(1, Duration.ofMillis(1))
            .start(ImportOptions.Start.FROM_CHECKPOINT)
            .ifExists(ifExists)
            .retryFor(Duration.parse("PT" + options.getOrDefault("retry-for", "120s")))
            .build();
    try (DumpReader reader = Dumps.open(file());
        Indexer indexer = new ElasticConnector().openIndexer(uri, options)) {
      Selection selection = Selection.builder().rename(SOURCE, TARGET).build();
      return DumpImporter.from(reader).select(selection).options(how).into(indexer);
    }
  }
}
