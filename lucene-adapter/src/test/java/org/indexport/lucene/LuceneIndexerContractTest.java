package org.indexport.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.indexport.IndexName;
import org.indexport.spi.Indexer;
import org.indexport.testkit.IndexerContract;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexerContractTest extends IndexerContract {
  @TempDir Path folder;

  private int copies;

  @Override
  public Indexer open() {
    return LuceneIndexer.builder(folder.resolve("engine")).threads(4).build();
  }

  @Override
  public Map<String, String> contents(IndexName index) throws IOException {
    return contents(folder.resolve("engine").resolve(index.path()));
  }

  /** Reads with Lucene alone. */
  private static Map<String, String> contents(Path index) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    if (!Files.isDirectory(index)) {
      return contents;
    }
    try (FSDirectory directory = FSDirectory.open(index)) {
      if (!DirectoryReader.indexExists(directory)) {
        return contents;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Bits live = MultiBits.getLiveDocs(reader);
        for (int i = 0; i < reader.maxDoc(); i++) {
          if (live == null || live.get(i)) {
            var document = reader.storedFields().document(i);
            contents.put(
                document.get(FieldNames.ID),
                document.getBinaryValue(FieldNames.SOURCE).utf8ToString());
          }
        }
      }
    }
    return contents;
  }

  @Override
  public Map<String, String> contentsAfterCrash(IndexName index) throws IOException {
    Path from = folder.resolve("engine").resolve(index.path());
    Path to = folder.resolve("copy" + copies++);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.createDirectories(to);
        if (Files.isRegularFile(file)) {
          Files.copy(file, to.resolve(file.getFileName().toString()));
        }
      }
    }
    return contents(to);
  }
}
