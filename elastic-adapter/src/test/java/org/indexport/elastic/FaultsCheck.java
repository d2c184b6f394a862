package org.indexport.elastic;

import org.indexport.http.Call;
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
import org.indexport.elastic.FaultProxy.Fault;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dumps from and loads into servers that run, while all sorts of things go wrong: the end is always
 * exact, document by document, or a failure after which a resumed run is. See
 * dev/check-search-servers.
 */
@Timeout(300)
class FaultsCheck {
  /** Longer than the clients here wait, which is a second. */
  private static final long TOO_LATE = 1_500;

  /** What an integer cannot be. */
  private static final List<String> POISON =
      List.of(
          "{\"n\":\"many\"}",
          "{\"n\":{\"a\":1}}",
          "{\"n\":99999999999}",
          "{\"" + "x.".repeat(25) + "y\":1}",
          "{\"k\":" + "[".repeat(5) + "{\"n\":1},2" + "]".repeat(5) + "}");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private Transfers transfers;

  static List<String> uris() {
    return RealServer.uris();
  }

  @AfterEach
  void closeProxy() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
  }

  private RealServer server(String uri, FaultProxy.Plan plan) throws IOException {
    proxy = new FaultProxy(uri, TOO_LATE, plan);
    transfers = new Transfers(folder, proxy.uri());
    RealServer server = new RealServer(uri);
    server.delete(Transfers.SOURCE);
    server.delete(Transfers.TARGET);
    return server;
  }

  private static FaultProxy.Plan passing() {
    return (method, path, number) -> Fault.NONE;
  }

  @ParameterizedTest
  @MethodSource("uris")
  void whateverTheWayDoesDumpAndLoadAreExact(String uri) throws IOException {
    for (int seed = 1; seed <= Integer.getInteger("indexport.search.seeds", 1); seed++) {
      List<Fault> all = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.NONE)));
      RealServer server = server(uri, FaultProxy.random(seed, 150, all));
      Map<String, String> documents = Transfers.fill(server, 1 + seed % 3);
      transfers.dump(Transfers.options());
      assertThat(transfers.dumped()).as("seed %d, dump", seed).isEqualTo(documents);
      assertThat(proxy.faults()).isPositive();
      TransferReport report = transfers.load(Transfers.options());
      assertThat(report.rejected()).isZero();
      assertThat(Transfers.held(server)).as("seed %d, load", seed).isEqualTo(documents);
      Files.delete(transfers.file());
      Files.deleteIfExists(transfers.loadCheckpoint());
      Files.deleteIfExists(transfers.dumpCheckpoint());
      proxy.close();
    }
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

  private static void later(Action action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(3_000);
                action.run();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "later");
    thread.setDaemon(true);
    thread.start();
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aDumpOfWhatHasChangedIsNotGoneOnWith(String uri) throws IOException {
    RealServer server = server(uri, passing());
    Map<String, String> documents = Transfers.fill(server, 1, "x".repeat(2_000));
    proxy.plan((method, path, number) -> number > 45 ? Fault.UNAVAILABLE : Fault.NONE);
    assertThatThrownBy(() -> transfers.dump(Transfers.options("retry-for", "1s")))
        .isInstanceOf(DumpException.class);
    assertThat(transfers.dumpCheckpoint()).exists();
    proxy.plan(passing());
    server.put(Transfers.SOURCE, "d7", "", "{\"n\":-1}");
    assertThatThrownBy(() -> transfers.dump(Transfers.options()))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("12000 documents");
    Files.deleteIfExists(transfers.dumpCheckpoint());
    documents.put("d7", "{\"n\":-1}");
    Files.delete(folder.resolve(".out.dump.unfinished"));
    transfers.dump(Transfers.options());
    assertThat(transfers.dumped()).isEqualTo(documents);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aMomentThatHasExpiredIsGoneOnWith(String uri) throws IOException {
    RealServer server = server(uri, passing());
    Map<String, String> documents = Transfers.fill(server, 2);
    AtomicLong blackout = new AtomicLong(Long.MAX_VALUE);
    AtomicInteger searches = new AtomicInteger();
    proxy.plan(
        (method, path, number) -> {
          if (searches.incrementAndGet() == 30) {
            blackout.set(System.nanoTime() + 6_000_000_000L);
          }
          long end = blackout.get();
          return end != Long.MAX_VALUE && System.nanoTime() < end ? Fault.UNSENT : Fault.NONE;
        });
    transfers.dump(Transfers.options("keep-alive", "2s"));
    assertThat(transfers.dumped()).isEqualTo(documents);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aCircuitBreakerThatClosesAgainIsWaitedFor(String uri) throws IOException {
    RealServer server = server(uri, passing());
    Map<String, String> documents = Transfers.fill(server, 1);
    proxy.plan(when("_search", 20, () -> breakFor(server)));
    transfers.dump(Transfers.options());
    assertThat(transfers.dumped()).isEqualTo(documents);
    proxy.plan(when("_bulk", 20, () -> breakFor(server)));
    assertThat(transfers.load(Transfers.options()).rejected()).isZero();
    assertThat(Transfers.held(server)).isEqualTo(documents);
  }

  private static void breakFor(RealServer server) throws IOException {
    server.put("/_cluster/settings", "{\"transient\":{\"indices.breaker.total.limit\":\"1mb\"}}");
    later(
        () ->
            server.put(
                "/_cluster/settings", "{\"transient\":{\"indices.breaker.total.limit\":null}}"));
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aCircuitBreakerThatStaysOpenIsAFailureThatIsGoneOnFrom(String uri) throws IOException {
    RealServer server = server(uri, passing());
    Map<String, String> documents = Transfers.fill(server, 1);
    proxy.plan(when("_search", 20, () -> breakFor(server)));
    assertThatThrownBy(() -> transfers.dump(Transfers.options("retry-for", "1s")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("circuit_breaking_exception");
    transfers.dump(Transfers.options());
    assertThat(transfers.dumped()).isEqualTo(documents);
    proxy.plan(when("_bulk", 20, () -> breakFor(server)));
    assertThatThrownBy(() -> transfers.load(Transfers.options("retry-for", "1s")))
        .isInstanceOf(DumpException.class);
    assertThat(transfers.load(Transfers.options()).rejected()).isZero();
    assertThat(Transfers.held(server)).isEqualTo(documents);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aBlockedIndexIsAFailureThatIsGoneOnFrom(String uri) throws IOException {
    RealServer server = server(uri, passing());
    Map<String, String> documents = Transfers.fill(server, 1);
    transfers.dump(Transfers.options());
    proxy.plan(when("_bulk", 20, () -> block(server, "true")));
    assertThatThrownBy(() -> transfers.load(Transfers.options("retry-for", "2s")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("read-only");
    block(server, "null");
    assertThat(transfers.load(Transfers.options()).rejected()).isZero();
    assertThat(Transfers.held(server)).isEqualTo(documents);
  }

  private static void block(RealServer server, String value) throws IOException {
    server.put(
        Call.path(Transfers.TARGET, "_settings"),
        "{\"index\":{\"blocks\":{\"read_only_allow_delete\":" + value + "}}}");
  }

  @ParameterizedTest
  @MethodSource("uris")
  void whatTheServerRefusesIsReportedAndTheRestIsThere(String uri) throws IOException {
    RealServer server = server(uri, passing());
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
    transfers.dump(Transfers.options());
    assertThat(transfers.dumped()).isEqualTo(all);
    // An index that is there already, into which those do not fit.
    server.create(Transfers.TARGET, 1, Transfers.MAPPINGS);
    TransferReport report = transfers.load(Transfers.options(), IfExists.APPEND);
    assertThat(report.rejected()).isEqualTo(all.size() - good.size());
    assertThat(report.rejections().get(0).reason()).isNotBlank();
    assertThat(Transfers.held(server)).isEqualTo(good);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void anIndexThatIsDeletedMeanwhileIsAFailure(String uri) throws IOException {
    RealServer server = server(uri, passing());
    Transfers.fill(server, 2);
    transfers.dump(Transfers.options());
    proxy.plan(when("_bulk", 20, () -> server.delete(Transfers.TARGET)));
    assertThatThrownBy(() -> transfers.load(Transfers.options("retry-for", "2s")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining(Transfers.TARGET);
    // Nor does a half one look like a whole one.
    assertThat(server.has(Transfers.TARGET)).isFalse();
    Files.deleteIfExists(transfers.dumpCheckpoint());
    Files.delete(transfers.file());
    proxy.plan(when("_search", 20, () -> server.delete(Transfers.SOURCE)));
    assertThatThrownBy(() -> transfers.dump(Transfers.options()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining(Transfers.SOURCE);
    assertThat(transfers.file()).doesNotExist();
  }
}
