package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.indexport.snapshot.Tree.ENGINE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.testkit.FaultyFileSystem;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that are full, fail to force or to rename, and folders that cannot be written to. */
class SnapshotFaultsTest {
  private static final SnapshotOptions OPTIONS = SnapshotOptions.builder().workers(2).build();
  private static final Tree FORMER = new Tree().with("former", "former");
  private static final Tree LATER = Tree.small().with("long", Tree.bytes(100_000, 1));

  @TempDir Path temp;

  private FaultyFileSystem files() {
    return FaultyFileSystem.over(temp.getFileSystem());
  }

  private SnapshotFile file(FaultyFileSystem files) {
    return SnapshotFile.at(files.path(temp.resolve("data.snapshot")), OPTIONS);
  }

  private Path target(FaultyFileSystem files) {
    return files.path(temp.resolve("data"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private void clear(String name) throws IOException {
    Path root = temp.resolve(name);
    if (Files.exists(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void clearAll() throws IOException {
    for (String name : names()) {
      clear(name);
    }
  }

  /** Does something; null if it was done. */
  private interface Action {
    void run() throws IOException;

    static boolean fails(Action action) {
      try {
        action.run();
        return false;
      } catch (IOException e) {
        return true;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void storingLeavesTheFormerSnapshotOrTheNewOne(Operation operation) throws IOException {
    FaultyFileSystem files = files();
    file(files).store(FORMER.source());
    long before = files.calls(operation);
    file(files).store(LATER.source());
    long calls = files.calls(operation) - before;
    for (long call = 1; call <= calls; call++) {
      clearAll();
      file(files).store(FORMER.source());
      files.failAt(operation, call);
      boolean failed = Action.fails(() -> file(files).store(LATER.source()));
      boolean wasHit = files.hasFailed();
      files.heal();
      assertThat(files.openFiles()).as("%s %s", operation, call).isEmpty();
      assertThat(wasHit || !failed).isTrue();
      if (operation != Operation.DELETE) {
        assertThat(names()).as("%s %s", operation, call).containsExactly("data.snapshot");
      }
      clear("data");
      file(files).restore(target(files), ENGINE, RestoreOptions.DEFAULT);
      assertThat(Tree.of(temp.resolve("data")))
          .as("%s %s", operation, call)
          .isEqualTo(failed ? FORMER : LATER);
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void restoringLeavesNothingOrAll(Operation operation) throws IOException {
    FaultyFileSystem files = files();
    file(files).store(LATER.source());
    long before = files.calls(operation);
    file(files).restore(target(files), ENGINE, RestoreOptions.DEFAULT);
    long calls = files.calls(operation) - before;
    for (long call = 1; call <= calls; call++) {
      clear("data");
      files.failAt(operation, call);
      boolean failed =
          Action.fails(() -> file(files).restore(target(files), ENGINE, RestoreOptions.DEFAULT));
      files.heal();
      assertThat(files.openFiles()).as("%s %s", operation, call).isEmpty();
      if (failed && operation != Operation.DELETE) {
        assertThat(names()).as("%s %s", operation, call).containsExactly("data.snapshot");
      }
      if (Files.exists(temp.resolve("data"))) {
        assertThat(Tree.of(temp.resolve("data"))).isEqualTo(LATER);
      }
      for (String leftover : new ArrayList<>(names())) {
        if (leftover.startsWith(".")) {
          clear(leftover);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void replacingLeavesTheFormerDatabaseOrTheNewOne(Operation operation) throws IOException {
    FaultyFileSystem files = files();
    RestoreOptions replacing = RestoreOptions.builder().replaceExisting().build();
    file(files).store(LATER.source());
    long calls = 0;
    for (long call = 0; call <= calls; call++) {
      clear("data");
      Files.createDirectory(temp.resolve("data"));
      Files.writeString(temp.resolve("data/former"), "former");
      long before = files.calls(operation);
      if (call > 0) {
        files.failAt(operation, call);
      }
      boolean failed = Action.fails(() -> file(files).restore(target(files), ENGINE, replacing));
      files.heal();
      calls = call == 0 ? files.calls(operation) - before : calls;
      Tree found = Tree.of(temp.resolve("data"));
      if (operation == Operation.DELETE) {
        // What is left of the former one is told, and the new one is there.
        assertThat(found).isIn(FORMER, LATER);
      } else {
        assertThat(found).as("%s %s", operation, call).isEqualTo(failed ? FORMER : LATER);
      }
      for (String leftover : new ArrayList<>(names())) {
        if (leftover.startsWith(".")) {
          clear(leftover);
        }
      }
    }
  }

  @Test
  void aMissingFolderIsNamed() {
    SnapshotFile file = SnapshotFile.at(temp.resolve("missing").resolve("data.snapshot"));
    assertThat(Action.fails(() -> file.store(LATER.source()))).isTrue();
    assertThat(temp.resolve("missing")).doesNotExist();
  }
}
