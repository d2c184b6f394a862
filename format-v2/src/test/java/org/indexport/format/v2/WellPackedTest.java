package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of one byte over and over pack to almost nothing, and are read all the same. */
class WellPackedTest {
  private static final int DOCUMENTS = 80;
  private static final String DOCUMENT = "{\"a\":\"" + "x".repeat(1_000_000) + "\"}";

  @TempDir Path folder;

  @Test
  void whatPacksVeryWellIsRead() throws IOException {
    Path dump = folder.resolve("even.dump");
    IndexInfo index = IndexInfo.builder(DumpSamples.MOVIES).build();
    try (DumpWriter writer =
        DumpSamples.FORMAT.create(
            DumpSink.file(dump), DumpHeader.of(index), WriteOptions.DEFAULT)) {
      try (DocumentSink documents = writer.documents(index.name())) {
        for (int i = 0; i < DOCUMENTS; i++) {
          documents.add(Document.of(DOCUMENT));
        }
      }
      writer.finish();
    }

    try (DumpSource source = DumpSource.path(dump);
        DumpReader reader = DumpSamples.FORMAT.open(source, ReadOptions.DEFAULT);
        DocumentCursor cursor = reader.documents(index.name())) {
      int count = 0;
      for (Document document; (document = cursor.next()) != null; count++) {
        assertThat(document.length()).isEqualTo(DOCUMENT.length());
      }
      assertThat(count).isEqualTo(DOCUMENTS);
    }
  }
}
