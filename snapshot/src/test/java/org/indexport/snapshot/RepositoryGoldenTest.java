package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.indexport.snapshot.Repositories.assertSound;
import static org.indexport.snapshot.Repositories.restored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published repository is read and continued by this version. */
class RepositoryGoldenTest {
  @TempDir Path temp;

  private SnapshotRepository copy() throws IOException {
    Path copy = temp.resolve("copy");
    for (String name : Repositories.files(RepositoryGoldens.FOLDER)) {
      Path file = copy.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(RepositoryGoldens.FOLDER.resolve(name), file);
    }
    return SnapshotRepository.open(copy);
  }

  @Test
  void allPointsAreRestored() throws IOException {
    SnapshotRepository golden = SnapshotRepository.open(RepositoryGoldens.FOLDER);
    assertSound(golden.verify());
    List<RepositoryPoint> points = golden.points();
    assertThat(points).hasSize(RepositoryGoldens.POINTS.size());
    for (int i = 0; i < points.size(); i++) {
      assertThat(restored(golden, points.get(i).id(), temp))
          .isEqualTo(RepositoryGoldens.POINTS.get(i));
    }
    assertThat(points.get(0).created().toString()).startsWith("2026-01-02T03:04");
    assertThat(points.get(0).engine()).isEqualTo(Tree.ENGINE);
  }

  @Test
  void itIsContinued() throws IOException {
    SnapshotRepository copy = copy();
    Tree next = new Tree().with("segments_3", "three").with("new", "new");
    CountingEngine engine = CountingEngine.of(next);
    String point = copy.store(engine).name();
    assertThat(engine.read).containsExactly("new");
    copy.forget(Retention.keepLast(1));
    copy.collectGarbage();
    assertThat(restored(copy, point, temp)).isEqualTo(next);
    assertSound(copy.verify());
  }

  @Test
  void whatIsWrittenNowIsRead() throws IOException {
    Path folder = temp.resolve("new");
    RepositoryGoldens.write(folder);
    SnapshotRepository written = SnapshotRepository.open(folder);
    assertThat(written.points()).hasSize(RepositoryGoldens.POINTS.size());
    assertSound(written.verify());
  }
}
