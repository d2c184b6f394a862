package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.indexport.snapshot.Generations.Standing;
import org.indexport.testkit.FaultyFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationsTest {
  private static final RepositoryOptions OPTIONS = RepositoryOptions.DEFAULT;

  private final FileSystem inner = Jimfs.newFileSystem(Configuration.unix());
  private final FaultyFileSystem files = FaultyFileSystem.over(inner);
  private final Path root = files.path(inner.getPath("/folder/repository"));

  @AfterEach
  void close() throws IOException {
    inner.close();
  }

  private RepositoryFolder initialize() throws IOException {
    return RepositoryFolder.initialize(root, OPTIONS.snapshots());
  }

  private static void publish(RepositoryFolder folder, int times) throws IOException {
    Generations generations = new Generations(folder);
    try (RepositoryLease lease = RepositoryLease.take(folder, OPTIONS, "test")) {
      for (int i = 0; i < times; i++) {
        generations.publish(generations.currentForChange(), "test " + i, List.of(), lease);
      }
    }
  }

  private static long newest(RepositoryFolder folder) throws IOException {
    return new Generations(folder).current().newest();
  }

  @Test
  void theFilesThatAreKeptLeadToTheNewest() {
    Set<Long> there = new TreeSet<>();
    for (long newest = 1; newest < 5000; newest++) {
      long last = newest;
      there.add(newest);
      there.removeIf(number -> !Generations.isKept(number, last));
      assertThat(probe(there)).isEqualTo(newest);
      assertThat(there.size()).isLessThan(16 + 2 * 13);
    }
  }

  private static long probe(Set<Long> there) {
    long step = 1;
    while (there.contains(step)) {
      step *= 2;
    }
    long newest = step / 2;
    for (long s = step / 4; s > 0; s /= 2) {
      newest += there.contains(newest + s) ? s : 0;
    }
    return newest;
  }

  @Test
  void publishingDeletesWhatIsNotNeeded() throws IOException {
    RepositoryFolder folder = initialize();
    for (int i = 1; i <= 150; i++) {
      publish(folder, 1);
      assertThat(newest(folder)).isEqualTo(i);
      for (Path file : RepositoryFolder.list(root)) {
        long number = Generations.number(RepositoryFolder.nameOf(file));
        assertThat(number == 0 || Generations.isKept(number, i)).as("%s at %s", file, i).isTrue();
      }
    }
  }

  @Test
  void aNumberIsTakenOnlyOnce() throws IOException {
    RepositoryFolder folder = initialize();
    Generations generations = new Generations(folder);
    try (RepositoryLease lease = RepositoryLease.take(folder, OPTIONS, "test")) {
      Standing base = generations.current();
      generations.publish(base, "first", List.of(), lease);
      assertThatExceptionOfType(LeaseLostException.class)
          .isThrownBy(() -> generations.publish(base, "second", List.of(), lease))
          .withMessageContaining("try again");
      assertThat(generations.current().generation().purpose()).isEqualTo("first");
    }
  }

  @Test
  void aNumberThatWasDeletedDoesNotCountAgain() throws IOException {
    RepositoryFolder folder = initialize();
    Generations generations = new Generations(folder);
    publish(folder, 2);
    Standing base = generations.current();
    publish(folder, 40);
    assertThat(Files.exists(root.resolve("index-3.json"))).isFalse();
    try (RepositoryLease lease = RepositoryLease.take(folder, OPTIONS, "test")) {
      assertThatExceptionOfType(LeaseLostException.class)
          .isThrownBy(() -> generations.publish(base, "late", List.of(), lease));
    }
    assertThat(newest(folder)).isEqualTo(42);
    publish(folder, 1);
    assertThat(newest(folder)).isEqualTo(43);
  }

  @Test
  void aCutGenerationIsDamageWhereMovesAreAtomic() throws IOException {
    RepositoryFolder folder = initialize();
    publish(folder, 3);
    Path last = root.resolve("index-3.json");
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 100));
    assertThatExceptionOfType(TruncatedDumpException.class).isThrownBy(() -> newest(folder));
  }

  @Test
  void aCutGenerationNeverCountedWhereFilesAreWrittenInPlace() throws IOException {
    files.refuseAtomicMoves();
    RepositoryFolder folder = initialize();
    publish(folder, 3);
    Path last = root.resolve("index-4.json");
    byte[] third = Files.readAllBytes(root.resolve("index-3.json"));
    for (int cut : new int[] {0, 1, third.length / 2, third.length - 1}) {
      Files.write(last, Arrays.copyOf(third, cut));
      Standing standing = new Generations(folder).current();
      assertThat(standing.newest()).isEqualTo(4);
      assertThat(standing.generation().number()).isEqualTo(3);
    }
    publish(folder, 1);
    Standing standing = new Generations(folder).current();
    assertThat(standing.generation().number()).isEqualTo(5);
    assertThat(standing.generation().previous()).isEqualTo(RepositoryJson.sealOf(third));
  }

  @Test
  void aCutFirstGenerationLeavesAnEmptyRepository() throws IOException {
    files.refuseAtomicMoves();
    RepositoryFolder folder = initialize();
    Files.write(root.resolve("index-1.json"), new byte[0]);
    assertThat(new Generations(folder).current().generation()).isEqualTo(Generation.NONE);
    publish(folder, 1);
    assertThat(new Generations(folder).current().generation().number()).isEqualTo(2);
  }

  @Test
  void aRepositoryOfAtomicMovesIsNotWrittenToWithoutThem() throws IOException {
    RepositoryFolder folder = initialize();
    files.refuseAtomicMoves();
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> publish(folder, 1))
        .withMessageContaining("atomic moves");
  }

  @Test
  void aMissingFileThatLeadsToTheNewestIsNoticedByWhoChanges() throws IOException {
    RepositoryFolder folder = initialize();
    publish(folder, 5);
    Files.delete(root.resolve("index-4.json"));
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> publish(folder, 1))
        .withMessageContaining("index-5.json");
  }

  @Test
  void unknownMembersArePassedOn() throws IOException {
    RepositoryFolder folder = initialize();
    publish(folder, 1);
    Path first = root.resolve("index-1.json");
    String text = Files.readString(first).replaceFirst(",\"sha256\".*\n", "");
    Files.write(first, RepositoryJson.seal(Sealing.of(text + ",\"later\":[1, 2]}")));
    publish(folder, 1);
    assertThat(Files.readString(root.resolve("index-2.json"))).contains("\"later\":[1, 2]");
  }
}
