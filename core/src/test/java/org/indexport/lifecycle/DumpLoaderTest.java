package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.DumpFormats;
import org.indexport.ImportException;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpLoaderTest {
  @TempDir Path temporary;

  private static DumpLoader loader(String... refused) {
    return DumpLoader.into(folder -> new FolderIndexer(folder, Set.of(refused)))
        .formats(DumpFormats.of(List.of(new LinesFormat())));
  }

  private Path dump() throws IOException {
    return Files.write(temporary.resolve("movies.dump"), FakeEngine.documents(10));
  }

  private Path folder() {
    return temporary.resolve("data.db");
  }

  @Test
  void loadsADump() throws IOException {
    List<TransferReport> reports = new ArrayList<>();
    List<Long> progress = new ArrayList<>();
    loader()
        .options(ImportOptions.builder().batchDocuments(3).workers(1).build())
        .reports(reports::add)
        .listener((documents, bytes) -> progress.add(documents))
        .load(dump(), folder());

    assertThat(FolderIndexer.file(folder()))
        .hasContent(String.join("\n", FakeEngine.documents(10)) + "\n");
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).acknowledged()).isEqualTo(10);
    assertThat(progress).contains(10L);
  }

  @Test
  void loadsAPart() throws IOException {
    loader().select(Selection.builder().limit(2).build()).load(dump(), folder());
    assertThat(FolderIndexer.file(folder())).hasContent("{\"id\":0}\n{\"id\":1}\n");
  }

  @Test
  void refusedDocumentsAreAFailure() throws IOException {
    Path dump = dump();
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> loader("3", "4").load(dump, folder()))
        .withMessageContaining("2 that it refuses, such as 3 of index movies: not liked");
  }

  @Test
  void unlessThereIsAFileForThem() throws IOException {
    Path rejects = temporary.resolve("rejects");
    loader("3").options(ImportOptions.builder().rejects(rejects).build()).load(dump(), folder());
    assertThat(FolderIndexer.file(folder())).content().hasLineCount(9);
    assertThat(rejects).isNotEmptyFile();
  }

  @Test
  void aCheckpointIsOfNoUse() {
    ImportOptions options = ImportOptions.builder().checkpoint(Path.of("check")).build();
    assertThatIllegalArgumentException().isThrownBy(() -> loader().options(options));
  }

  @Test
  void aDamagedDumpLeavesNoDatabase() throws IOException {
    Path dump = Files.writeString(temporary.resolve("movies.dump"), "{}\ndamage\n");
    LaunchImport launch =
        LaunchImport.into(folder(), LaunchRequest.NONE.withDump(dump)).dumps(loader());
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(launch::run)
        .withMessageContaining("expected documents, found damage");
    assertThat(Trees.names(temporary)).containsExactly("movies.dump");
  }
}
