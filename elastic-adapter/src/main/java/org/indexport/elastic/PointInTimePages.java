package org.indexport.elastic;

import java.io.IOException;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a point in time of one index. Each slice lies in one shard: there are as many slices as
 * shards, or a multiple, and the server gives slice {@code i} of {@code n} to shard {@code i mod
 * shards}. Only within a shard is its order one that nothing can be lost in.
 */
final class PointInTimePages implements Pages {
  private final PointInTime pointInTime;
  private final SearchBody body;
  private final int shards;
  private SearchBody.Slice slice;
  private PointInTime.Handle handle;
  private long least;
  private int size;

  PointInTimePages(PointInTime pointInTime, SearchBody body, SearchBody.Slice slice) {
    this.pointInTime = pointInTime;
    this.body = body;
    this.shards = pointInTime.index().shards();
    this.slice = slice;
    this.handle = pointInTime.handle();
  }

  @Override
  public Call next(int wanted, @Nullable String after) {
    size = wanted;
    PointInTime.Handle now = pointInTime.handle();
    if (now.generation() == handle.generation()) {
      handle = now;
    }
    JsonObject.Builder json =
        body.page(wanted, least)
            .put("track_total_hits", Boolean.FALSE)
            .putRaw("pit", pointInTime.member(handle))
            .putRaw("search_after", after);
    int slices = shards * slice.parts();
    if (slices > 1) {
      int id = slice.shard() + shards * slice.part();
      json.putRaw("slice", "{\"id\":%d,\"max\":%d}".formatted(id, slices));
    }
    return Call.post("/_search", json.build()).with("allow_partial_search_results", "false");
  }

  @Override
  public void answered(@Nullable String contextId) {
    if (contextId != null) {
      pointInTime.renamed(handle, contextId);
    }
  }

  @Override
  public boolean canRepeat() {
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void restart(long from) throws IOException {
    handle = pointInTime.reopen(handle);
    slice = slice.whole();
    least = from;
  }

  /** Nothing: others may read from the same point in time. */
  @Override
  public void close() {}
}
