package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.io.Closing;
import org.indexport.lifecycle.DumpLoader;
import org.indexport.lifecycle.DumpService;
import org.indexport.lifecycle.DumpStatus;
import org.indexport.lifecycle.LaunchException;
import org.indexport.lifecycle.LaunchImport;
import org.indexport.lucene.LuceneConnector;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;

/**
 * The server as a whole, and all that it takes to embed the SDK: a dump or a snapshot is brought in
 * before the database is opened; then a {@link DumpService} and {@link Snapshots} work beside it.
 */
final class SearchServer implements Closeable {
  /** What the files of the database belong to. */
  private static final EngineVersion ENGINE = new LuceneConnector().engineVersion().orElseThrow();

  private static final String DUMP_FORMAT = "v2";

  private final PrintStream log;
  private @Nullable Closeable lock;
  private @Nullable Database database;
  private @Nullable DumpService dumps;
  private @Nullable Snapshots snapshots;
  private @Nullable HttpInterface http;

  private SearchServer(PrintStream log) {
    this.log = log;
  }

  /**
   * Starts the server, which answers when this returns.
   *
   * @param log takes a line for whatever happens
   * @throws LaunchException if it cannot start with what it is to start with
   * @throws IOException if it cannot start
   */
  static SearchServer start(ServerOptions options, PrintStream log) throws IOException {
    SearchServer server = new SearchServer(log);
    try {
      server.bringIn(options);
      server.open(options);
      return server;
    } catch (Throwable e) {
      Closing.after(e, server);
      throw e;
    }
  }

  /** Imports what is to be imported, before anybody opens the database. */
  private void bringIn(ServerOptions options) throws IOException {
    ImportOptions importing = ImportOptions.builder().batchDocuments(options.batchSize()).build();
    LaunchImport launch =
        LaunchImport.into(options.database(), options.launchRequest())
            .dumps(DumpLoader.into(LuceneIndexer::open).options(importing).reports(this::tell))
            .snapshots(SearchServer::restore);
    if (launch.decide().outcome().isStart()) {
      lock = DatabaseLock.take(options.database(), log);
      log.println(launch.decide().message());
    }
    // Decides anew, and throws what is to be told if that is not to start.
    launch.run();
  }

  /** What a snapshot holds becomes the database only if it can be opened as one. */
  private static void restore(Path file, Path folder) throws IOException {
    SnapshotFile.at(file).restore(folder, ENGINE, RestoreOptions.DEFAULT);
    Database.open(folder).close();
  }

  private void tell(TransferReport report) {
    log.println(report.acknowledged() + " documents imported");
    report.sections().forEach(log::println);
    report.notices().forEach(log::println);
  }

  private void open(ServerOptions options) throws IOException {
    Database indexes = Database.open(options.database());
    database = indexes;
    DumpService dumping = dumpService(options, indexes);
    dumps = dumping;
    Snapshots copying = Snapshots.open(indexes.snapshotSource(), options, log);
    snapshots = copying;
    InetSocketAddress address = options.httpAddress();
    if (address.isUnresolved()) {
      throw new DumpException(address.getHostString() + ": no host is known by this name");
    }
    Api api = new Api(indexes, dumping, copying, options.maxPayloadBytes());
    http = HttpInterface.open(api, address, log);
    log.println("listening on http://%s:%d".formatted(address.getHostString(), port()));
  }

  private DumpService dumpService(ServerOptions options, Database source) throws IOException {
    DumpService.Builder builder =
        DumpService.builder(options.dumpFolder(), source::engineSource, DUMP_FORMAT)
            .listener(this::tell);
    Long bytesPerSecond = options.number(Option.DUMP_BYTES_PER_SECOND);
    return (bytesPerSecond == null ? builder : builder.bytesPerSecond(bytesPerSecond)).open();
  }

  private void tell(DumpStatus status) {
    String error = status.error() == null ? "" : ": " + status.error();
    log.println("dump " + status.uid() + ": " + status.state().id() + error);
  }

  /** Where it answers. */
  int port() {
    return http == null ? 0 : http.address().getPort();
  }

  /** Serves what was asked for, ends dumps and snapshots, and closes the database. */
  @Override
  public void close() throws IOException {
    Closing.all(http, snapshots, dumps, database, lock);
  }
}
