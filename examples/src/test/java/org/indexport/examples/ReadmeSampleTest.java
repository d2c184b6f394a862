package org.indexport.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.WriteOptions;
import org.indexport.lucene.LuceneEngineSource;
import org.indexport.lucene.SourceMapper;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeSampleTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies")).primaryKey("id").build();
  private static final List<String> DOCUMENTS =
      List.of("{\"id\":1,\"title\":\"Alien\"}", "{\"id\":2,\"title\":\"Brazil\",\"rate\":7.90}");

  @TempDir Path temporary;

  @Test
  void importsADump() throws IOException {
    TransferReport report =
        ReadmeSample.importDump(dump(), temporary.resolve("lucene"), checkpoint());

    assertThat(report.acknowledged()).isEqualTo(2);
    assertThat(documents()).containsExactlyInAnyOrderElementsOf(DOCUMENTS);
  }

  @Test
  void mayBeCalledAgain() throws IOException {
    Path dump = dump();
    ReadmeSample.importDump(dump, temporary.resolve("lucene"), checkpoint());
    TransferReport again = ReadmeSample.importDump(dump, temporary.resolve("lucene"), checkpoint());

    assertThat(again.rejected()).isZero();
    assertThat(documents()).containsExactlyInAnyOrderElementsOf(DOCUMENTS);
  }

  /** The README has room for twenty lines. */
  @Test
  void isShort() throws IOException {
    List<String> lines =
        Files.readAllLines(
            ProjectRoot.PATH.resolve(
                "examples/src/main/java/org/indexport/examples/ReadmeSample.java"));
    int from = lines.indexOf("  // README: from here");
    int to = lines.indexOf("  // README: to here");

    assertThat(from).isPositive();
    assertThat(to - from - 3).as("lines of the body").isBetween(1, 20);
  }

  private Path checkpoint() {
    return temporary.resolve("import.checkpoint");
  }

  private Path dump() throws IOException {
    Path file = temporary.resolve("movies.dump");
    try (DumpWriter dump = Dumps.create("v1", file, DumpHeader.of(MOVIES), WriteOptions.DEFAULT)) {
      try (DocumentSink movies = dump.documents(MOVIES.name())) {
        for (String json : DOCUMENTS) {
          movies.add(Document.of(json));
        }
      }
      dump.finish();
    }
    return file;
  }

  private List<String> documents() throws IOException {
    List<String> found = new ArrayList<>();
    try (LuceneEngineSource lucene =
            LuceneEngineSource.open(temporary.resolve("lucene"), new SourceMapper());
        DocumentCursor documents = lucene.slices(MOVIES.name(), 1).get(0)) {
      for (Document document; (document = documents.next()) != null; ) {
        found.add(document.json());
      }
    }
    return found;
  }
}
