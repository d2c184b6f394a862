package org.indexport.examples.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server in this process, whose files are all in one folder. */
final class TestServer implements Closeable {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final SearchServer server;

  private TestServer(Path folder, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(in(folder));
    all.add("--http-addr=localhost:0");
    all.addAll(List.of(arguments));
    server =
        SearchServer.start(
            ServerOptions.of(all, Map.of()), new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  static TestServer start(Path folder, String... arguments) throws IOException {
    return new TestServer(folder, arguments);
  }

  /** The options that place all files in a folder. */
  static List<String> in(Path folder) {
    return List.of(
        "--db-path=" + folder.resolve("data.ix"),
        "--dump-dir=" + folder.resolve("dumps"),
        "--snapshot-dir=" + folder.resolve("snapshots"));
  }

  Client client() {
    return new Client(server.port());
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
