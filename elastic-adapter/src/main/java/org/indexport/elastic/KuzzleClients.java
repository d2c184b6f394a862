package org.indexport.elastic;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.ServerAddress;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Kuzzle runs against a cluster. Where the user says at what address one would, that is
 * asked. Else the cluster itself sees it: since 7.13 it tells who has connections open to it. A
 * Kuzzle is known by the client library for Node.js that it uses, or by asking for aliases that
 * only Kuzzle has. With Elasticsearch 7 its connections stay as long as it runs; the library for 8
 * closes them when nothing has been asked for ten minutes, so an idle one may not be seen.
 *
 * @param state what is known
 * @param words why, in words
 */
record KuzzleClients(State state, String words) {
  /** The name of the option with Kuzzle's own address. */
  static final String ADDRESS = "kuzzle";

  private static final int PORT = 7_512;
  private static final String LIBRARY = "elasticsearch-js/";

  /** What is known. */
  enum State {
    /** It answers, or somebody who is most probably one has connections open. */
    RUNNING,
    /** There is no sign of one. */
    UNSEEN,
    /** The server does not tell. */
    UNKNOWN
  }

  /**
   * Asks Kuzzle's own address, if it is given, and the cluster.
   *
   * @throws DumpException if the option is no address
   * @throws IOException if the cluster does not answer
   */
  static KuzzleClients of(Transport transport, ConnectorOptions options) throws IOException {
    String address = options.text(ADDRESS);
    if (address != null && answers(address)) {
      return new KuzzleClients(State.RUNNING, ServerAddress.shown(address) + " answers");
    }
    Answer answer =
        transport.send(Call.get("/_nodes/stats/http").with("filter_path", "nodes.*.http.clients"));
    if (!answer.isOk()) {
      return new KuzzleClients(State.UNKNOWN, answer.error().toString());
    }
    try {
      return new Counting().of(answer.json());
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Whether somebody speaks HTTP there, whatever they say. */
  private static boolean answers(String text) throws IOException {
    ServerAddress address =
        ServerAddress.parse(
            text,
            Set.of("http", "https", "kuzzle+http", "kuzzle+https"),
            "the address of a Kuzzle",
            "http://localhost:7512");
    Map<String, String> brief = Map.of("connect-timeout", "5s", "timeout", "5s");
    ConnectorOptions options = ConnectorOptions.of("Kuzzle", brief, brief.keySet());
    try {
      Transport.to(Endpoint.of(address, PORT, options)).attempt(Call.get("/_now"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Counting {
    private int told;
    private int open;
    private final Set<String> agents = new TreeSet<>();
    private final Set<String> hosts = new TreeSet<>();

    KuzzleClients of(JsonObject answer) throws MalformedJsonException {
      JsonObject nodes = answer.object("nodes");
      if (nodes != null) {
        for (String name : nodes.names()) {
          JsonObject node = nodes.object(name);
          JsonObject http = node == null ? null : node.object("http");
          for (JsonObject client : http == null ? List.<JsonObject>of() : http.objects("clients")) {
            add(client);
          }
        }
      }
      if (told == 0) {
        // Not even our own connections.
        return new KuzzleClients(State.UNKNOWN, "the server does not tell its clients");
      }
      if (open == 0) {
        return new KuzzleClients(State.UNSEEN, "no connection of one is open");
      }
      return new KuzzleClients(
          State.RUNNING,
          "%s of %s from %s open"
              .formatted(
                  open == 1 ? "a connection" : open + " connections",
                  String.join(", ", agents),
                  String.join(", ", hosts)));
    }

    private void add(JsonObject client) throws MalformedJsonException {
      told++;
      String agent = client.string("agent");
      boolean isClosed = client.has("closed_time_millis");
      boolean isLibrary = agent != null && agent.startsWith(LIBRARY);
      if (!isClosed && (isLibrary || asksForAliases(client.string("last_uri")))) {
        open++;
        agents.add(agent == null ? "a client" : agent.replaceFirst(" .*", ""));
        String address = client.string("remote_address");
        hosts.add(address == null ? "somewhere" : address.replaceFirst(":\\d+$", ""));
      }
    }

    private static boolean asksForAliases(@Nullable String uri) {
      try {
        String plain = uri == null ? "" : URLDecoder.decode(uri, StandardCharsets.UTF_8);
        return plain.startsWith("/@&") || plain.startsWith("/@%");
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }
}
