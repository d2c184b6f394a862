package org.indexport.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Clients that add and search documents until the server is killed, or the load is ended. What
 * fails before either is kept for {@link #end}.
 */
final class ServerLoad {
  private static final int MOST_HITS = 10;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;
  private volatile @Nullable Exception failure;

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** One client adds to each row, one more searches. */
  static ServerLoad start(ServerClient client, List<DocumentRow> rows, long seed) {
    ServerLoad load = new ServerLoad();
    for (DocumentRow row : rows) {
      load.run(() -> add(client, row));
    }
    Random random = new Random(seed);
    load.run(
        () -> {
          String words = DocumentRow.words(random, 1 + random.nextInt(2)).replace(' ', '+');
          client.get(
              "/indexes/%s/search?q=%s&limit=%d"
                  .formatted(
                      random.nextBoolean() ? ServerContents.FIXED : ServerContents.GROWING,
                      words,
                      MOST_HITS));
        });
    return load;
  }

  private static void add(ServerClient client, DocumentRow row)
      throws IOException, InterruptedException {
    JsonObject answer =
        client.post("/indexes/" + ServerContents.GROWING + "/documents", row.next());
    if (answer.has("rejected")) {
      throw new IOException("documents were rejected: " + answer);
    }
    row.acknowledge();
  }

  private void run(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!ending) {
                  step.run();
                }
              } catch (IOException | InterruptedException | RuntimeException e) {
                if (!ending) {
                  failure = e;
                }
              }
            },
            "client");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  /** From now on the server may vanish. */
  void expectEnd() {
    ending = true;
  }

  /** Waits until all have stopped. */
  void end() throws IOException, InterruptedException {
    ending = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Exception failed = failure;
    if (failed != null) {
      throw new IOException("a client failed while the server was there", failed);
    }
  }
}
