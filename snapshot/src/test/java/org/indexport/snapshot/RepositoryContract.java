package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.indexport.snapshot.Repositories.assertSound;
import static org.indexport.snapshot.Repositories.restored;
import static org.indexport.snapshot.Tree.ENGINE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.ExistingTargetException;
import org.indexport.IncompatibleSnapshotException;
import org.indexport.UnknownFormatException;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.spi.SnapshotReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repository does on any file system. */
abstract class RepositoryContract {
  /** Two chunks. */
  private static final byte[] LONG = Tree.bytes(BlobStore.CHUNK_BYTES + 1, 7);

  @TempDir Path temp;

  final SettableClock clock = new SettableClock();
  private Path root;
  private SnapshotRepository repository;

  /** A folder that is not there yet. */
  abstract Path newFolder() throws IOException;

  /** Lets listings tell what is there. */
  void refreshListings() {}

  @BeforeEach
  void initialize() throws IOException {
    root = newFolder();
    repository = SnapshotRepository.initialize(root, Repositories.options(clock));
  }

  private List<String> files() throws IOException {
    refreshListings();
    return Repositories.files(root);
  }

  private List<String> blobs() throws IOException {
    refreshListings();
    return Repositories.blobs(root);
  }

  private static Tree tree(int version) {
    return Tree.small()
        .with("long", LONG)
        .with("changing", "version " + version)
        .with("_" + version + ".cfs", Tree.bytes(500, version));
  }

  @Test
  void aPointIsRestoredAsItWas() throws IOException {
    SnapshotReport report = repository.store(tree(1).source());
    assertThat(report.files()).isEqualTo(7);
    assertThat(report.newFiles()).isEqualTo(6);
    assertThat(report.engine()).isEqualTo(ENGINE);
    assertThat(repository.points()).singleElement().extracting("id").isEqualTo(report.name());
    assertThat(restored(repository, report.name(), temp)).isEqualTo(tree(1));
    assertSound(repository.verify());
    assertThat(files()).doesNotContain("lease.json");
    assertThat(files()).noneMatch(file -> file.endsWith(".tmp"));
  }

  @Test
  void aFurtherPointStoresOnlyWhatChanged() throws IOException {
    SnapshotReport first = repository.store(CountingEngine.of(tree(1)));
    CountingEngine engine = CountingEngine.of(tree(2));
    SnapshotReport second = repository.store(engine);
    assertThat(engine.read).containsExactlyInAnyOrder("_2.cfs", "changing");
    assertThat(second.newFiles()).isEqualTo(2);
    assertThat(second.storedBytes()).isLessThan(first.storedBytes() / 100);
    assertThat(restored(repository, first.name(), temp)).isEqualTo(tree(1));
    assertThat(restored(repository, second.name(), temp)).isEqualTo(tree(2));
    assertSound(repository.verify());
  }

  @Test
  void contentThatIsKnownIsNotStoredAgainWithoutIdentitiesEither() throws IOException {
    repository.store(CountingEngine.withoutIdentities(tree(1)));
    int before = blobs().size();
    CountingEngine engine = CountingEngine.withoutIdentities(tree(2));
    SnapshotReport second = repository.store(engine);
    assertThat(engine.read).hasSize(7);
    assertThat(second.newFiles()).isEqualTo(2);
    refreshListings();
    assertThat(blobs()).hasSize(before + 2);
    assertThat(restored(repository, second.name(), temp)).isEqualTo(tree(2));
  }

  @Test
  void filesOfTheSameContentShareTheirBlobs() throws IOException {
    Tree twins = new Tree().with("a", "same").with("b", "same").with("c", "same");
    SnapshotReport report = repository.store(twins.source());
    assertThat(blobs()).hasSize(1);
    assertThat(restored(repository, report.name(), temp)).isEqualTo(twins);
  }

  @Test
  void anEmptyEngineIsAPointToo() throws IOException {
    SnapshotReport report = repository.store(new Tree().source());
    assertThat(restored(repository, report.name(), temp)).isEqualTo(new Tree());
    assertSound(repository.verify());
  }

  @Test
  void theLatestIsTheOneAddedLastWhateverTheClockSays() throws IOException {
    repository.store(tree(1).source());
    clock.advance(Duration.ofDays(-3));
    repository.store(tree(2).source());
    Path target = temp.resolve("latest");
    repository.restoreLatest(target, ENGINE, RestoreOptions.DEFAULT);
    assertThat(Tree.of(target)).isEqualTo(tree(2));
  }

  @Test
  void forgottenPointsAreGarbageThatIsCollectedWhenItIsOld() throws IOException {
    SnapshotReport first = repository.store(tree(1).source());
    SnapshotReport second = repository.store(tree(2).source());
    ForgetReport report = repository.forget(List.of(first.name()));
    assertThat(report.forgotten()).extracting("id").containsExactly(first.name());
    assertThat(report.kept()).extracting("id").containsExactly(second.name());
    refreshListings();
    assertThat(repository.verify().orphans()).hasSize(2);
    GarbageReport young = repository.collectGarbage();
    assertThat(young.blobs()).isZero();
    assertThat(young.young()).isEqualTo(3);
    clock.advance(Repositories.TIME_TO_LIVE);
    refreshListings();
    GarbageReport old = repository.collectGarbage();
    assertThat(old.blobs()).isEqualTo(2);
    assertThat(old.others()).isEqualTo(1);
    assertThat(old.bytes()).isPositive();
    refreshListings();
    assertThat(repository.verify().orphans()).isEmpty();
    assertSound(repository.verify());
    assertThat(restored(repository, second.name(), temp)).isEqualTo(tree(2));
    assertThat(files()).doesNotContain("points/" + first.name() + ".json");
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> restored(repository, first.name(), temp))
        .withMessageContaining(second.name());
  }

  @Test
  void whatWasForgottenCanBeStoredAgainBeforeAndAfterItWasCollected() throws IOException {
    repository.forget(List.of(repository.store(CountingEngine.of(tree(1))).name()));
    CountingEngine engine = CountingEngine.of(tree(1));
    SnapshotReport second = repository.store(engine);
    assertThat(engine.read).hasSize(7);
    clock.advance(Repositories.TIME_TO_LIVE);
    refreshListings();
    repository.collectGarbage();
    assertThat(restored(repository, second.name(), temp)).isEqualTo(tree(1));
    assertSound(repository.verify());
  }

  @Test
  void retentionKeepsWhatItSays() throws IOException {
    for (int i = 0; i < 5; i++) {
      repository.store(tree(i).source());
    }
    ForgetReport report = repository.forget(Retention.keepLast(2));
    assertThat(report.kept()).hasSize(2);
    assertThat(repository.points()).isEqualTo(report.kept());
    assertThat(repository.forget(Retention.keepLast(2)).forgotten()).isEmpty();
  }

  @Test
  void allPointsOrNoneAreForgotten() throws IOException {
    SnapshotReport first = repository.store(tree(1).source());
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> repository.forget(List.of(first.name(), "nothing")))
        .withMessageContaining("\"nothing\"")
        .withMessageNotContaining("\"" + first.name());
    assertThat(repository.points()).hasSize(1);
    repository.forget(List.of(first.name()));
    assertThat(repository.points()).isEmpty();
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(
            () -> repository.restoreLatest(temp.resolve("x"), ENGINE, RestoreOptions.DEFAULT))
        .withMessageContaining("found none");
  }

  @Test
  void itIsOpenedAgain() throws IOException {
    SnapshotReport report = repository.store(tree(1).source());
    SnapshotRepository again = SnapshotRepository.open(root);
    assertThat(again.id()).isEqualTo(repository.id()).hasSize(32);
    assertThat(again.folder()).isEqualTo(root);
    assertThat(again.points()).isEqualTo(repository.points());
    assertThat(restored(again, report.name(), temp)).isEqualTo(tree(1));
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> SnapshotRepository.initialize(root));
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> SnapshotRepository.open(root.resolveSibling("nothing")))
        .withMessageContaining("initialize");
  }

  @Test
  void foreignAndNewerPointsAreRefused() throws IOException {
    SnapshotReport report =
        repository.store(CountingEngine.of(tree(1), new EngineVersion("lucene", "10.0.0")));
    assertThatExceptionOfType(IncompatibleSnapshotException.class)
        .isThrownBy(() -> restored(repository, report.name(), temp));
    SnapshotReport foreign =
        repository.store(CountingEngine.of(tree(1), new EngineVersion("tantivy", "0.22")));
    assertThatExceptionOfType(IncompatibleSnapshotException.class)
        .isThrownBy(() -> restored(repository, foreign.name(), temp))
        .withMessageContaining("dump");
  }

  @Test
  void identitiesOfOtherEnginesMeanNothing() throws IOException {
    repository.store(CountingEngine.of(tree(1)));
    CountingEngine other = CountingEngine.of(tree(1), new EngineVersion("tantivy", "0.22"));
    repository.store(other);
    assertThat(other.read).hasSize(7);
  }

  @Test
  void missingBlobsAreFoundAndStoredAgain() throws IOException {
    SnapshotReport first = repository.store(CountingEngine.of(tree(1)));
    String blob = "blobs/" + shardAndName(Tree.bytes(300, 1));
    Files.delete(root.resolve(blob));
    RepositoryVerification found = repository.verify();
    assertThat(found.problems())
        .containsExactly(
            new RepositoryVerification.Problem(
                RepositoryVerification.Kind.MISSING,
                blob,
                "expected a blob, found nothing; add a point, which stores it anew if the engine"
                    + " still has that content; else forget what it hits",
                List.of(new RepositoryVerification.HitFile(first.name(), "_0.cfs"))));
    assertThat(found.isSound()).isFalse();
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> restored(repository, first.name(), temp))
        .withMessageContaining("verify");
    CountingEngine engine = CountingEngine.of(tree(1));
    repository.store(engine);
    assertThat(engine.read).containsExactly("_0.cfs");
    assertSound(repository.verify());
    assertThat(restored(repository, first.name(), temp)).isEqualTo(tree(1));
  }

  private static String shardAndName(byte[] content) {
    String digest = Hashing.sha256(content).toString();
    return digest.substring(0, 2) + "/" + digest;
  }

  @Test
  void cutBlobsAreFoundAndStoredAgain() throws IOException {
    SnapshotReport first = repository.store(CountingEngine.of(tree(1)));
    Path blob = root.resolve("blobs/" + shardAndName(Tree.bytes(300, 1)));
    Files.write(blob, new byte[] {1, 2, 3});
    assertThat(repository.verify(VerifyScope.rotating(1, 3)).problems())
        .as("another length is always looked at")
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.kind()).isEqualTo(RepositoryVerification.Kind.DAMAGED));
    repository.store(CountingEngine.of(tree(1)));
    assertSound(repository.verify());
    assertThat(restored(repository, first.name(), temp)).isEqualTo(tree(1));
  }

  @Test
  void rottenBlobsAreStoredAgainWhenTheyAreDeletedAsVerifyingSays() throws IOException {
    SnapshotReport first = repository.store(CountingEngine.of(tree(1)));
    String name = "blobs/" + shardAndName(Tree.bytes(300, 1));
    Path blob = root.resolve(name);
    byte[] rotten = Files.readAllBytes(blob);
    rotten[rotten.length / 2] ^= 1;
    Files.write(blob, rotten);
    CountingEngine engine = CountingEngine.of(tree(1));
    repository.store(engine);
    assertThat(engine.read).as("the length is as it was").isEmpty();
    RepositoryVerification.Problem problem = repository.verify().problems().get(0);
    assertThat(problem.kind()).isEqualTo(RepositoryVerification.Kind.DAMAGED);
    assertThat(problem.file()).isEqualTo(name);
    assertThat(problem.reason())
        .contains("expected", "found", "; delete " + name + ", then add a point")
        .doesNotContain("another copy", "verify the repository");

    Files.delete(blob);
    repository.store(engine);
    assertThat(engine.read).containsExactly("_0.cfs");
    assertSound(repository.verify());
    assertThat(restored(repository, first.name(), temp)).isEqualTo(tree(1));
  }

  @Test
  void blobsThatArePackedInAnotherWayAreSound() throws IOException {
    Tree text = new Tree().with("text", "abcdefgh".repeat(10_000));
    SnapshotReport first = repository.store(CountingEngine.of(text));
    Path blob = root.resolve(blobs().get(0));
    byte[] plain = "abcdefgh".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    try (FramePacker packer = new FramePacker(new FrameBuffers(), 19);
        PackedFrame frame = packer.pack(plain, 0, plain.length)) {
      byte[] packed = Arrays.copyOf(frame.bytes(), frame.length());
      assertThat(packed.length).isNotEqualTo(Files.size(blob));
      Files.write(blob, packed);
    }
    assertSound(repository.verify());
    CountingEngine engine = CountingEngine.of(text);
    repository.store(engine);
    assertThat(engine.read).isEmpty();
    assertThat(restored(repository, first.name(), temp)).isEqualTo(text);
  }

  @Test
  void eachBlobIsReadByOneOfTheTurns() throws IOException {
    Tree many = new Tree();
    for (int i = 0; i < 50; i++) {
      many.with("f" + i, "content " + i);
    }
    repository.store(many.source());
    long read = 0;
    for (int turn = 100; turn < 105; turn++) {
      RepositoryVerification part = repository.verify(VerifyScope.rotating(turn, 5));
      assertSound(part);
      assertThat(part.blobs()).isEqualTo(50);
      assertThat(part.blobsRead()).isBetween(1L, 30L);
      read += part.blobsRead();
    }
    assertThat(read).isEqualTo(50);
    assertThat(repository.verify().blobsRead()).isEqualTo(50);
  }

  @Test
  void aDamagedPointStopsOnlyGarbageCollection() throws IOException {
    SnapshotReport first = repository.store(CountingEngine.of(tree(1)));
    SnapshotReport second = repository.store(CountingEngine.of(tree(2)));
    Files.delete(root.resolve("points/" + first.name() + ".json"));
    RepositoryVerification found = repository.verify();
    assertThat(found.problems()).hasSize(1);
    assertThat(found.problems().get(0).hit())
        .containsExactly(new RepositoryVerification.HitFile(first.name(), ""));
    clock.advance(Repositories.TIME_TO_LIVE);
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(repository::collectGarbage)
        .withMessageContaining("forget");
    repository.store(CountingEngine.of(tree(3)));
    assertThat(restored(repository, second.name(), temp)).isEqualTo(tree(2));
    repository.forget(List.of(first.name()));
    refreshListings();
    repository.collectGarbage();
    assertSound(repository.verify());
  }

  @Test
  void aFileThatChangesUnderTheCopyLeavesNothing() throws IOException {
    Tree liar = tree(1);
    CountingEngine engine = CountingEngine.of(liar);
    engine.hook = path -> liar.with("long", "short now");
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> repository.store(engine))
        .withMessageContaining("long");
    assertThat(repository.points()).isEmpty();
    assertThat(files()).containsExactly("repository.json");
  }

  @Test
  void manyChangesLeaveFewFiles() throws IOException {
    for (int i = 0; i < 36; i++) {
      repository.store(new Tree().with("a", "a" + i % 3).source());
      repository.forget(Retention.keepLast(2));
    }
    assertThat(repository.points()).hasSize(2);
    refreshListings();
    assertThat(files().stream().filter(file -> file.startsWith("index-")))
        .hasSizeLessThan(16 + 2 * 7)
        .contains("index-70.json", "index-64.json", "index-1.json");
    clock.advance(Repositories.TIME_TO_LIVE);
    repository.collectGarbage();
    assertSound(repository.verify());
  }
}
