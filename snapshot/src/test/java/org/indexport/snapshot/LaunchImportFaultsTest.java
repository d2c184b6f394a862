package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.indexport.snapshot.Tree.ENGINE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.io.StagedFolder;
import org.indexport.lifecycle.LaunchException;
import org.indexport.lifecycle.LaunchImport;
import org.indexport.lifecycle.LaunchRequest;
import org.indexport.testkit.FaultyFileSystem;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts from a snapshot on disks that are full, fail to force or to rename, or refuse folders. */
class LaunchImportFaultsTest {
  private static final Tree FILES = Tree.small().with("long", Tree.bytes(100_000, 1));

  @TempDir Path temp;

  private void start(FaultyFileSystem files) throws LaunchException {
    Path snapshot = files.path(temp.resolve("data.snapshot"));
    LaunchImport.into(
            files.path(temp.resolve("srv/data.db")), LaunchRequest.NONE.withSnapshot(snapshot))
        .snapshots(
            (file, folder) -> SnapshotFile.at(file).restore(folder, ENGINE, RestoreOptions.DEFAULT))
        .run();
  }

  private Path database() {
    return temp.resolve("srv/data.db");
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void theDatabaseIsWholeOrNotThereAndTheNextStartSucceeds(Operation operation) throws IOException {
    FaultyFileSystem files = FaultyFileSystem.over(temp.getFileSystem());
    SnapshotFile.at(temp.resolve("data.snapshot")).store(FILES.source());
    long before = files.calls(operation);
    start(files);
    long calls = files.calls(operation) - before;
    for (long call = 1; call <= calls; call++) {
      StagedFolder.at(temp.resolve("srv")).delete();
      files.failAt(operation, call);
      boolean failed = fails(files);
      files.heal();
      assertThat(files.openFiles()).as("%s %s", operation, call).isEmpty();
      if (!failed || Files.exists(database())) {
        assertThat(Tree.of(database())).as("%s %s", operation, call).isEqualTo(FILES);
      } else {
        start(files);
        assertThat(Tree.of(database())).as("%s %s", operation, call).isEqualTo(FILES);
      }
    }
  }

  private boolean fails(FaultyFileSystem files) {
    try {
      start(files);
      return false;
    } catch (LaunchException e) {
      assertThat(e).hasMessageContaining("injected fault");
      assertThat(e.exitCode()).isEqualTo(1);
      return true;
    }
  }
}
