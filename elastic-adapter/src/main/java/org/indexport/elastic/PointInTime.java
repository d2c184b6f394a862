package org.indexport.elastic;

import java.io.IOException;
import java.time.Duration;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One index as it was at one moment, kept by the server as long as somebody asks for it now and
 * then. A server that was started again has forgotten it; another one can be opened in its place,
 * which shows a later moment. Closed by who opened it. Thread-safe.
 */
final class PointInTime {
  private static final Logger LOG = LoggerFactory.getLogger(PointInTime.class);

  private final Transport transport;
  private final Cluster cluster;
  private final ServerIndex index;
  private final Duration keepAlive;
  private final @Nullable String copies;

  private String id;
  private int generation;
  private boolean lost;
  private volatile long usedAt;

  /**
   * What to ask with.
   *
   * @param id the newest name of it
   * @param generation how often it was lost before
   */
  record Handle(String id, int generation) {}

  private PointInTime(
      Transport transport,
      Cluster cluster,
      ServerIndex index,
      Duration keepAlive,
      @Nullable String copies,
      String id) {
    this.copies = copies;
    this.transport = transport;
    this.cluster = cluster;
    this.index = index;
    this.keepAlive = keepAlive;
    this.id = id;
    this.usedAt = System.nanoTime();
  }

  /**
   * Opens one.
   *
   * @param index the index, which is found again by its uuid if the moment is lost
   * @param keepAlive how long the server keeps it when nobody asks
   * @param copies which copies of its shards are read, in the server's words, or null for any
   * @throws DumpException if the server refuses
   * @throws IOException if the server does not answer
   */
  static PointInTime open(
      Transport transport,
      Cluster cluster,
      ServerIndex index,
      Duration keepAlive,
      @Nullable String copies)
      throws IOException {
    String id = openedId(transport, cluster, index.name(), keepAlive, copies);
    return new PointInTime(transport, cluster, index, keepAlive, copies, id);
  }

  /** The index. */
  ServerIndex index() {
    return index;
  }

  private static String openedId(
      Transport transport,
      Cluster cluster,
      String index,
      Duration keepAlive,
      @Nullable String copies)
      throws IOException {
    boolean elastic = cluster.engine() == Cluster.Engine.ELASTICSEARCH;
    Call call =
        elastic
            ? Call.post(Call.path(index, "_pit"), "")
            : Call.post(Call.path(index, "_search", "point_in_time"), "")
                .with("allow_partial_pit_creation", "false");
    if (copies != null) {
      call = call.with("preference", copies);
    }
    Answer answer =
        transport
            .send(call.with("keep_alive", text(keepAlive)))
            .orFail("opening a point in time of index " + index);
    try {
      String id = answer.json().string(elastic ? "id" : "pit_id");
      if (id == null) {
        throw new DumpException(
            transport.name() + ": the server names no point in time of index " + index);
      }
      return id;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** A time in the servers' words. */
  static String text(Duration duration) {
    return duration.toMillis() + "ms";
  }

  /** What to ask with now. */
  synchronized Handle handle() {
    return new Handle(id, generation);
  }

  /** The member {@code pit} of a search, which keeps it for longer. */
  String member(Handle handle) {
    usedAt = System.nanoTime();
    return "{\"id\":%s,\"keep_alive\":\"%s\"}"
        .formatted(JsonText.quote(handle.id()), text(keepAlive));
  }

  /** An answer has named another id. */
  synchronized void renamed(Handle handle, String newId) {
    if (handle.generation() == generation) {
      id = newId;
    }
  }

  /**
   * Opens another one in the place of one that is lost, unless somebody has done so already.
   *
   * @param handle the one that was found lost
   * @return what to ask with from now on
   * @throws DumpException if it is another index by now, or the server refuses
   * @throws IOException if the server does not answer
   */
  synchronized Handle reopen(Handle handle) throws IOException {
    if (handle.generation() == generation) {
      LOG.warn("{}: the point in time of index {} was lost", transport.name(), index.name());
      lost = true;
      checkUuid(transport, index.name(), index.uuid());
      id = openedId(transport, cluster, index.name(), keepAlive, copies);
      generation++;
      lost = false;
      usedAt = System.nanoTime();
    }
    return handle();
  }

  /**
   * Makes sure that a name still means the same index.
   *
   * @throws DumpException if it means another one
   * @throws IOException if the server does not answer
   */
  static void checkUuid(Transport transport, String index, String expected) throws IOException {
    if (!uuid(transport, index).equals(expected)) {
      throw new DumpException(
          "%s: index %s was deleted and made anew while it was read; start again"
              .formatted(transport.name(), index));
    }
  }

  private static String uuid(Transport transport, String index) throws IOException {
    Answer answer =
        transport
            .send(Call.get(Call.path(index, "_settings")).with("flat_settings", "true"))
            .orFail("reading the settings of index " + index);
    try {
      JsonObject own = answer.json().object(index);
      JsonObject settings = own == null ? null : own.object("settings");
      String uuid = settings == null ? null : settings.string("index.uuid");
      return uuid == null ? "" : uuid;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Asks for it if nobody has for a third of the time that the server keeps it. */
  void keep() {
    if (System.nanoTime() - usedAt < keepAlive.toNanos() / 3) {
      return;
    }
    Call call =
        Call.post(
            "/_search",
            "{\"size\":0,\"track_total_hits\":false,\"pit\":%s}".formatted(member(handle())));
    try {
      Answer answer = transport.attempt(call);
      if (!answer.isOk()) {
        LOG.debug("{}: keeping index {}: {}", transport.name(), index.name(), answer.error());
      }
    } catch (IOException e) {
      // Whoever reads from it finds out as well, and knows what to do.
      LOG.debug("{}: keeping index {}", transport.name(), index.name(), e);
    }
  }

  /**
   * Gives it back to the server. Tried but once, since the server forgets it anyway.
   *
   * @throws IOException if the server does not answer
   */
  void close() throws IOException {
    String last;
    synchronized (this) {
      if (lost) {
        return;
      }
      lost = true;
      last = JsonText.quote(id);
    }
    transport.attempt(
        cluster.engine() == Cluster.Engine.ELASTICSEARCH
            ? Call.delete("/_pit", "{\"id\":" + last + "}")
            : Call.delete("/_search/point_in_time", "{\"pit_id\":[" + last + "]}"));
  }
}
