package org.indexport.kuzzle;

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
 * Dumps into a file and loads that, with checkpoints: each call goes on where the one before has
 * failed.
 *
 * @param folder where the dump and the checkpoints are
 * @param uri the server, or what lies before it
 */
record Transfers(Path folder, String uri) {
  Path file() {
    return folder.resolve("out.dump");
  }

  static Map<String, String> options(String... pairs) {
    Map<String, String> map = new HashMap<>(Map.of("timeout", "10s"));
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** Dumps into a file by which an interrupted dump is gone on with. */
  TransferReport dump(Map<String, String> options) throws IOException {
    Files.createDirectories(folder);
    Path file = file();
    Path checkpoint = folder.resolve("dump.checkpoint");
    EngineSource source = new KuzzleConnector().openSource(uri, options);
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

  /** What the file holds of a collection. */
  Map<String, String> dumped(IndexName name) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (DumpReader reader = Dumps.open(file());
        DocumentCursor cursor = reader.documents(name)) {
      for (Document document; (document = cursor.next()) != null; ) {
        String id = String.valueOf(document.id());
        if (all.put(id, document.json()) != null) {
          throw new AssertionError("twice: " + id);
        }
      }
    }
    return all;
  }

  /** Loads the file that {@link #dump} wrote, or goes on with that. */
  TransferReport load(Map<String, String> options, Selection selection) throws IOException {
    return load(options, selection, IfExists.REFUSE);
  }

  TransferReport load(Map<String, String> options, Selection selection, IfExists ifExists)
      throws IOException {
    ImportOptions how =
        ImportOptions.builder()
            .batchDocuments(400)
            .checkpoint(folder.resolve("load.checkpoint"))
            .checkpointEvery(1, Duration.ofMillis(1))
            .start(ImportOptions.Start.FROM_CHECKPOINT)
            .ifExists(ifExists)
            .retryFor(Duration.parse("PT" + options.getOrDefault("retry-for", "120s")))
            .build();
    try (DumpReader reader = Dumps.open(file());
        Indexer indexer = new KuzzleConnector().openIndexer(uri, options)) {
      return DumpImporter.from(reader).select(selection).options(how).into(indexer);
    }
  }
}
