package org.indexport.elastic;

import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What every search of a dump asks for.
 *
 * @param query the documents that are wanted, as JSON, or null for all
 * @param order the order within a shard: {@code _doc} or {@code _shard_doc}
 * @param vectors whether vectors must be asked for to be in the documents
 * @param versions whether documents bring their versions
 */
record SearchBody(@Nullable String query, String order, Vectors vectors, Versions versions) {
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

  /** A shard, or a part of one. */
  record Slice(int shard, int part, int parts) {
    /** All of the same shard. */
    Slice whole() {
      return new Slice(shard, 0, 1);
    }
  }

  /**
   * The members that all pages have.
   *
   * @param size the most documents of a page
   * @param least the least number of an operation, where documents of lower ones are not wanted
   */
  JsonObject.Builder page(int size, long least) {
    JsonObject.Builder body =
        new JsonObject.Builder()
            .put("size", Long.valueOf(size))
            .putRaw("sort", "[\"" + order + "\"]")
            .put("seq_no_primary_term", Boolean.TRUE)
            .putRaw(
                "_source", vectors == Vectors.ASKED_FOR ? "{\"exclude_vectors\":false}" : "true")
            .putRaw("query", query(least));
    return versions == Versions.WANTED ? body.put("version", Boolean.TRUE) : body;
  }

  private @Nullable String query(long least) {
    if (least <= 0) {
      return query;
    }
    String range = "{\"range\":{\"_seq_no\":{\"gte\":" + least + "}}}";
    String must = query == null ? "" : "\"must\":[" + query + "],";
    return "{\"bool\":{" + must + "\"filter\":[" + range + "]}}";
  }

  /** The search that only counts. */
  String count(String pit) {
    return new JsonObject.Builder()
        .put("size", Long.valueOf(0))
        .put("track_total_hits", Boolean.TRUE)
        .putRaw("query", query)
        .putRaw("pit", pit)
        .build();
  }
}
