package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.DumpException;
import org.indexport.testkit.FaultProxy;
import org.indexport.testkit.FaultProxy.Fault;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills servers while an index is dumped and another one loaded, and starts them again: they are
 * waited for, or what was begun is gone on with; nothing is lost and nothing comes twice. See
 * dev/check-search-servers.
 */
@Timeout(400)
class KilledServersCheck {
  /** So many that some parts of the dump are written, and not all. */
  private static final int SEARCHES = 45;

  @TempDir Path folder;

  /** A dump and a load at the same time. */
  private record Both(Future<TransferReport> dump, Future<TransferReport> load) {}

  /** Starts a load, and a dump when it is on its way; then the action comes, once. */
  private static Both start(
      FaultProxy proxy,
      Transfers dump,
      Transfers load,
      Map<String, String> options,
      Runnable action)
      throws InterruptedException {
    CountDownLatch loading = new CountDownLatch(5);
    AtomicInteger searches = new AtomicInteger();
    AtomicInteger bulks = new AtomicInteger();
    proxy.plan(
        (method, path, number) -> {
          if (path.endsWith("_bulk")) {
            loading.countDown();
            // It must not be at its end before.
            boolean waits = bulks.incrementAndGet() > 50 && searches.get() < SEARCHES;
            return waits ? Fault.BUSY : Fault.NONE;
          }
          if (path.endsWith("_search") && searches.incrementAndGet() == SEARCHES) {
            action.run();
            return Fault.UNSENT;
          }
          return Fault.NONE;
        });
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Future<TransferReport> loaded = threads.submit(() -> load.load(options));
    loading.await();
    Future<TransferReport> dumped = threads.submit(() -> dump.dump(options));
    threads.shutdown();
    return new Both(dumped, loaded);
  }

  @Test
  void dumpAndLoadAreExact() throws Exception {
    Ground.everywhere(folder, KilledServersCheck::dumpAndLoadAreExact);
  }

  private static void dumpAndLoadAreExact(Ground at) throws Exception {
    RealServer server = at.server();
    FaultProxy proxy = at.proxy();
    Map<String, String> documents = Transfers.fill(server, 2, "x".repeat(2_000));
    Transfers before = new Transfers(at.folder().resolve("before"), proxy.uri());
    before.dump(Transfers.options());

    // Who is patient waits for the server.
    Transfers patient = new Transfers(at.folder().resolve("patient"), proxy.uri());
    Map<String, String> waiting = Transfers.options("timeout", "3s", "retry-for", "200s");
    Both both = start(proxy, patient, before, waiting, () -> restart(server));
    both.dump.get();
    assertThat(patient.dumped()).isEqualTo(documents);
    assertThat(both.load.get().rejected()).isZero();
    assertThat(Transfers.held(server)).isEqualTo(documents);

    // Who is not goes on later.
    server.delete(Transfers.TARGET);
    Transfers hasty = new Transfers(at.folder().resolve("hasty"), proxy.uri());
    Transfers again = new Transfers(at.folder().resolve("patient"), proxy.uri());
    Both failing =
        start(proxy, hasty, again, Transfers.options("retry-for", "1s"), () -> kill(server));
    for (Future<TransferReport> one : List.of(failing.dump, failing.load)) {
      assertThatThrownBy(one::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DumpException.class);
    }
    assertThat(hasty.file()).doesNotExist();
    assertThat(hasty.dumpCheckpoint()).exists();
    assertThat(again.loadCheckpoint()).exists();
    proxy.plan(FaultProxy.passing());
    server.start();
    hasty.dump(Transfers.options());
    assertThat(hasty.dumped()).isEqualTo(documents);
    assertThat(again.load(Transfers.options()).rejected()).isZero();
    assertThat(Transfers.held(server)).isEqualTo(documents);
  }

  private static void kill(RealServer server) {
    try {
      server.kill();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kills at once, and starts in a while. */
  private static void restart(RealServer server) {
    kill(server);
    Thread starter =
        new Thread(
            () -> {
              try {
                server.start();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "starter");
    starter.setDaemon(true);
    starter.start();
  }
}
