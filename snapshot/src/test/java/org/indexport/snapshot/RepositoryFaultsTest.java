package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.indexport.snapshot.Repositories.assertSound;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.testkit.FaultyFileSystem;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.indexport.testkit.InjectedFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that are full, fail to force or to rename, and folders that cannot be written to. */
class RepositoryFaultsTest {
  private static final Tree FORMER = Tree.small().with("long", Tree.bytes(10_000, 3));
  private static final Tree LATER = Tree.small().with("more", "more").with("x", "x");
  private static final int MOST_CALLS = 2_000;

  private final FileSystem inner = Jimfs.newFileSystem(Configuration.unix());
  private final SettableClock clock = new SettableClock();
  private int folders;

  @AfterEach
  void close() throws IOException {
    inner.close();
  }

  private Path newFolder() {
    return inner.getPath("/folder/" + folders++);
  }

  private SnapshotRepository open(Path root) throws IOException {
    return SnapshotRepository.open(root, Repositories.options(clock));
  }

  private interface Action {
    void run(SnapshotRepository repository) throws IOException;
  }

  /** Whether it was done. */
  private static boolean succeeds(Action action, SnapshotRepository repository) {
    try {
      action.run(repository);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Tree restored(Path root, RepositoryPoint point) throws IOException {
    Path target = newFolder();
    open(root).restore(point.id(), target, Tree.ENGINE, RestoreOptions.DEFAULT);
    return Tree.of(target);
  }

  /** The state after which something else went wrong must be one of both, and go on. */
  private void assertGoesOn(Path root, int points) throws IOException {
    SnapshotRepository repository = open(root);
    assertThat(repository.points()).hasSize(points);
    for (RepositoryPoint point : repository.points()) {
      assertThat(restored(root, point)).isIn(FORMER, LATER);
    }
    assertSound(repository.verify());
    if (folders % 3 > 0) {
      // It takes time.
      return;
    }
    clock.advance(Repositories.TIME_TO_LIVE);
    repository.store(CountingEngine.of(LATER));
    clock.advance(Repositories.TIME_TO_LIVE);
    repository.collectGarbage();
    assertSound(repository.verify());
    assertThat(repository.verify().orphans()).isEmpty();
    assertThat(Repositories.files(root)).noneMatch(file -> file.endsWith(".tmp"));
    assertThat(repository.points()).hasSize(points + 1);
    for (RepositoryPoint point : repository.points()) {
      assertThat(restored(root, point)).isIn(FORMER, LATER);
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aPointIsAddedOrNothingChanges(Operation operation) throws IOException {
    boolean hasFailed = true;
    for (int nth = 1; hasFailed && nth < MOST_CALLS; nth++) {
      Path root = newFolder();
      SnapshotRepository.initialize(root, Repositories.options(clock))
          .store(CountingEngine.of(FORMER));
      FaultyFileSystem files = FaultyFileSystem.over(inner);
      SnapshotRepository faulty = open(files.path(root));
      files.failAt(operation, nth);
      boolean added = succeeds(r -> r.store(CountingEngine.of(LATER)), faulty);
      hasFailed = files.hasFailed();
      assertThat(files.openFiles()).isEmpty();
      assertThat(added || hasFailed).isTrue();
      assertGoesOn(root, added ? 2 : 1);
    }
    assertThat(hasFailed).as("went through all calls").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aPointIsForgottenOrNothingChanges(Operation operation) throws IOException {
    boolean hasFailed = true;
    for (int nth = 1; hasFailed && nth < MOST_CALLS; nth++) {
      Path root = newFolder();
      SnapshotRepository repository =
          SnapshotRepository.initialize(root, Repositories.options(clock));
      repository.store(CountingEngine.of(FORMER));
      repository.store(CountingEngine.of(LATER));
      FaultyFileSystem files = FaultyFileSystem.over(inner);
      SnapshotRepository faulty = open(files.path(root));
      files.failAt(operation, nth);
      boolean forgotten = succeeds(r -> r.forget(Retention.keepLast(1)), faulty);
      hasFailed = files.hasFailed();
      assertThat(files.openFiles()).isEmpty();
      assertGoesOn(root, forgotten ? 1 : 2);
    }
    assertThat(hasFailed).as("went through all calls").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void garbageCollectionLeavesWhatPointsNeed(Operation operation) throws IOException {
    boolean hasFailed = true;
    for (int nth = 1; hasFailed && nth < MOST_CALLS; nth++) {
      Path root = newFolder();
      SnapshotRepository repository =
          SnapshotRepository.initialize(root, Repositories.options(clock));
      repository.store(CountingEngine.of(FORMER));
      repository.store(CountingEngine.of(LATER));
      repository.forget(Retention.keepLast(1));
      clock.advance(Repositories.TIME_TO_LIVE);
      FaultyFileSystem files = FaultyFileSystem.over(inner);
      SnapshotRepository faulty = open(files.path(root));
      files.failAt(operation, nth);
      succeeds(SnapshotRepository::collectGarbage, faulty);
      hasFailed = files.hasFailed();
      assertThat(files.openFiles()).isEmpty();
      assertGoesOn(root, 1);
    }
    assertThat(hasFailed).as("went through all calls").isFalse();
  }

  /** Everything fails from one call on, cleaning up included. */
  @Test
  void aProcessThatIsKilledLeavesPointsThatAreWhole() throws IOException {
    boolean hasFailed = true;
    for (int calls = 0; hasFailed && calls < MOST_CALLS; calls++) {
      Path root = newFolder();
      SnapshotRepository.initialize(root, Repositories.options(clock))
          .store(CountingEngine.of(FORMER));
      FaultyFileSystem files = FaultyFileSystem.over(inner);
      SnapshotRepository faulty = open(files.path(root));
      files.failAllAfter(calls);
      boolean added = succeeds(r -> r.store(CountingEngine.of(LATER)), faulty);
      hasFailed = files.hasFailed();
      int points = open(root).points().size();
      assertThat(points).isIn(added ? List.of(2) : List.of(1, 2));
      assertGoesOn(root, points);
    }
    assertThat(hasFailed).as("went through all calls").isFalse();
  }

  /** The same where files are written in place. */
  @Test
  void aProcessThatIsKilledLeavesPointsThatAreWholeInAWeakStore() throws IOException {
    boolean hasFailed = true;
    for (int calls = 0; hasFailed && calls < MOST_CALLS; calls++) {
      Path root = newFolder();
      FaultyFileSystem files = FaultyFileSystem.over(inner);
      files.refuseAtomicMoves();
      Path weak = files.path(root);
      SnapshotRepository.initialize(weak, Repositories.options(clock))
          .store(CountingEngine.of(FORMER));
      SnapshotRepository faulty = open(weak);
      files.failAllAfter(calls);
      boolean added = succeeds(r -> r.store(CountingEngine.of(LATER)), faulty);
      hasFailed = files.hasFailed();
      files.heal();
      int points = open(weak).points().size();
      assertThat(points).isIn(added ? List.of(2) : List.of(1, 2));
      assertGoesOn(weak, points);
    }
    assertThat(hasFailed).as("went through all calls").isFalse();
  }

  @Test
  void aFailingEngineLeavesNothing() throws IOException {
    Path root = newFolder();
    SnapshotRepository repository =
        SnapshotRepository.initialize(root, Repositories.options(clock));
    CountingEngine engine = CountingEngine.of(LATER);
    engine.hook =
        path -> {
          if (path.equals("_0.cfs")) {
            throw new InjectedFault(path, "engine");
          }
        };
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> repository.store(engine));
    assertThat(Repositories.files(root)).containsExactly("repository.json");
  }

  @Test
  void anInterruptLeavesNothing() throws IOException {
    Path root = newFolder();
    SnapshotRepository repository =
        SnapshotRepository.initialize(root, Repositories.options(clock));
    Thread caller = Thread.currentThread();
    CountingEngine engine = CountingEngine.of(FORMER);
    engine.hook =
        path -> {
          if (path.equals("_0.cfs")) {
            caller.interrupt();
            try {
              Thread.sleep(10_000);
            } catch (InterruptedException e) {
              throw new ClosedByInterruptException();
            }
          }
        };
    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(() -> repository.store(engine));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Repositories.files(root)).containsExactly("repository.json");
    assertThat(repository.points()).isEmpty();
  }

  @Test
  void initializingIsRepeatedAfterItWasKilled() throws IOException {
    boolean hasFailed = true;
    for (int calls = 0; hasFailed && calls < MOST_CALLS; calls++) {
      Path root = newFolder();
      FaultyFileSystem files = FaultyFileSystem.over(inner);
      if (calls % 2 == 1) {
        files.refuseAtomicMoves();
      }
      files.failAllAfter(calls / 2);
      Path faulty = files.path(root);
      try {
        SnapshotRepository.initialize(faulty);
      } catch (IOException e) {
        files.heal();
        initializeUnlessDone(faulty);
      }
      hasFailed = files.hasFailed() || calls % 2 == 0;
      files.heal();
      open(faulty).store(FORMER.source());
      assertThat(open(faulty).points()).hasSize(1);
    }
    assertThat(hasFailed).as("went through all calls").isFalse();
  }

  private static void initializeUnlessDone(Path root) throws IOException {
    try {
      SnapshotRepository.open(root);
    } catch (DumpException e) {
      SnapshotRepository.initialize(root);
    }
  }
}
