package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneConnectorTest {
  private final LuceneConnector connector = new LuceneConnector();

  @TempDir Path folder;

  @Test
  void opensWhatTheUriNames() throws IOException {
    IndexInfo index = Batches.envelopes("movies");
    String uri = "lucene:" + folder.resolve("new folder");
    try (Indexer indexer =
        connector.openIndexer(uri, Map.of("threads", "3", "ram-mb", "5", "max-fields", "0"))) {
      assertThat(indexer.concurrency()).isEqualTo(3);
      assertThat(indexer.dialect()).isEqualTo("lucene");
      indexer.createIndex(index, IfExists.REFUSE);
      indexer.addDocuments(Batches.batch(index, "1", "{}"));
      indexer.finish();
    }

    try (EngineSource source = connector.openSource(uri, Map.of("id-field", "id"))) {
      assertThat(source.header().indexes())
          .containsExactly(index.toBuilder().documentCount(1L).build());
    }
  }

  @ParameterizedTest
  @CsvSource({"threads,0", "threads,x", "ram-mb,2048", "max-fields,-1", "unknown,1"})
  void wrongOptionsAreNamed(String name, String value) {
    assertThatThrownBy(() -> connector.openIndexer("lucene:" + folder, Map.of(name, value)))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lucene:", "other:x", "lucene:\0"})
  void wrongUrisAreTypedErrors(String uri) {
    assertThatThrownBy(() -> connector.openSource(uri, Map.of())).isInstanceOf(DumpException.class);
  }
}
