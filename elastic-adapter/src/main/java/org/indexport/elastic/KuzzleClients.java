package org.indexport.elastic;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Kuzzle runs against a cluster, as the cluster itself sees it: since 7.13 it tells who
 * has connections open to it. A Kuzzle keeps some as long as it runs, and is known by the client
 * library for Node.js that it uses, or by asking for aliases that only Kuzzle has.
 *
 * @param state what is known
 * @param words why, in words
 */
record KuzzleClients(State state, String words) {
  private static final String LIBRARY = "elasticsearch-js/";

  /** What is known. */
  enum State {
    /** Somebody who is most probably a Kuzzle has connections open. */
    RUNNING,
    /** Nobody has who may be one. */
    STOPPED,
    /** The server does not tell. */
    UNKNOWN
  }

  /**
   * Asks a cluster.
   *
   * @throws IOException if the server does not answer
   */
  static KuzzleClients of(Transport transport) throws IOException {
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
        return new KuzzleClients(State.STOPPED, "no connection of one is open");
      }
      return new KuzzleClients(
          State.RUNNING,
          "%d connections of %s from %s are open"
              .formatted(open, String.join(", ", agents), String.join(", ", hosts)));
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
