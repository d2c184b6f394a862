package org.indexport.elastic;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.http.Call;
import org.indexport.http.HitScanner;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a point in time of one index, from one shard: for as many slices as shards the server
 * gives slice {@code i} to shard {@code i}. Only within a shard is its order one that nothing can
 * be lost in.
 */
final class PointInTimePages implements Pages {
  private final PointInTime pointInTime;
  private final SearchBody body;
  private final int shards;
  private final SearchBody.Slice slice;
  private PointInTime.Handle handle;
  private SearchBody.Span span;
  private Places places;
  private int size;

  /**
   * Starts before the first document.
   *
   * @param slice the shard
   * @param span what of that is wanted
   * @param places where in the shard it is wanted
   */
  PointInTimePages(
      PointInTime pointInTime,
      SearchBody body,
      SearchBody.Slice slice,
      SearchBody.Span span,
      Places places) {
    this.pointInTime = pointInTime;
    this.body = body;
    this.shards = pointInTime.index().shards();
    this.slice = slice;
    this.span = span;
    this.places = places;
    this.handle = pointInTime.handle();
  }

  @Override
  public Call next(int wanted, @Nullable String after) throws CorruptDumpException {
    size = after == null ? wanted : (int) Math.min(wanted, places.after(after));
    PointInTime.Handle now = pointInTime.handle();
    if (now.generation() == handle.generation()) {
      handle = now;
    }
    JsonObject.Builder json =
        body.page(size, span)
            .put("track_total_hits", Boolean.FALSE)
            .putRaw("pit", pointInTime.member(handle))
            .putRaw("search_after", after == null ? places.start() : after)
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
  public boolean covers(HitScanner hit) throws CorruptDumpException {
    return places.isOpen() || hit.place() < places.to();
  }

  @Override
  public boolean endsAt(@Nullable String after) throws CorruptDumpException {
    return after != null && places.after(after) == 0;
  }

  /** Documents have other places at another moment. */
  @Override
  public void restart(long from) throws IOException {
    handle = pointInTime.reopen(handle);
    places = Places.ALL;
    span = span.from(from);
  }

  /** Nothing: others may read from the same point in time. */
  @Override
  public void close() {}
}
