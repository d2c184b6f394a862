package org.indexport.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.indexport.spi.SnapshotSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of snapshots while they are asked for, taken, and fail. */
class SnapshotStatusTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private Snapshots open(SnapshotSource source) throws IOException {
    return Snapshots.open(
        source,
        ServerOptions.of(TestServer.in(folder), Map.of()),
        new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  private static String status(Snapshots snapshots) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Answer answer = snapshots.describe()) {
      answer.writeTo(out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void awaitIdle(Snapshots snapshots) throws Exception {
    while (!status(snapshots).contains("\"status\":\"idle\"")) {
      Thread.sleep(1);
    }
  }

  @Test
  void whoPollsDoesNotSeeTheEndBeforeTheBeginning() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Database database = Database.open(folder.resolve("data.ix"));
        Snapshots snapshots =
            open(
                () -> {
                  begun.countDown();
                  await(goOn);
                  return database.snapshotSource().pin();
                })) {
      assertThat(status(snapshots)).contains("\"status\":\"idle\"");
      for (int i = 0; i < 2; i++) {
        snapshots.request().close();
        while (begun.getCount() > 0) {
          assertThat(status(snapshots)).containsAnyOf("enqueued", "in_progress");
        }
        assertThat(status(snapshots)).contains("\"status\":\"in_progress\"");
      }
      goOn.countDown();
      awaitIdle(snapshots);
      assertThat(status(snapshots)).contains("\"taken\":2,\"failed\":0").doesNotContain("Failure");
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void aFailureHasATime() throws Exception {
    boolean[] broken = {true};
    try (Database database = Database.open(folder.resolve("data.ix"));
        Snapshots snapshots =
            open(
                () -> {
                  if (broken[0]) {
                    throw new IOException("broken");
                  }
                  return database.snapshotSource().pin();
                })) {
      snapshots.request().close();
      awaitIdle(snapshots);
      String failed = status(snapshots);
      assertThat(failed)
          .contains("\"failed\":1,\"lastFailureAt\":\"2", "\"lastError\":\"")
          .doesNotContain("\"last\":");
      broken[0] = false;
      snapshots.request().close();
      awaitIdle(snapshots);
      String time = failed.replaceAll(".*(\"lastFailureAt\":\"[^\"]+\").*", "$1");
      assertThat(status(snapshots)).contains("\"taken\":1,\"failed\":1", time, "\"createdAt\":\"");
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("snapshot: 0 taken, 1 failed, the");
  }
}
