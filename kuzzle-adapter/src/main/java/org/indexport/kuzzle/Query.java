package org.indexport.kuzzle;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Which documents are read, and in which order. They are told apart by the number of the operation
 * that wrote each, which no other document of a shard has and which a document loses when it is
 * changed. Immutable.
 *
 * @param json the query that a user gave, or null for all documents
 */
record Query(@Nullable String json) {
  private static final String SEQ_NO = "_seq_no";

  /**
   * Numbers of operations.
   *
   * @param from the first
   * @param to the one after the last, or null for no end
   */
  record Span(long from, @Nullable Long to) {
    static final Span ALL = new Span(0, null);

    /** The rest of this span. */
    Span from(long first) {
      return new Span(first, to);
    }
  }

  /**
   * Reads a query, which may be the body of a search as well.
   *
   * @param option the option's name, for messages
   * @throws DumpException if it is no JSON object
   */
  static Query of(@Nullable String text, String option) throws DumpException {
    if (text == null) {
      return new Query(null);
    }
    try {
      JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 500);
      String inner = json.names().equals(Set.of("query")) ? json.raw("query") : json.toString();
      return new Query(inner == null || inner.equals("{}") ? null : inner);
    } catch (MalformedJsonException e) {
      throw new DumpException(
          "option %s: expected a query as JSON, such as {\"term\":{\"lang\":\"cs\"}}: byte %d: %s"
              .formatted(option, e.offset(), e.getMessage()),
          e);
    }
  }

  /** How documents follow each other. */
  enum Order {
    /** As they lie in the server, which is fastest; another scroll may give another order. */
    ANY,
    /** By their numbers. */
    NUMBERED
  }

  /** The body of a search for the documents of a span. */
  String page(Span span, Order order) {
    String sort = order == Order.ANY ? "\"_doc\"" : "{\"" + SEQ_NO + "\":\"asc\"}";
    return "{\"query\":%s,\"sort\":[%s]}".formatted(within(span), sort);
  }

  /** The body of a search that tells of all documents how many there are and of which numbers. */
  String state() {
    return "{\"query\":%s,\"aggs\":{\"%s\":{\"stats\":{\"field\":\"%s\"}}}}"
        .formatted(json == null ? "{}" : json, SEQ_NO, SEQ_NO);
  }

  /** The body of a search that tells the number of one document. */
  static String number(String id) {
    return "{\"query\":{\"ids\":{\"values\":[%s]}},\"aggs\":{\"%s\":{\"stats\":{\"field\":\"%s\"}}}}"
        .formatted(org.indexport.json.JsonText.quote(id), SEQ_NO, SEQ_NO);
  }

  private String within(Span span) {
    if (span.equals(Span.ALL)) {
      return json == null ? "{}" : json;
    }
    String range =
        "{\"range\":{\"%s\":{\"gte\":%d%s}}}"
            .formatted(SEQ_NO, span.from, span.to == null ? "" : ",\"lt\":" + span.to);
    return json == null ? range : "{\"bool\":{\"filter\":[%s,%s]}}".formatted(range, json);
  }

  /**
   * What a search by {@link #state} or {@link #number} has found.
   *
   * @throws MalformedJsonException if the result is of another search
   */
  static State state(JsonObject result) throws MalformedJsonException {
    JsonObject all = result.object("aggregations");
    JsonObject stats = all == null ? null : all.object(SEQ_NO);
    Long total = result.number("total");
    if (stats == null || total == null) {
      throw result.unexpected("aggregations", "the statistics of " + SEQ_NO);
    }
    boolean isNone = total == 0;
    String max = isNone ? null : stats.raw("max");
    String sum = isNone ? null : stats.raw("sum");
    long last = max == null ? -1 : (long) Double.parseDouble(max);
    return new State(total, last, String.valueOf(sum));
  }

  /**
   * What a collection holds: every write has a number above all before it in its shard, so a
   * collection of the same state holds the same documents.
   *
   * @param documents how many there are
   * @param last the highest number, or -1
   * @param sum the sum of all numbers, as the server says it
   */
  record State(long documents, long last, String sum) {}
}
