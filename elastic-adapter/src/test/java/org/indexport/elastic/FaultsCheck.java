package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.DumpException;
import org.indexport.ImportException;
import org.indexport.http.Call;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.testkit.FaultProxy;
import org.indexport.testkit.FaultProxy.Fault;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dumps from and loads into servers that run, while all sorts of things go wrong: the end is always
 * exact, document by document, or a failure after which a resumed run is. See
 * dev/check-search-servers.
 */
@Timeout(300)
class FaultsCheck {
  /** What an integer cannot be. */
  private static final List<String> POISON =
      List.of(
          "{\"n\":\"many\"}",
          "{\"n\":{\"a\":1}}",
          "{\"n\":99999999999}",
          "{\"" + "x.".repeat(25) + "y\":1}",
          "{\"k\":" + "[".repeat(5) + "{\"n\":1},2" + "]".repeat(5) + "}");

  @TempDir Path folder;

  @Test
  void whateverTheWayDoesDumpAndLoadAreExact() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          for (int seed = 1; seed <= Integer.getInteger("indexport.search.seeds", 1); seed++) {
            List<Fault> all = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.NONE)));
            RealServer server = at.server();
            at.proxy().plan(FaultProxy.random(seed, 150, all));
            Map<String, String> documents = Transfers.fill(server, 1 + seed % 3);
            at.transfers().dump(Transfers.options());
            assertThat(at.transfers().dumped()).as("seed %d, dump", seed).isEqualTo(documents);
            assertThat(at.proxy().faults()).isPositive();
            TransferReport report = at.transfers().load(Transfers.options());
            assertThat(report.rejected()).isZero();
            assertThat(Transfers.held(server)).as("seed %d, load", seed).isEqualTo(documents);
            Files.delete(at.transfers().file());
            Files.deleteIfExists(at.transfers().loadCheckpoint());
            Files.deleteIfExists(at.transfers().dumpCheckpoint());
          }
        });
  }

  /** Does something when so many requests of a kind have come, once. */
  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private static FaultProxy.Plan when(String pathEnd, int count, Action action) {
    AtomicInteger requests = new AtomicInteger();
    return (method, path, number) -> {
      if (path.endsWith(pathEnd) && requests.incrementAndGet() == count) {
        try {
          action.run();
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return Fault.NONE;
    };
  }

  /** Does something when a failure was noticed, and while it is waited for. */
  private static void soon(Action action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(1_000);
                action.run();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "soon");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aDumpOfWhatHasChangedIsNotGoneOnWith() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          Map<String, String> documents = Transfers.fill(server, 1, "x".repeat(2_000));
          at.proxy().plan((method, path, number) -> number > 45 ? Fault.UNAVAILABLE : Fault.NONE);
          assertThatThrownBy(() -> at.transfers().dump(Transfers.options("retry-for", "1s")))
              .isInstanceOf(DumpException.class);
          assertThat(at.transfers().dumpCheckpoint()).exists();
          at.proxy().plan(FaultProxy.passing());
          server.put(Transfers.SOURCE, "d7", "", "{\"n\":-1}");
          assertThatThrownBy(() -> at.transfers().dump(Transfers.options()))
              .isInstanceOf(ImportException.class)
              .hasMessageContaining("12000 documents");
          Files.deleteIfExists(at.transfers().dumpCheckpoint());
          documents.put("d7", "{\"n\":-1}");
          Files.delete(at.folder().resolve(".out.dump.unfinished"));
          at.transfers().dump(Transfers.options());
          assertThat(at.transfers().dumped()).isEqualTo(documents);
        });
  }

  @Test
  void aMomentThatHasExpiredIsGoneOnWith() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          Map<String, String> documents = Transfers.fill(server, 2);
          AtomicLong blackout = new AtomicLong(Long.MAX_VALUE);
          AtomicInteger searches = new AtomicInteger();
          at.proxy()
              .plan(
                  (method, path, number) -> {
                    if (searches.incrementAndGet() == 30) {
                      blackout.set(System.nanoTime() + 3_000_000_000L);
                    }
                    long end = blackout.get();
                    return end != Long.MAX_VALUE && System.nanoTime() < end
                        ? Fault.UNSENT
                        : Fault.NONE;
                  });
          at.transfers().dump(Transfers.options("keep-alive", "1s"));
          assertThat(at.transfers().dumped()).isEqualTo(documents);
        });
  }

  @Test
  void aCircuitBreakerThatClosesAgainIsWaitedFor() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          Map<String, String> documents = Transfers.fill(server, 1);
          at.proxy().plan(when("_search", 20, () -> breakFor(server)));
          at.transfers().dump(Transfers.options());
          assertThat(at.transfers().dumped()).isEqualTo(documents);
          at.proxy().plan(when("_bulk", 20, () -> breakFor(server)));
          assertThat(at.transfers().load(Transfers.options()).rejected()).isZero();
          assertThat(Transfers.held(server)).isEqualTo(documents);
        });
  }

  private static void breakFor(RealServer server) throws IOException {
    open(server);
    soon(() -> closeBreaker(server));
  }

  /** Opens the breaker: the server refuses for want of memory. */
  private static void open(RealServer server) throws IOException {
    server.put("/_cluster/settings", "{\"transient\":{\"indices.breaker.total.limit\":\"1mb\"}}");
  }

  private static void closeBreaker(RealServer server) throws IOException {
    server.put("/_cluster/settings", "{\"transient\":{\"indices.breaker.total.limit\":null}}");
  }

  @Test
  void aCircuitBreakerThatStaysOpenIsAFailureThatIsGoneOnFrom() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          Map<String, String> documents = Transfers.fill(server, 1);
          at.proxy().plan(when("_search", 20, () -> open(server)));
          assertThatThrownBy(() -> at.transfers().dump(Transfers.options("retry-for", "1s")))
              .isInstanceOf(DumpException.class)
              .hasMessageContaining("circuit_breaking_exception");
          closeBreaker(server);
          at.transfers().dump(Transfers.options());
          assertThat(at.transfers().dumped()).isEqualTo(documents);
          at.proxy().plan(when("_bulk", 20, () -> open(server)));
          assertThatThrownBy(() -> at.transfers().load(Transfers.options("retry-for", "1s")))
              .isInstanceOf(DumpException.class);
          closeBreaker(server);
          assertThat(at.transfers().load(Transfers.options()).rejected()).isZero();
          assertThat(Transfers.held(server)).isEqualTo(documents);
        });
  }

  @Test
  void aBlockedIndexIsAFailureThatIsGoneOnFrom() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          Map<String, String> documents = Transfers.fill(server, 1);
          at.transfers().dump(Transfers.options());
          at.proxy().plan(when("_bulk", 5, () -> block(server, "true")));
          assertThatThrownBy(() -> at.transfers().load(Transfers.options("retry-for", "2s")))
              .isInstanceOf(DumpException.class)
              .hasMessageContaining("read-only");
          block(server, "null");
          assertThat(at.transfers().load(Transfers.options()).rejected()).isZero();
          assertThat(Transfers.held(server)).isEqualTo(documents);
        });
  }

  private static void block(RealServer server, String value) throws IOException {
    server.put(
        Call.path(Transfers.TARGET, "_settings"),
        "{\"index\":{\"blocks\":{\"read_only_allow_delete\":" + value + "}}}");
  }

  @Test
  void whatTheServerRefusesIsReportedAndTheRestIsThere() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          server.create(Transfers.SOURCE, 1, "{\"enabled\":false}");
          Map<String, String> good = new TreeMap<>();
          Map<String, String> all = new TreeMap<>();
          for (int i = 0; i < 2_000; i++) {
            boolean poison = i % 100 == 99;
            String text = poison ? POISON.get(i / 100 % POISON.size()) : "{\"n\":" + i + "}";
            all.put("d" + i, text);
            if (!poison) {
              good.put("d" + i, text);
            }
          }
          server.load(Transfers.SOURCE, all);
          at.transfers().dump(Transfers.options());
          assertThat(at.transfers().dumped()).isEqualTo(all);
          // An index that is there already, into which those do not fit.
          server.create(Transfers.TARGET, 1, Transfers.MAPPINGS);
          TransferReport report = at.transfers().load(Transfers.options(), IfExists.APPEND);
          assertThat(report.rejected()).isEqualTo(all.size() - good.size());
          assertThat(report.rejections().get(0).reason()).isNotBlank();
          assertThat(Transfers.held(server)).isEqualTo(good);
        });
  }

  @Test
  void anIndexThatIsDeletedMeanwhileIsAFailure() throws Exception {
    Ground.everywhere(
        folder,
        at -> {
          RealServer server = at.server();
          Transfers.fill(server, 2);
          at.transfers().dump(Transfers.options());
          at.proxy().plan(when("_bulk", 20, () -> server.delete(Transfers.TARGET)));
          assertThatThrownBy(() -> at.transfers().load(Transfers.options("retry-for", "2s")))
              .isInstanceOf(DumpException.class)
              .hasMessageContaining(Transfers.TARGET);
          // Nor does a half one look like a whole one.
          assertThat(server.has(Transfers.TARGET)).isFalse();
          Files.deleteIfExists(at.transfers().dumpCheckpoint());
          Files.delete(at.transfers().file());
          at.proxy().plan(when("_search", 20, () -> server.delete(Transfers.SOURCE)));
          assertThatThrownBy(() -> at.transfers().dump(Transfers.options()))
              .isInstanceOf(DumpException.class)
              .hasMessageContaining(Transfers.SOURCE);
          assertThat(at.transfers().file()).doesNotExist();
        });
  }
}
