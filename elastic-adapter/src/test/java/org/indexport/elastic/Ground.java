package org.indexport.elastic;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.indexport.testkit.FaultProxy;

/**
 * Where something is checked: a server that runs, a proxy before it that can do harm, and a folder.
 *
 * @param uri the server
 * @param folder for this server only
 * @param proxy lets all pass at first
 * @param transfers through the proxy
 */
record Ground(String uri, Path folder, FaultProxy proxy, Transfers transfers) implements Closeable {
  /** Longer than {@link Transfers#options} wait. */
  private static final long TOO_LATE = 800;

  /** What is to hold for each server. */
  interface Check {
    void on(Ground at) throws Exception;
  }

  /** Checks all servers at the same time, since faults are mostly waited for. */
  static void everywhere(Path folder, Check check) throws Exception {
    List<String> uris = RealServer.uris();
    List<Callable<Ground>> checks =
        Stream.iterate(0, i -> i + 1)
            .limit(uris.size())
            .map(i -> one(uris.get(i), folder.resolve("server-" + i), check))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(uris.size());
    try {
      AssertionError failure = null;
      for (Future<Ground> done : threads.invokeAll(checks)) {
        try {
          done.get();
        } catch (ExecutionException e) {
          AssertionError own = new AssertionError(String.valueOf(e.getCause()), e.getCause());
          if (failure == null) {
            failure = own;
          } else {
            failure.addSuppressed(own);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Ground> one(String uri, Path folder, Check check) {
    return () -> {
      FaultProxy proxy = new FaultProxy(uri, TOO_LATE, FaultProxy.passing());
      try (Ground ground = new Ground(uri, folder, proxy, new Transfers(folder, proxy.uri()))) {
        check.on(ground);
        return ground;
      } catch (Exception | AssertionError e) {
        throw new AssertionError(uri + ": " + e.getMessage(), e);
      }
    };
  }

  /** The server without the indexes that checks make. */
  RealServer server() throws IOException {
    RealServer server = new RealServer(uri);
    server.delete(Transfers.SOURCE);
    server.delete(Transfers.TARGET);
    return server;
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
