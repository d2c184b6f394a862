package org.indexport.elastic;

import org.indexport.http.Call;
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
  private SearchBody.Span span;
  private int size;

  /**
   * Starts before the first document.
   *
   * @param slice a shard, or the server's own part of it
   * @param span what of that is wanted
   */
  PointInTimePages(
      PointInTime pointInTime, SearchBody body, SearchBody.Slice slice, SearchBody.Span span) {
    this.pointInTime = pointInTime;
    this.body = body;
    this.shards = pointInTime.index().shards();
    this.slice = slice;
    this.span = span;
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
        body.page(wanted, span)
            .put("track_total_hits", Boolean.FALSE)
            .putRaw("pit", pointInTime.member(handle))
            .putRaw("search_after", after)
            .putRaw("slice", slice.member(shards));
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
    span = span.from(from);
  }

  /** Nothing: others may read from the same point in time. */
  @Override
  public void close() {}
}
