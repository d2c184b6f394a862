package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.lifecycle.DumpService;
import org.indexport.lifecycle.DumpStatus;
import org.indexport.testkit.FaultyFileSystem;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.indexport.testkit.InMemoryEngine;
import org.indexport.testkit.InMemoryEngineSource;
import org.indexport.transfer.DumpVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dumps in the background on disks that are full, or fail to force or to rename. */
class DumpServiceFaultsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path temp;
  private final InMemoryEngine engine = new InMemoryEngine();

  /** A dump; null where it was refused, or the service could not begin. */
  private @Nullable DumpStatus dump(FaultyFileSystem files) throws InterruptedException {
    Path folder = files.path(temp.resolve("dumps"));
    try (DumpService service =
        DumpService.builder(folder, () -> new InMemoryEngineSource(engine), new FormatV2())
            .open()) {
      return service.await(service.create().uid(), LONG).orElseThrow();
    } catch (IOException e) {
      return null;
    }
  }

  private List<Path> found() throws IOException {
    if (!Files.exists(temp.resolve("dumps"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(temp.resolve("dumps"))) {
      return all.filter(path -> path.toString().endsWith(".dump")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aDumpIsWholeOrNotThere(Operation operation) throws Exception {
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      documents.put("" + i, "{\"id\":\"" + i + "\"}");
    }
    engine.put(IndexInfo.builder(IndexName.of("movies")).primaryKey("id").build(), documents);
    FaultyFileSystem files = FaultyFileSystem.over(temp.getFileSystem());
    long before = files.calls(operation);
    assertThat(dump(files)).isNotNull();
    long calls = files.calls(operation) - before;
    for (long call = 1; call <= calls; call++) {
      for (Path former : found()) {
        Files.delete(former);
      }
      files.failAt(operation, call);
      DumpStatus status = dump(files);
      files.heal();
      assertThat(files.openFiles()).as("%s %s", operation, call).isEmpty();
      boolean done = status != null && status.state() == DumpStatus.State.DONE;
      assertThat(found()).as("%s %s: %s", operation, call, status).hasSize(done ? 1 : 0);
      if (done) {
        assertWhole(found().get(0));
      } else if (status != null) {
        assertThat(status.error()).contains("injected");
      }
    }
    assertThat(dump(files)).extracting(DumpStatus::state).isEqualTo(DumpStatus.State.DONE);
    try (Stream<Path> left = Files.list(temp.resolve("dumps"))) {
      assertThat(left.map(path -> "" + path.getFileName()).filter(name -> name.endsWith(".tmp")))
          .isEmpty();
    }
  }

  private static void assertWhole(Path dump) throws IOException {
    try (DumpReader reader = Dumps.open(dump)) {
      assertThat(DumpVerifier.of(reader).verify().isSound()).isTrue();
    }
  }
}
