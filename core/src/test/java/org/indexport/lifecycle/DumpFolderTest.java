package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.indexport.lifecycle.DumpService.WhenBusy;
import org.indexport.lifecycle.DumpStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uids, restarts, and what several processes do in one folder. */
class DumpFolderTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final DumpUid OLD = DumpUid.parse("20260630-080000000");

  @TempDir Path folder;

  private DumpService open() throws IOException {
    return DumpService.builder(folder, () -> FakeEngine.of(1), new LinesFormat())
        .clock(() -> NOON)
        .open();
  }

  private Path write(String name, String time) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "{}\n");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
  }

  private Path request(DumpUid uid) throws IOException {
    return write("." + uid.fileName() + ".request", "2026-06-30T08:00:00Z");
  }

  @Test
  void formerDumpsAreDone() throws IOException {
    Path file = write(OLD.fileName(), "2026-06-30T08:01:00Z");
    Path early = write("20260701-080000000.dump", "2026-01-01T00:00:00Z");
    write("latest.dump", "2026-06-30T08:01:00Z");
    try (DumpService service = open()) {
      DumpStatus status = service.status(OLD).orElseThrow();
      assertThat(status.state()).isEqualTo(State.DONE);
      assertThat(status.startedAt()).isEqualTo(OLD.time());
      assertThat(status.finishedAt()).isEqualTo("2026-06-30T08:01:00Z");
      assertThat(status.file()).isEqualTo(file);
      assertThat(status.progress()).isNull();
      assertThat(service.cancel(OLD)).contains(status);
      assertThat(service.list()).extracting(DumpStatus::file).containsExactly(file, early);
      assertThat(service.list().get(1).finishedAt()).isEqualTo("2026-07-01T08:00:00Z");
      Files.delete(file);
      assertThat(service.status(OLD)).isEmpty();
    }
  }

  @Test
  void whatTheDeadLeftIsClearedAwayAndTold() throws IOException {
    request(OLD);
    write("." + OLD.fileName() + ".0123456789abcdef.tmp", "2026-06-30T08:00:30Z");
    write("." + OLD.fileName() + ".manifest.json.0123456789abcdef.tmp", "2026-06-30T08:00:20Z");
    List<DumpStatus> told = new ArrayList<>();
    try (DumpService service =
        DumpService.builder(folder, () -> FakeEngine.of(1), new LinesFormat())
            .listener(told::add)
            .open()) {
      assertThat(Trees.names(folder)).containsExactly(".dumps.lock");
      DumpStatus status = service.status(OLD).orElseThrow();
      assertThat(status.state()).isEqualTo(State.FAILED);
      assertThat(status.error()).startsWith("interrupted");
      assertThat(status.startedAt()).isEqualTo(OLD.time());
      assertThat(status.finishedAt()).isEqualTo("2026-06-30T08:00:30Z");
      assertThat(service.list()).containsExactly(status);
      assertThat(told).containsExactly(status);
      assertThat(service.cancel(OLD)).contains(status);
    }
  }

  @Test
  void aDumpWhoseProcessDiedJustAfterItIsDone() throws IOException {
    request(OLD);
    Path file = write(OLD.fileName(), "2026-06-30T08:01:00Z");
    Files.createLink(folder.resolve("." + OLD.fileName() + ".0123456789abcdef.tmp"), file);
    try (DumpService service = open()) {
      assertThat(service.status(OLD).orElseThrow().state()).isEqualTo(State.DONE);
      assertThat(Trees.names(folder)).containsExactly(".dumps.lock", OLD.fileName());
      assertThat(file).hasContent("{}");
    }
  }

  @Test
  void everythingElseStays() throws IOException {
    request(OLD);
    List<String> others =
        List.of(
            // What another program writes to this folder, under a name that looks like ours.
            ".20260630-090000000.dump.0123456789abcdef.tmp",
            ".20260630-080000000.dump.tmp",
            ".20260630-080000000.dump.0123456789abcdeg.tmp",
            ".20260630-080000000.dump.unfinished",
            ".20260630-0800000000.dump.0123456789abcdef.tmp",
            "20260630-080000000.dump.0123456789abcdef.tmp",
            ".20269999-080000000.dump.request",
            ".20260630-080000000.dumps.request",
            "notes.txt");
    for (String name : others) {
      write(name, "2026-06-30T08:00:00Z");
    }
    Files.createDirectory(folder.resolve(".20260630-080000000.dump.0000000000000000.tmp"));
    open().close();
    assertThat(Trees.names(folder))
        .containsAll(others)
        .contains(".20260630-080000000.dump.0000000000000000.tmp/")
        .hasSize(others.size() + 2);
  }

  @Test
  void whatALivingProcessWritesStays() throws IOException {
    Path request = request(OLD);
    Path temporary = write("." + OLD.fileName() + ".0123456789abcdef.tmp", "2026-06-30T08:00:30Z");
    try (OtherProcess process = OtherProcess.locking(request)) {
      assertThat(process.hasLock()).isTrue();
      try (DumpService service = open()) {
        assertThat(service.status(OLD)).isEmpty();
        assertThat(request).exists();
        assertThat(temporary).exists();
      }
    }
    try (DumpService service = open()) {
      assertThat(service.status(OLD).orElseThrow().state()).isEqualTo(State.FAILED);
      assertThat(Trees.names(folder)).containsExactly(".dumps.lock");
    }
  }

  @Test
  void whatAnotherServiceOfThisProcessWritesStays() throws Exception {
    Waiting gate = new Waiting();
    try (DumpService first =
        DumpService.builder(
                folder, () -> FakeEngine.of(1, document -> gate.pass()), new LinesFormat())
            .open()) {
      DumpUid uid = first.create().uid();
      gate.awaitEntered();
      try (DumpService second = open()) {
        assertThat(second.status(uid)).isEmpty();
        gate.open();
        assertThat(first.await(uid, java.time.Duration.ofSeconds(20)).orElseThrow().state())
            .isEqualTo(State.DONE);
        assertThat(second.status(uid).orElseThrow().state()).isEqualTo(State.DONE);
      }
    }
  }

  @Test
  void uidsAreFree() throws Exception {
    write("20260701-120000000.dump", "2026-07-01T12:00:00Z");
    Files.createDirectory(folder.resolve("20260701-120000001.dump"));
    request(DumpUid.parse("20260701-120000002"));
    try (DumpService service = open()) {
      // The third is free by now, but somebody may have heard of its end.
      assertThat(service.create().uid()).hasToString("20260701-120000003");
    }
  }

  @Test
  void uidsGrowWhateverTheClockDoes() throws IOException {
    DumpFolder dumps = new DumpFolder(folder);
    List<DumpUid> uids = new ArrayList<>();
    for (int second : new int[] {10, 10, 20, 5, 0, 20, 30, -100_000}) {
      DumpFolder.Claim claim = dumps.claim(NOON.plusSeconds(second));
      uids.add(claim.uid());
      claim.release();
    }
    assertThat(uids).isSorted().doesNotHaveDuplicates();
    assertThat(uids.get(6)).hasToString("20260701-120030000");
    assertThat(uids.get(7)).hasToString("20260701-120030001");
  }

  @Test
  void uidsAreGivenOnceToAllWhoShareAFolder() throws Exception {
    Set<DumpUid> given = new ConcurrentSkipListSet<>();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      DumpFolder dumps = new DumpFolder(folder);
      tasks.add(
          () -> {
            boolean fresh = true;
            for (int n = 0; n < 25; n++) {
              DumpFolder.Claim claim = dumps.claim(NOON);
              fresh &= given.add(claim.uid());
              Files.createFile(claim.file());
              claim.release();
            }
            return fresh;
          });
    }
    ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Boolean> fresh : executor.invokeAll(tasks)) {
        assertThat(fresh.get()).isTrue();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(given).hasSize(100);
    assertThat(Trees.names(folder)).hasSize(101);
  }

  @Test
  void anyFileSystemWillDo() throws Exception {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path dumps = files.getPath("/data/dumps");
      Files.createDirectories(dumps);
      Files.createFile(dumps.resolve("." + OLD.fileName() + ".request"));
      try (DumpService service =
          DumpService.builder(dumps, () -> FakeEngine.of(1), new LinesFormat()).open()) {
        assertThat(service.status(OLD).orElseThrow().state()).isEqualTo(State.FAILED);
        DumpUid uid = service.create().uid();
        DumpStatus done = service.await(uid, java.time.Duration.ofSeconds(20)).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.file()).exists();
      }
    }
  }

  @Test
  void everythingAtOnceEndsInOrder() throws Exception {
    for (int round = 0; round < 10; round++) {
      Path mine = folder.resolve("round-" + round);
      DumpService service =
          DumpService.builder(mine, () -> FakeEngine.of(20), new LinesFormat())
              .clock(() -> NOON)
              .whenBusy(WhenBusy.QUEUE)
              .open();
      Set<DumpUid> asked = new ConcurrentSkipListSet<>();
      ExecutorService executor = Executors.newFixedThreadPool(4);
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        boolean canceling = i == 1;
        tasks.add(executor.submit(() -> createMany(service, asked, canceling)));
      }
      Thread.sleep(5L * round);
      tasks.add(executor.submit(service::close));
      for (Future<?> task : tasks) {
        task.get();
      }
      executor.shutdownNow();
      List<String> expected = new ArrayList<>();
      for (DumpUid uid : asked) {
        DumpStatus status = service.status(uid).orElseThrow();
        assertThat(status.state()).isIn(State.DONE, State.CANCELED);
        if (status.state() == State.DONE) {
          expected.add(uid.fileName());
        }
      }
      assertThat(Trees.names(mine))
          .filteredOn(name -> !name.equals(".dumps.lock"))
          .containsExactlyElementsOf(expected);
    }
  }

  private static Void createMany(DumpService service, Set<DumpUid> asked, boolean canceling)
      throws IOException {
    for (int n = 0; n < 10; n++) {
      try {
        DumpUid uid = service.create().uid();
        assertThat(asked.add(uid)).isTrue();
        if (canceling) {
          service.cancel(uid);
        }
      } catch (IllegalStateException e) {
        // Closed meanwhile.
        return null;
      }
    }
    return null;
  }
}
