package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.indexport.testkit.FaultyFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RepositoryLeaseTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final FileSystem inner = Jimfs.newFileSystem(Configuration.unix());
  private final FaultyFileSystem files = FaultyFileSystem.over(inner);
  private final Path root = files.path(inner.getPath("/folder/repository"));
  private final SettableClock clock = new SettableClock();
  private RepositoryFolder folder;

  @BeforeEach
  void initialize() throws IOException {
    folder = RepositoryFolder.initialize(root, options(LONG, Duration.ZERO).snapshots());
  }

  @AfterEach
  void close() throws IOException {
    inner.close();
  }

  private RepositoryOptions options(Duration timeToLive, Duration wait) {
    return RepositoryOptions.builder()
        .leaseTimeToLive(timeToLive)
        .waitForLease(wait)
        .holder("somebody")
        .snapshots(SnapshotOptions.builder().workers(2).clock(clock).build())
        .build();
  }

  private RepositoryLease take(Duration timeToLive, Duration wait) throws IOException {
    return RepositoryLease.take(folder, options(timeToLive, wait), "test");
  }

  private RepositoryLease take() throws IOException {
    return take(LONG, Duration.ZERO);
  }

  private SnapshotRepository repository() throws IOException {
    return SnapshotRepository.open(root, options(LONG, Duration.ZERO));
  }

  private Path file() {
    return root.resolve("lease.json");
  }

  private LeaseContent content() throws IOException {
    return LeaseContent.parse("lease", Files.readAllBytes(file()), folder.limits());
  }

  @Test
  void onlyOneHasIt() throws IOException {
    try (RepositoryLease lease = take()) {
      lease.check();
      Instant renewed = content().renewed();
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(this::take)
          .withMessageContaining("\"test\" by \"somebody\" since " + renewed)
          .withMessageContaining("until " + renewed.plus(LONG))
          .withMessageContaining("delete " + file())
          .satisfies(e -> assertThat(e.holder()).isEqualTo("somebody"))
          .satisfies(e -> assertThat(e.until()).isEqualTo(renewed.plus(LONG)));
    }
    assertThat(Files.exists(file())).isFalse();
    take().close();
  }

  @Test
  void everyChangeNeedsItAndNothingElseDoes() throws IOException {
    SnapshotRepository repository = repository();
    String point = repository.store(Tree.small().source()).name();
    try (RepositoryLease lease = take()) {
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(() -> repository.store(Tree.small().source()));
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(() -> repository.forget(List.of(point)));
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(() -> repository.forget(Retention.keepLast(1)));
      assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(repository::collectGarbage);
      assertThat(repository.points()).hasSize(1);
      Repositories.assertSound(repository.verify());
      repository.restore(
          point, files.path(inner.getPath("/folder/out")), Tree.ENGINE, RestoreOptions.DEFAULT);
      lease.check();
    }
  }

  @Test
  void itEndsWhenNobodyGivesASignOfLife() throws IOException {
    RepositoryLease first = take();
    clock.advance(LONG.minusSeconds(1));
    assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(this::take);
    first.renew();
    clock.advance(LONG.minusSeconds(1));
    assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(this::take);
    clock.advance(Duration.ofSeconds(1));
    try (RepositoryLease second = take()) {
      assertThatExceptionOfType(LeaseLostException.class).isThrownBy(first::check);
      first.renew();
      first.close();
      second.check();
      assertThat(Files.exists(file())).isTrue();
    }
  }

  @Test
  void whoGivesSignsOfLifeKeepsIt() throws Exception {
    try (RepositoryLease lease = take(SHORT, Duration.ZERO)) {
      Instant taken = content().renewed();
      Thread.sleep(3 * SHORT.toMillis());
      lease.check();
      assertThat(content().renewed()).isAfter(taken.plus(SHORT));
      assertThat(content().taken()).isEqualTo(taken);
    }
  }

  @Test
  void whoCannotGiveSignsOfLifeNoticesByAClockThatNeverJumps() throws Exception {
    try (RepositoryLease lease = take(SHORT, Duration.ZERO)) {
      files.failAllAfter(0);
      Thread.sleep(SHORT.toMillis() + 50);
      files.heal();
      clock.advance(Duration.ofDays(-1));
      assertThat(lease.isHeld()).isFalse();
      assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::check);
    }
  }

  @Test
  void aLeaseThatWasRemovedIsLost() throws IOException {
    try (RepositoryLease lease = take()) {
      Files.delete(file());
      assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::check);
    }
  }

  @Test
  void aDateInTheFutureIsNoAge() throws Exception {
    RepositoryLease dead = take(SHORT, Duration.ZERO);
    files.failAllAfter(0);
    dead.close();
    files.heal();
    clock.advance(Duration.ofDays(-400));
    assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(this::take);
    long start = System.nanoTime();
    take(LONG, Duration.ofSeconds(20)).close();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(SHORT, Duration.ofSeconds(15));
  }

  @Test
  void itCanBeWaitedFor() throws Exception {
    RepositoryLease first = take();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                take(LONG, Duration.ofSeconds(20)).close();
              } catch (IOException e) {
                failure.set(e);
              }
            });
    waiting.start();
    Thread.sleep(50);
    assertThat(waiting.isAlive()).isTrue();
    first.close();
    waiting.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void waitingEndsWithARefusalOrAnInterrupt() throws Exception {
    try (RepositoryLease lease = take()) {
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(() -> take(LONG, Duration.ofMillis(50)));
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(ClosedByInterruptException.class)
          .isThrownBy(() -> take(LONG, Duration.ofSeconds(20)));
      assertThat(Thread.interrupted()).isTrue();
      lease.check();
    }
  }

  @Test
  void aLeaseThatCannotBeReadCountsFromItsDate() throws IOException {
    Files.write(file(), new byte[] {1, 2, 3});
    assertThatExceptionOfType(LeaseHeldException.class)
        .isThrownBy(this::take)
        .withMessageContaining("cannot be read");
    clock.advance(LONG.plusSeconds(5));
    take().close();
  }

  @Test
  void aHostileLeaseIsOneThatCannotBeRead() throws IOException {
    try (RepositoryLease lease = take()) {
      byte[] sound = Files.readAllBytes(file());
      Files.write(file(), Sealing.changed(sound, ":120000", ":9223372036854775807"));
      assertThatExceptionOfType(LeaseHeldException.class)
          .isThrownBy(this::take)
          .withMessageContaining("cannot be read");
      lease.check();
    } catch (LeaseLostException e) {
      assertThat(e).hasMessageContaining("lost");
    }
  }

  /** Lets another process take over while files are being read. */
  private void overtake(CountingEngine engine, Change change) {
    engine.hook =
        path -> {
          engine.hook = other -> {};
          clock.advance(LONG);
          change.run(repository());
        };
  }

  private interface Change {
    void run(SnapshotRepository repository) throws IOException;
  }

  @Test
  void whoWasOvertakenByAnotherPointAddsNothing() throws IOException {
    CountingEngine engine = CountingEngine.of(Tree.small());
    Tree other = new Tree().with("other", "other");
    overtake(engine, repository -> repository.store(other.source()));
    assertThatExceptionOfType(LeaseLostException.class)
        .isThrownBy(() -> repository().store(engine));
    List<RepositoryPoint> points = repository().points();
    assertThat(points).hasSize(1);
    Repositories.assertSound(repository().verify());
  }

  @Test
  void whoWasOvertakenByGarbageCollectionAddsNothing() throws IOException {
    SnapshotRepository repository = repository();
    String former = repository.store(CountingEngine.of(Tree.small())).name();
    Tree more = Tree.small().with("more", "more");
    CountingEngine engine = CountingEngine.of(more);
    overtake(
        engine,
        other -> {
          other.forget(List.of(former));
          clock.advance(LONG);
          other.collectGarbage();
        });
    assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> repository.store(engine));
    assertThat(repository.points()).isEmpty();
    repository.store(engine);
    Repositories.assertSound(repository.verify());
  }

  /** The lease is looked at for the last time before the generation is created. */
  @Test
  void whoIsOvertakenInTheVeryLastMomentAddsNothing() throws IOException {
    SnapshotRepository repository = repository();
    repository.store(CountingEngine.of(Tree.small()));
    Generations generations = new Generations(folder);
    try (RepositoryLease late = take()) {
      Generations.Standing base = generations.current();
      clock.advance(LONG);
      repository.collectGarbage();
      repository.forget(Retention.keepLast(1));
      repository.store(new Tree().with("x", "x").source());
      assertThatExceptionOfType(LeaseLostException.class)
          .isThrownBy(() -> generations.publish(base, "late", List.of(), late));
    }
    assertThat(repository.points()).hasSize(2);
  }

  @Test
  void twoThreadsTakeTurnsWhenTheyWait() throws Exception {
    SnapshotRepository waiting =
        SnapshotRepository.open(root, options(LONG, Duration.ofSeconds(20)));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      Tree tree = new Tree().with("file", "content " + i);
      threads[i] =
          new Thread(
              () -> {
                try {
                  waiting.store(tree.source());
                } catch (IOException | RuntimeException e) {
                  failure.set(e);
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(waiting.points()).hasSize(threads.length);
    Repositories.assertSound(waiting.verify());
    assertThat(Objects.requireNonNull(waiting.id())).isEqualTo(folder.id());
  }
}
