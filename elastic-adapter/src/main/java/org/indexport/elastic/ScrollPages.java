package org.indexport.elastic;

import java.io.IOException;
import java.time.Duration;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages of a scroll over one shard, for servers without points in time. */
final class ScrollPages implements Pages {
  private static final Logger LOG = LoggerFactory.getLogger(ScrollPages.class);

  private final Transport transport;
  private final String index;
  private final String indexUuid;
  private final SearchBody body;
  private final Duration keepAlive;
  private final int shard;
  private @Nullable String id;
  private SearchBody.Span span = SearchBody.Span.ALL;
  private int size;

  ScrollPages(
      Transport transport,
      String index,
      String indexUuid,
      SearchBody body,
      Duration keepAlive,
      int shard) {
    this.transport = transport;
    this.index = index;
    this.indexUuid = indexUuid;
    this.body = body;
    this.keepAlive = keepAlive;
    this.shard = shard;
  }

  /** All pages have the size of the first. */
  @Override
  public Call next(int wanted, @Nullable String after) {
    String known = id;
    if (known != null) {
      String json =
          "{\"scroll\":\"%s\",\"scroll_id\":%s}"
              .formatted(PointInTime.text(keepAlive), JsonText.quote(known));
      return Call.post("/_search/scroll", json);
    }
    size = wanted;
    JsonObject.Builder json = body.page(wanted, span).put("track_total_hits", Boolean.TRUE);
    return Call.post(Call.path(index, "_search"), json.build())
        .with("scroll", PointInTime.text(keepAlive))
        .with("preference", "_shards:" + shard)
        .with("allow_partial_search_results", "false");
  }

  @Override
  public void answered(@Nullable String contextId) {
    if (contextId != null) {
      id = contextId;
    }
  }

  /** A scroll may have moved on, though its answer was lost. */
  @Override
  public boolean canRepeat() {
    return false;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void restart(long from) throws IOException {
    LOG.warn("{}: the scroll of shard {} of index {} is lost", transport.name(), shard, index);
    PointInTime.checkUuid(transport, index, indexUuid);
    close();
    span = span.from(from);
  }

  @Override
  public void close() {
    String known = id;
    id = null;
    if (known != null) {
      try {
        transport.attempt(
            Call.delete("/_search/scroll", "{\"scroll_id\":[" + JsonText.quote(known) + "]}"));
      } catch (IOException e) {
        LOG.debug("{}: closing a scroll of index {}", transport.name(), index, e);
      }
    }
  }
}
