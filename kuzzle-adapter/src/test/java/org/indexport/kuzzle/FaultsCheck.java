package org.indexport.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.json.JsonObject;
import org.indexport.spi.EngineSource;
import org.indexport.testkit.FaultProxy;
import org.indexport.testkit.FaultProxy.Fault;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dumps from and loads into a Kuzzle that runs, while all sorts of things go wrong: the end is
 * always exact, document by document, or a failure after which a resumed run is. See
 * dev/check-kuzzle.
 */
@Timeout(400)
class FaultsCheck {
  private static final IndexName SOURCE = IndexName.of("check", "source");
  private static final IndexName TARGET = IndexName.of("check", "target");
  private static final Selection RENAMED =
      Selection.builder().rename(SOURCE.toString(), TARGET.toString()).build();

  private static final String STRICT =
      "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"n\":{\"type\":\"integer\"},\"t\":{\"type\":\"keyword\",\"index\":false,\"doc_values\":false}}}}";

  /** More requests than pages of one size need. */
  private static final int DOCUMENTS = 25_000;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @BeforeEach
  void empty() throws IOException {
    RealKuzzle.wipe();
  }

  @AfterEach
  void closeProxy() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
  }

  private Transfers through(FaultProxy.Plan plan) throws IOException {
    proxy = new FaultProxy(RealKuzzle.http(), 3_000, plan);
    return new Transfers(folder, proxy.uri().replace("http:", "kuzzle+http:"));
  }

  private static Map<String, String> fill(IndexName name, int documents, int length)
      throws IOException {
    RealKuzzle.call("PUT", RealKuzzle.path(name, "").replaceFirst("/$", ""), STRICT);
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < documents; i++) {
      all.put("d" + i, "{\"n\":%d,\"t\":\"%s\"}".formatted(i, "x".repeat(length)));
    }
    RealKuzzle.write(name, all);
    return all;
  }

  @Test
  void whateverTheWayDoesDumpAndLoadAreExact() throws IOException {
    Map<String, String> documents = fill(SOURCE, DOCUMENTS, 400);
    Transfers transfers =
        through(
            FaultProxy.random(
                7,
                150,
                List.of(
                    Fault.UNSENT,
                    Fault.UNANSWERED,
                    Fault.CUT,
                    Fault.SHORTENED,
                    Fault.STALLED,
                    Fault.LATE,
                    Fault.BAD_GATEWAY,
                    Fault.GATEWAY_TIMEOUT,
                    Fault.BUSY,
                    Fault.UNAVAILABLE,
                    Fault.TOO_LARGE)));
    Map<String, String> options = Transfers.options("timeout", "2s");
    transfers.dump(options);
    assertThat(transfers.dumped(SOURCE)).isEqualTo(documents);
    assertThat(proxy.faults()).isPositive();
    TransferReport report = transfers.load(options, RENAMED);
    assertThat(report.rejected()).isZero();
    assertThat(RealKuzzle.documents(TARGET)).isEqualTo(documents);
  }

  /** What happens once, when so many requests of a kind have come. */
  private interface Action {
    void run() throws IOException;
  }

  private static FaultProxy.Plan when(String path, int count, Action action) {
    AtomicInteger requests = new AtomicInteger();
    return (method, asked, number) -> {
      boolean fits = asked.endsWith(path) || asked.startsWith(path);
      if (fits && requests.incrementAndGet() == count) {
        try {
          action.run();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        return Fault.UNSENT;
      }
      return Fault.NONE;
    };
  }

  private static void restart() throws IOException {
    RealKuzzle.kill();
    RealKuzzle.start();
  }

  @Test
  void aServerThatIsKilledAndComesBackIsWaitedFor() throws IOException {
    Map<String, String> documents = fill(SOURCE, DOCUMENTS, 1_500);
    Transfers transfers = through(when("/_scroll", 2, FaultsCheck::restart));
    Map<String, String> patient = Transfers.options("retry-for", "120s");
    transfers.dump(patient);
    assertThat(transfers.dumped(SOURCE)).isEqualTo(documents);
    proxy.plan(when("_mWrite", 9, FaultsCheck::restart));
    assertThat(transfers.load(patient, RENAMED).rejected()).isZero();
    assertThat(RealKuzzle.documents(TARGET)).isEqualTo(documents);
    JsonObject settings = RealKuzzle.result("GET", RealKuzzle.path(TARGET, "_settings"), "");
    assertThat(settings.raw("refresh_interval")).isNull();
  }

  @Test
  void aServerThatStaysAwayIsAFailureThatIsGoneOnWith() throws IOException {
    Map<String, String> documents = fill(SOURCE, DOCUMENTS, 1_500);
    Map<String, String> hasty = Transfers.options("retry-for", "1s");
    Transfers transfers = through(when("/_scroll", 2, RealKuzzle::kill));
    assertThatThrownBy(() -> transfers.dump(hasty)).isInstanceOf(DumpException.class);
    RealKuzzle.start();
    transfers.dump(hasty);
    assertThat(transfers.dumped(SOURCE)).isEqualTo(documents);

    proxy.plan(when("_mWrite", 9, RealKuzzle::kill));
    assertThatThrownBy(() -> transfers.load(hasty, RENAMED)).isInstanceOf(IOException.class);
    RealKuzzle.start();
    assertThat(transfers.load(hasty, RENAMED).rejected()).isZero();
    assertThat(RealKuzzle.documents(TARGET)).isEqualTo(documents);
    JsonObject settings = RealKuzzle.result("GET", RealKuzzle.path(TARGET, "_settings"), "");
    assertThat(settings.raw("refresh_interval")).isNull();
  }

  /** Ends every session and forgets every scroll. */
  private static void forget() throws IOException {
    RealKuzzle.call("POST", "/admin/_resetCache?database=internalCache", "");
  }

  @Test
  void loginsAndScrollsThatAreForgottenAreMadeUpFor() throws IOException {
    Map<String, String> documents = fill(SOURCE, DOCUMENTS, 1_500);
    RealKuzzle.call(
        "POST",
        "/_createFirstAdmin/chief",
        "{\"content\":{},\"credentials\":{\"local\":{\"username\":\"chief\",\"password\":\"a:b/c\"}}}");
    Map<String, String> chief = Transfers.options("user", "chief", "password", "a:b/c");
    Transfers transfers = through(when("/_scroll", 2, FaultsCheck::forget));
    transfers.dump(chief);
    assertThat(transfers.dumped(SOURCE)).isEqualTo(documents);
    proxy.plan(when("_mWrite", 9, FaultsCheck::forget));
    assertThat(transfers.load(chief, RENAMED).rejected()).isZero();
    assertThat(RealKuzzle.documents(TARGET)).isEqualTo(documents);
  }

  @Test
  void scrollsThatExpireAreBegunAnew() throws IOException, InterruptedException {
    Map<String, String> documents = fill(SOURCE, 15_000, 1_500);
    Map<String, String> read = new TreeMap<>();
    try (EngineSource source =
        new KuzzleConnector().openSource(RealKuzzle.uri(), Map.of("keep-alive", "100ms"))) {
      for (DocumentCursor cursor : source.slices(SOURCE, 1)) {
        try (cursor) {
          for (Document document; (document = cursor.next()) != null; ) {
            assertThat(read.put(String.valueOf(document.id()), document.json())).isNull();
            if (read.size() % 3_000 == 0) {
              // Nobody asks for longer than the server keeps the scroll.
              Thread.sleep(300);
            }
          }
        }
      }
    }
    assertThat(read).isEqualTo(documents);
  }

  @Test
  void documentsThatAreRefusedAreListedAndTheOthersArrive() throws IOException {
    RealKuzzle.call("PUT", "/check/source", "{}");
    Map<String, String> good = new TreeMap<>();
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      String source = i % 100 == 7 ? "{\"n\":\"many\"}" : i % 100 == 8 ? "{\"z\":1}" : "{\"n\":1}";
      all.put("d" + i, source);
      if (source.equals("{\"n\":1}")) {
        good.put("d" + i, source);
      }
    }
    RealKuzzle.write(SOURCE, all);
    Transfers transfers = new Transfers(folder, RealKuzzle.uri());
    transfers.dump(Map.of());
    assertThat(transfers.dumped(SOURCE)).isEqualTo(all);
    RealKuzzle.call("PUT", "/check/target", STRICT);
    TransferReport report =
        transfers.load(Map.of(), RENAMED, org.indexport.spi.Indexer.IfExists.APPEND);
    assertThat(report.rejected()).isEqualTo(100);
    assertThat(report.rejections())
        .allMatch(
            reject ->
                reject.toString().contains("failed to parse field [n]")
                    || reject.toString().contains("mapping set to strict"));
    assertThat(RealKuzzle.documents(TARGET)).isEqualTo(good);
  }
}
