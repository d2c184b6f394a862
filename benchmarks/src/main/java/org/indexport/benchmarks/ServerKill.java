package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kills the server while it makes something of its database, and clients add and search. */
abstract class ServerKill extends KillKind {
  private static final int LOAD_MILLIS = 150;
  private static final Pattern FAILED = Pattern.compile("snapshot: [0-9]+ taken, [1-9]");

  final ServerUnderTest server;

  private ServerKill(String name, ServerUnderTest server) {
    super(name);
    this.server = server;
  }

  /** While it makes a dump. */
  static ServerKill dump(ServerUnderTest server) {
    return new DumpKill(server);
  }

  /** While it makes a snapshot file. */
  static ServerKill snapshot(ServerUnderTest server) {
    return new SnapshotKill(server);
  }

  /** While it adds to a repository, forgets points and collects garbage. */
  static ServerKill repository(ServerUnderTest server, List<Path> repositories) {
    return new RepositoryKill(server, repositories);
  }

  /** Where the server keeps points this time, or null; asked once each time. */
  @Nullable Path repository() {
    return null;
  }

  /** Asks for it, and returns when it has begun. */
  abstract void request(ServerClient client) throws Exception;

  abstract void awaitEnd(ServerClient client) throws Exception;

  /**
   * Whether it has ended; asked once after the kill, when everything is as it was left.
   *
   * @param said what the server said until then
   */
  abstract boolean hasEnded(String said) throws Exception;

  @Override
  final long undisturbed() throws Exception {
    Path repository = repository();
    try (ServerProcess process = server.start(repository)) {
      ServerClient client = new ServerClient(process.port());
      server.checkStarted(client);
      List<Long> atLeast = server.acknowledged();
      ServerLoad load = server.load(client);
      request(client);
      long start = System.nanoTime();
      awaitEnd(client);
      long took = millisecondsSince(start);
      load.end();
      process.kill();
      server.checkKilled(atLeast, repository);
      return took;
    }
  }

  @Override
  final boolean killAfter(long moment) throws Exception {
    Path repository = repository();
    List<Long> atLeast;
    boolean ended;
    try (ServerProcess process = server.start(repository)) {
      ServerClient client = new ServerClient(process.port());
      server.checkStarted(client);
      ServerLoad load = server.load(client);
      Thread.sleep(LOAD_MILLIS);
      atLeast = server.acknowledged();
      request(client);
      Thread.sleep(moment);
      require(process.isAlive(), "the server ended by itself: " + process.said());
      load.expectEnd();
      process.kill();
      load.end();
      require(!FAILED.matcher(process.said()).find(), process.said());
      ended = hasEnded(process.said());
    }
    server.checkKilled(atLeast, repository);
    return !ended;
  }

  private static final class DumpKill extends ServerKill {
    private String uid = "";

    DumpKill(ServerUnderTest server) {
      super("dump", server);
    }

    @Override
    void request(ServerClient client) throws Exception {
      uid = client.requestDump();
    }

    @Override
    void awaitEnd(ServerClient client) throws Exception {
      client.awaitDump(uid, 5);
    }

    @Override
    boolean hasEnded(String said) throws Violation {
      require(!said.contains("dump " + uid + ": failed"), said);
      boolean ended = Files.exists(server.dumps().resolve(uid + ".dump"));
      server.expectDump(uid, ended ? "done" : "failed");
      return ended;
    }
  }

  private static final class SnapshotKill extends ServerKill {
    private byte[] former = new byte[0];

    SnapshotKill(ServerUnderTest server) {
      super("snapshot file", server);
    }

    private byte[] content() throws IOException {
      return Files.exists(server.snapshot()) ? Files.readAllBytes(server.snapshot()) : new byte[0];
    }

    @Override
    void request(ServerClient client) throws Exception {
      former = content();
      client.post("/snapshots", "");
    }

    @Override
    void awaitEnd(ServerClient client) throws Exception {
      client.awaitFirstSnapshot();
    }

    @Override
    boolean hasEnded(String said) throws Exception {
      return !Arrays.equals(former, content());
    }
  }

  private static final class RepositoryKill extends ServerKill {
    private static final String LEASE = "lease.json";

    /** Longer than a killed server keeps the next one from it. */
    private static final long PATIENCE_MILLIS = 120_000;

    /** By turns, since a killed server keeps the next one from its repository for a while. */
    private final List<Path> repositories;

    private int turn;
    private Path lease;
    private @Nullable String former;

    RepositoryKill(ServerUnderTest server, List<Path> repositories) {
      super("repository add and cleaning", server);
      this.repositories = repositories;
      this.lease = repositories.get(0).resolve(LEASE);
    }

    @Override
    Path repository() {
      Path repository = repositories.get(turn++ % repositories.size());
      lease = repository.resolve(LEASE);
      return repository;
    }

    private @Nullable String lease() throws IOException {
      try {
        return Files.readString(lease);
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    @Override
    void request(ServerClient client) throws Exception {
      former = lease();
      client.post("/snapshots", "");
      long start = System.nanoTime();
      while (!holdsLease()) {
        require(millisecondsSince(start) < PATIENCE_MILLIS, "nobody takes the lease of " + lease);
        Thread.sleep(1);
      }
    }

    private boolean holdsLease() throws IOException {
      String now = lease();
      return now != null && !now.equals(former);
    }

    @Override
    void awaitEnd(ServerClient client) throws Exception {
      client.awaitFirstSnapshot();
    }

    @Override
    boolean hasEnded(String said) {
      return said.contains("snapshot: 1 taken");
    }
  }
}
