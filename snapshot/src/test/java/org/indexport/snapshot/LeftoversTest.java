package org.indexport.snapshot;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.indexport.snapshot.Tree.ENGINE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.indexport.ExistingTargetException;
import org.indexport.lifecycle.ProcessLock;
import org.indexport.spi.SnapshotSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes leave that are killed while they write a snapshot, or restore one. */
class LeftoversTest {
  private static final String ONE = ".0123456789abcdef";
  private static final String OTHER = ".123456789abcdef0";
  private static final Tree TREE = Tree.small();
  private static final RestoreOptions REPLACING =
      RestoreOptions.builder().replaceExisting().build();

  @TempDir Path temp;

  private SnapshotFile file = SnapshotFile.at(Path.of(""));

  @BeforeEach
  void name() {
    file = SnapshotFile.at(temp.resolve("data.snapshot"));
  }

  private Path write(String name) throws IOException {
    return Files.writeString(temp.resolve(name), "x");
  }

  private Path fill(String folder) throws IOException {
    Files.writeString(Files.createDirectories(temp.resolve(folder)).resolve("file"), "x");
    return temp.resolve(folder);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private static ProcessLock living(Path mark) throws IOException {
    return Objects.requireNonNull(ProcessLock.tryAcquire(mark, CREATE_NEW, WRITE));
  }

  @Test
  void areDeletedWithTheirMarks() throws IOException {
    write(".data.snapshot" + ONE + ".tmp");
    write(".data.snapshot" + OTHER + ".lock");
    file.clearLeftovers();
    assertThat(names()).isEmpty();
    file.clearLeftovers();
    SnapshotFile.at(temp.resolve("missing").resolve("data.snapshot")).clearLeftovers();
    assertThat(names()).isEmpty();
  }

  @Test
  void areDeletedByTheNextSnapshot() throws IOException {
    write(".data.snapshot" + ONE + ".tmp");
    write(".data.snapshot" + OTHER + ".lock");
    file.store(TREE.source());
    assertThat(names()).containsExactly("data.snapshot");
  }

  @Test
  void whatALivingProcessWritesStays() throws IOException {
    write(".data.snapshot" + ONE + ".tmp");
    write(".data.snapshot" + OTHER + ".lock");
    Path mark = temp.resolve(".data.snapshot" + ONE + ".lock");
    ProcessLock living = living(mark);
    file.clearLeftovers();
    file.store(TREE.source());
    assertThat(names())
        .containsExactlyInAnyOrder(
            ".data.snapshot" + ONE + ".tmp",
            ".data.snapshot" + OTHER + ".lock",
            ".data.snapshot" + ONE + ".lock",
            "data.snapshot");
    living.close();
    file.clearLeftovers();
    assertThat(names()).containsExactly("data.snapshot");
  }

  @Test
  void whatOthersMayHaveMadeStays() throws IOException {
    List<String> others =
        List.of(
            ".data.snapshot" + ONE + ".tmp2",
            ".data.snapshot.tmp",
            ".data.snapshot.0123.tmp",
            ".data.snapshot.x" + ONE + ".tmp",
            ".data.snapshots" + ONE + ".tmp",
            "data.snapshot" + ONE + ".tmp");
    for (String other : others) {
      write(other);
    }
    // Without any mark nobody knows who writes this.
    write(".data.snapshot" + OTHER + ".tmp");
    file.clearLeftovers();
    assertThat(names()).hasSize(others.size() + 1);
    write(".data.snapshot" + ONE + ".lock");
    file.clearLeftovers();
    assertThat(names()).containsExactlyInAnyOrderElementsOf(others);
  }

  @Test
  void namesOfAnyLengthAreFound() throws IOException {
    String name = "x".repeat(200) + ".snapshot";
    SnapshotFile longNamed = SnapshotFile.at(temp.resolve(name));
    List<String> during = marksWhileStoring(longNamed);
    assertThat(during)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one).startsWith("." + "x".repeat(60)));
    for (String left : during) {
      write(left);
    }
    longNamed.clearLeftovers();
    assertThat(names()).containsExactly(name);
  }

  /** What lies beside a snapshot while it is written, and is not cleared away. */
  private List<String> marksWhileStoring(SnapshotFile stored) throws IOException {
    String[][] during = {{}};
    SnapshotSource source =
        () -> {
          stored.clearLeftovers();
          during[0] = names().toArray(String[]::new);
          return TREE.source().pin();
        };
    stored.store(source);
    return List.of(during[0]);
  }

  @Test
  void theyAreNotLeftByWhoEnds() throws IOException {
    assertThat(marksWhileStoring(file)).hasSize(2);
    assertThatThrownBy(
            () ->
                file.store(
                    () -> {
                      throw new IOException("broken");
                    }))
        .hasMessage("broken");
    assertThat(names()).containsExactly("data.snapshot");
  }

  @Test
  void theyLieBesideWhatALinkLeadsTo() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("real"));
    Path real = folder.resolve("file");
    SnapshotFile.at(real).store(TREE.source());
    Files.createSymbolicLink(temp.resolve("data.snapshot"), real);
    Path left = folder.resolve(".file" + ONE + ".tmp");
    Files.writeString(left, "x");
    Files.writeString(folder.resolve(".file" + ONE + ".lock"), "");
    file.clearLeftovers();
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void restoringDeletesWhatOthersHaveLeft() throws IOException {
    file.store(TREE.source());
    fill(".data" + ONE + ".tmp");
    write(".data" + OTHER + ".lock");
    file.restore(temp.resolve("data"), ENGINE, RestoreOptions.DEFAULT);
    assertThat(names()).containsExactlyInAnyOrder("data", "data.snapshot");
    assertThat(Tree.of(temp.resolve("data"))).isEqualTo(TREE);
  }

  @Test
  void aFolderThatWasReplacedGoesWhenItIsReplacedAgain() throws IOException {
    file.store(TREE.source());
    fill("data");
    fill(".data" + ONE + ".old");
    write(".data" + OTHER + ".lock");
    assertThatThrownBy(() -> file.restore(temp.resolve("data"), ENGINE, RestoreOptions.DEFAULT))
        .isInstanceOf(ExistingTargetException.class);
    assertThat(temp.resolve(".data" + ONE + ".old")).exists();
    write(".data" + OTHER + ".lock");
    file.restore(temp.resolve("data"), ENGINE, REPLACING);
    assertThat(names()).containsExactlyInAnyOrder("data", "data.snapshot");
  }

  @Test
  void itStaysWhereItIsAllThereIs() throws IOException {
    file.store(TREE.source());
    fill(".data" + ONE + ".old");
    write(".data" + OTHER + ".lock");
    Files.createDirectory(temp.resolve("data"));
    file.restore(temp.resolve("data"), ENGINE, REPLACING);
    assertThat(names()).contains(".data" + ONE + ".old");
  }
}
