package org.indexport.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.testkit.EngineSourceContract;
import org.junit.jupiter.api.io.TempDir;

class LuceneSourceContractTest extends EngineSourceContract {
  @TempDir Path folder;

  @Override
  protected void load(IndexInfo index, Map<String, String> documents) throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(index, IfExists.APPEND);
      indexer.addDocuments(Batches.batch(index, documents));
      indexer.finish();
    }
  }

  /** Deletes with Lucene alone. */
  @Override
  protected void delete(IndexName index, Set<String> ids) throws IOException {
    try (FSDirectory directory = FSDirectory.open(folder.resolve(index.path()));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (String id : ids) {
        writer.deleteDocuments(new SourceMapper().idTerm(id));
      }
      writer.setLiveCommitData(writer.getLiveCommitData());
    }
  }

  @Override
  protected EngineSource open() throws IOException {
    return LuceneEngineSource.open(folder, (String) null);
  }
}
