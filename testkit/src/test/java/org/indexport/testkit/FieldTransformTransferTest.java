package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.indexport.DocumentTotals;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.FieldTransform;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read, changed, sent, rejected and compared adds up. */
class FieldTransformTransferTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies")).lines(Lines.ENVELOPE).build();
  private static final FieldTransform TRANSFORM =
      FieldTransform.of(List.of("drop:secret", "rename:n=number"));
  private static final Selection CHANGED = Selection.builder().transform(TRANSFORM).build();

  private static MemoryDump dump() {
    MemoryDump dump = new MemoryDump(MOVIES);
    for (int part = 0; part < 6; part++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String more = part == 2 && i == 3 ? ",\"number\":0" : "";
        lines.add(
            "{\"id\":\"%d-%d\",\"source\":{\"n\":%d.0,\"secret\":1%s}}"
                .formatted(part, i, i, more));
      }
      dump.part(MOVIES, lines);
    }
    return dump;
  }

  @Test
  void anImportSendsWhatIsLeft(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    Path rejects = folder.resolve("rejects");
    TransferReport report =
        DumpImporter.from(dump())
            .select(CHANGED)
            .options(ImportOptions.builder().workers(4).batchDocuments(3).rejects(rejects).build())
            .into(new InMemoryIndexer(engine));

    check(report.indexes().get(0));
    assertThat(engine.contents(MOVIES.name())).hasSize(29).containsEntry("0-1", "{\"number\":1.0}");
    assertThat(Files.readString(rejects))
        .contains("\"id\":\"2-3\"", "rename:n=number", "\"secret\":1");
  }

  @Test
  void aConversionWritesWhatIsLeft() throws IOException {
    DumpConverter converter = DumpConverter.from(dump()).select(CHANGED);
    MemoryWriter writer = new MemoryWriter(converter.header());
    TransferReport report = converter.into(writer);

    check(report.indexes().get(0));
    assertThat(writer.content().documents(MOVIES.name())).hasSize(29);
  }

  private static void check(IndexReport movies) {
    assertThat(movies.read().documents()).isEqualTo(30);
    assertThat(movies.rejected()).isEqualTo(1);
    assertThat(movies.acknowledged().documents()).isEqualTo(29);
    assertThat(movies.acknowledged().hash()).isNotEqualTo(movies.read().hash());
  }

  @Test
  void aVerificationHashesWhatATransferSends() throws IOException {
    Selection all = Selection.builder().transform(FieldTransform.of(List.of("keep:n"))).build();
    TransferReport report =
        DumpImporter.from(dump()).select(all).into(new InMemoryIndexer(new InMemoryEngine()));
    DocumentTotals sent = report.indexes().get(0).acknowledged();
    DocumentTotals expected =
        Objects.requireNonNull(
            DumpVerifier.of(dump())
                .transform(FieldTransform.of(List.of("keep:n")))
                .verify()
                .totals()
                .get(MOVIES.name()));

    assertThat(expected.hash()).isEqualTo(sent.hash());
    assertThat(expected.idHash()).isEqualTo(sent.idHash());
    assertThat(expected.documents()).isEqualTo(30);
  }

  @Test
  void aPrimaryKeyIsNotGivenAway() {
    IndexInfo keyed = IndexInfo.builder(IndexName.of("keyed")).primaryKey("id").build();
    MemoryDump dump = new MemoryDump(keyed).part(keyed, List.of("{\"id\":1}"));
    Selection without =
        Selection.builder().transform(FieldTransform.of(List.of("drop:id"))).build();
    InMemoryIndexer indexer = new InMemoryIndexer(new InMemoryEngine());

    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> DumpImporter.from(dump).select(without).into(indexer))
        .withMessageContaining("primary key");
    assertThat(indexer.calls()).isEmpty();
  }
}
