package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.http.Call;
import org.indexport.http.HitScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * A run of places in a shard, in the order in which the server keeps its documents: {@code from <=
 * place < to}. What a search tells as the sort value of a document is its place, and a search may
 * start after any place, whether a document is there or not. So a shard is cut into parts that are
 * read at the same time at no cost, unlike the server's own slices: OpenSearch tells for every
 * document which slice its id belongs to.
 *
 * @param from the first place; the least number for a run from the start
 * @param to the place after the last one; the largest number for a run to the end
 */
record Places(long from, long to) {
  /** The whole of a shard. */
  static final Places ALL = new Places(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Above the place within a shard stands which of the searched shards it is. */
  private static final int SHARD_SHIFT = 32;

  /**
   * Cuts a shard as it is at a moment.
   *
   * @param shard which one
   * @param parts how many parts are wanted; there is one where no document is
   * @throws org.indexport.DumpException if the server refuses, or tells no place
   * @throws IOException if the server does not answer
   */
  static List<Places> cut(
      Transport transport, SearchBody body, PointInTime moment, int shard, int parts)
      throws IOException {
    String slice = new SearchBody.Slice(shard, 0, 1).member(moment.index().shards());
    Call call =
        Call.post("/_search", body.end(moment.member(moment.handle()), slice))
            .with("allow_partial_search_results", "false");
    String doing = "asking for the last document of a shard of index " + moment.index().name();
    Answer answer = transport.send(call).orFail(doing);
    try {
      JsonObject hits = answer.json().object("hits");
      List<JsonObject> found = hits == null ? List.of() : hits.objects("hits");
      String last = found.isEmpty() ? null : found.get(0).raw("sort");
      return last == null ? List.of(ALL) : cut(HitScanner.place(last), parts);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Cuts a shard whose last document is known into parts of about the same length. */
  static List<Places> cut(long last, int parts) {
    long base = last >> SHARD_SHIFT << SHARD_SHIFT;
    long length = last - base + 1;
    List<Places> all = new ArrayList<>();
    long from = Long.MIN_VALUE;
    for (int part = 1; part <= parts; part++) {
      long to = part == parts ? Long.MAX_VALUE : base + length * part / parts;
      all.add(new Places(from, to));
      from = to;
    }
    return all;
  }

  /** Where a search for the first document starts, or null for the start of the shard. */
  @Nullable String start() {
    return from == Long.MIN_VALUE ? null : "[" + (from - 1) + "]";
  }

  /**
   * The most documents that can be here after some sort values.
   *
   * @throws CorruptDumpException if these are no place
   */
  long after(String sort) throws CorruptDumpException {
    return isOpen() ? Long.MAX_VALUE : Math.max(0, to - 1 - HitScanner.place(sort));
  }

  /** Whether it goes to the end of the shard, wherever that is. */
  boolean isOpen() {
    return to == Long.MAX_VALUE;
  }
}
