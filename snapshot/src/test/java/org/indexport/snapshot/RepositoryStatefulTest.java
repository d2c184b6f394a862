package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.indexport.snapshot.Repositories.assertSound;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.testkit.FaultyFileSystem;
import org.jspecify.annotations.Nullable;

/** Any sequence of changes, during each of which the process may be killed. */
class RepositoryStatefulTest {
  /** What is done. */
  private enum Kind {
    ADD,
    ADD_WITHOUT_IDENTITIES,
    FORGET_ONE,
    RETAIN,
    COLLECT,
    WAIT
  }

  private enum Store {
    ATOMIC,
    IN_PLACE
  }

  /**
   * A step.
   *
   * @param seed chooses what is added or forgotten
   * @param killedAfter after how many calls of the file system the process is killed
   */
  private record Step(Kind kind, int seed, int killedAfter) {}

  private static final int NEVER = 200;

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(0, 3 * NEVER))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  /** Engines whose files come and go. */
  private static Tree tree(int seed) {
    Tree tree = new Tree().with("segments_" + seed, "commit " + seed);
    for (int i = 0; i < 6; i++) {
      if (((seed * 7 + 1) >> i & 1) == 1) {
        tree.with("_" + i + ".cfs", Tree.bytes(100 * (i + 1), i));
      }
    }
    return seed % 3 == 0 ? tree.withFolder("empty") : tree;
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void everyListedPointIsWhole(@ForAll("steps") List<Step> steps, @ForAll Store store)
      throws IOException {
    try (FileSystem inner = Jimfs.newFileSystem(Configuration.unix())) {
      Run run = new Run(inner, store);
      for (Step step : steps) {
        run.step(step);
      }
      run.finish();
    }
  }

  /** A repository and what should be in it. */
  private static final class Run {
    private final FileSystem inner;
    private final FaultyFileSystem files;
    private final Path root;
    private final SettableClock clock = new SettableClock();
    private Map<String, Tree> model = new LinkedHashMap<>();
    private int targets;

    Run(FileSystem inner, Store store) throws IOException {
      this.inner = inner;
      this.files = FaultyFileSystem.over(inner);
      this.root = files.path(inner.getPath("/folder/repository"));
      if (store == Store.IN_PLACE) {
        files.refuseAtomicMoves();
        files.freezeListings();
      }
      SnapshotRepository.initialize(root, Repositories.options(clock));
    }

    private SnapshotRepository open() throws IOException {
      return SnapshotRepository.open(root, Repositories.options(clock));
    }

    void step(Step step) throws IOException {
      SnapshotRepository repository = open();
      List<String> ids = List.copyOf(model.keySet());
      Map<String, Tree> after = new LinkedHashMap<>(model);
      boolean killed = step.killedAfter() < NEVER;
      if (killed) {
        files.failAllAfter(step.killedAfter());
      }
      Tree added = null;
      boolean done = false;
      try {
        switch (step.kind()) {
          case ADD -> {
            added = tree(step.seed());
            repository.store(CountingEngine.of(added));
          }
          case ADD_WITHOUT_IDENTITIES -> {
            added = tree(step.seed());
            repository.store(CountingEngine.withoutIdentities(added));
          }
          case FORGET_ONE -> {
            List<String> some = ids.isEmpty() ? ids : List.of(ids.get(step.seed() % ids.size()));
            after.keySet().removeAll(some);
            repository.forget(some);
          }
          case RETAIN -> {
            int kept = 1 + step.seed() % 4;
            after.keySet().removeAll(ids.subList(0, Math.max(0, ids.size() - kept)));
            repository.forget(Retention.keepLast(kept));
          }
          case COLLECT -> repository.collectGarbage();
          case WAIT -> {
            clock.advance(Repositories.TIME_TO_LIVE.multipliedBy(2));
            files.refreshListings();
          }
        }
        done = true;
      } catch (IOException e) {
        if (!files.hasFailed()) {
          throw e;
        }
      }
      files.heal();
      compare(done, added, after);
      if (killed) {
        // Until the lease of who was killed has ended.
        clock.advance(Repositories.TIME_TO_LIVE);
      }
    }

    private void compare(boolean done, @Nullable Tree added, Map<String, Tree> after)
        throws IOException {
      List<String> found = open().points().stream().map(RepositoryPoint::id).toList();
      if (added != null && found.size() > model.size()) {
        after.put(found.get(found.size() - 1), added);
      }
      List<String> before = List.copyOf(model.keySet());
      List<String> changed = List.copyOf(after.keySet());
      if (done) {
        assertThat(found).isEqualTo(changed);
        assertThat(added == null || found.size() == model.size() + 1).isTrue();
      } else {
        assertThat(found).isIn(before, changed);
      }
      if (found.equals(changed)) {
        model = after;
      }
      assertSound(open().verify());
    }

    void finish() throws IOException {
      clock.advance(Duration.ofDays(1));
      SnapshotRepository repository = open();
      repository.store(new Tree().with("last", "last").source());
      clock.advance(Duration.ofDays(1));
      files.refreshListings();
      repository.collectGarbage();
      for (Map.Entry<String, Tree> point : model.entrySet()) {
        Path target = inner.getPath("/folder/out" + targets++);
        repository.restore(point.getKey(), target, Tree.ENGINE, RestoreOptions.DEFAULT);
        assertThat(Tree.of(target)).isEqualTo(point.getValue());
      }
      files.refreshListings();
      RepositoryVerification verification = repository.verify();
      assertSound(verification);
      assertThat(verification.orphans()).isEmpty();
      assertThat(Repositories.files(root)).noneMatch(file -> file.endsWith(".tmp"));
      assertThat(files.openFiles()).isEmpty();
    }
  }
}
