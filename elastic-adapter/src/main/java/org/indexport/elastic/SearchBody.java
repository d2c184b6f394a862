package org.indexport.elastic;

import java.util.List;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What every search of a dump asks for.
 *
 * @param query the documents that are wanted, as JSON, or null for all
 * @param order the order within a shard: {@code _doc}, {@code _shard_doc} or {@code _seq_no}
 * @param vectors whether vectors must be asked for to be in the documents
 * @param versions whether documents bring their versions
 */
record SearchBody(@Nullable String query, String order, Vectors vectors, Versions versions) {
  private static final String NUMBER = "_seq_no";

  /** Whether vectors must be asked for. */
  enum Vectors {
    /** They are in the documents. */
    PLAIN,
    /** The server leaves them out unless one asks. */
    ASKED_FOR
  }

  /** Whether documents bring their versions. */
  enum Versions {
    /** They do not. */
    LEFT_OUT,
    /** They do. */
    WANTED
  }

  /** A shard, or one of some parts of it. */
  record Slice(int shard, int part, int parts) {
    /** The member {@code slice} of a search in this shard alone, or null for an only shard. */
    @Nullable String member(int shards) {
      return shards == 1 ? null : "{\"id\":%d,\"max\":%d}".formatted(shard, shards);
    }
  }

  /** Documents whose last operations have these numbers: {@code from <= number < to}. */
  record Span(long from, long to) {
    /** All documents. */
    static final Span ALL = new Span(0, Long.MAX_VALUE);

    /** What is left of it above a number. */
    Span from(long number) {
      return number <= from ? this : new Span(number, to);
    }
  }

  /** The same in the order of the numbers, which does not depend on how the server keeps them. */
  SearchBody numbered() {
    return new SearchBody(query, NUMBER, vectors, versions);
  }

  /** The same for those of the documents that a filter finds. */
  SearchBody within(@Nullable String filter) {
    if (filter == null) {
      return this;
    }
    JsonObject.Builder both = new JsonObject.Builder();
    if (query != null) {
      both.putRaw("must", List.of(query));
    }
    String bool = both.putRaw("filter", List.of(filter)).build();
    return new SearchBody(
        new JsonObject.Builder().putRaw("bool", bool).build(), order, vectors, versions);
  }

  /**
   * The members that all pages have.
   *
   * @param size the most documents of a page
   * @param span the numbers of operations whose documents are wanted
   */
  JsonObject.Builder page(int size, Span span) {
    JsonObject.Builder body =
        new JsonObject.Builder()
            .put("size", Long.valueOf(size))
            .putRaw("sort", "[" + sort() + "]")
            .put("seq_no_primary_term", Boolean.TRUE)
            .putRaw(
                "_source", vectors == Vectors.ASKED_FOR ? "{\"exclude_vectors\":false}" : "true")
            .putRaw("query", query(span));
    return versions == Versions.WANTED ? body.put("version", Boolean.TRUE) : body;
  }

  private String sort() {
    return order.equals(NUMBER) ? byNumber("asc") : "\"" + order + "\"";
  }

  /** An index that never had a document may have no mappings, and then not even of the number. */
  private static String byNumber(String direction) {
    return "{\"%s\":{\"order\":\"%s\",\"unmapped_type\":\"long\"}}".formatted(NUMBER, direction);
  }

  private @Nullable String query(Span span) {
    if (span.equals(Span.ALL)) {
      return query;
    }
    String below = span.to == Long.MAX_VALUE ? "" : ",\"lt\":" + span.to;
    String range = "{\"range\":{\"_seq_no\":{\"gte\":" + span.from + below + "}}}";
    String must = query == null ? "" : "\"must\":[" + query + "],";
    return "{\"bool\":{" + must + "\"filter\":[" + range + "]}}";
  }

  /** The search for the document of the last operation, and how many there are. */
  String last(String pit, @Nullable String slice) {
    return new JsonObject.Builder()
        .put("size", Long.valueOf(1))
        .putRaw("sort", "[" + byNumber("desc") + "]")
        .put("track_total_hits", Boolean.TRUE)
        .put("seq_no_primary_term", Boolean.TRUE)
        .put("_source", Boolean.FALSE)
        .putRaw("query", query)
        .putRaw("pit", pit)
        .putRaw("slice", slice)
        .build();
  }

  /** The search for the document at the end of a shard. */
  String end(String pit, @Nullable String slice) {
    return new JsonObject.Builder()
        .put("size", Long.valueOf(1))
        .putRaw("sort", "[{\"" + order + "\":\"desc\"}]")
        .put("track_total_hits", Boolean.FALSE)
        .put("_source", Boolean.FALSE)
        .putRaw("query", query)
        .putRaw("pit", pit)
        .putRaw("slice", slice)
        .build();
  }

  /** The search that only counts. */
  String count(String pit, @Nullable String slice) {
    return new JsonObject.Builder()
        .put("size", Long.valueOf(0))
        .put("track_total_hits", Boolean.TRUE)
        .putRaw("query", query)
        .putRaw("pit", pit)
        .putRaw("slice", slice)
        .build();
  }
}
