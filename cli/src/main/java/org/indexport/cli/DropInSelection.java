package org.indexport.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What the options {@code searchBody} and {@code transform} ask for.
 *
 * @param query the query as JSON, or null for all documents
 * @param rules how documents are changed
 * @param withVersions whether documents bring their versions
 * @param notices what people should know of what is left out
 */
record DropInSelection(
    @Nullable String query, List<String> rules, boolean withVersions, List<String> notices) {
  /** What of a search has no meaning for a dump: order, pages, counts. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "size", "from", "sort", "track_total_hits", "stored_fields", "timeout", "track_scores");

  private static final int MOST_LEVELS = 500;
  private static final String RULE = "(drop|keep|rename|set):.*";

  /**
   * Reads the options.
   *
   * @param body the body of a search, or null
   * @param transforms rules of ours; scripts are refused
   */
  static DropInSelection of(@Nullable String body, List<String> transforms) {
    List<String> rules = new ArrayList<>();
    String query = null;
    boolean versions = false;
    List<String> notices = new ArrayList<>();
    if (body != null) {
      try {
        JsonObject json = JsonObject.parse(body.getBytes(StandardCharsets.UTF_8), MOST_LEVELS);
        query = json.raw("query");
        versions = Boolean.TRUE.equals(json.truth("version"));
        addFields(json, rules);
        refuseOthers(json);
        if (Boolean.TRUE.equals(json.truth("seq_no_primary_term"))) {
          notices.add(
              "--searchBody: seq_no_primary_term: left out; no server takes these numbers from others");
        }
      } catch (MalformedJsonException e) {
        throw new UsageException(
            "--searchBody: expected a search as JSON, such as {\"query\":{\"term\":{\"a\":1}}}: "
                + e.getMessage());
      }
    }
    for (String transform : transforms) {
      if (!transform.matches(RULE)) {
        throw new UsageException(
            "--transform: scripts are not run; write drop:FIELD,… keep:FIELD,… rename:FIELD=NAME or"
                + " set:FIELD=JSON, or pipe --output=$ through a script");
      }
      rules.add(transform);
    }
    return new DropInSelection(query, List.copyOf(rules), versions, List.copyOf(notices));
  }

  /** What {@code _source} chooses becomes rules. */
  private static void addFields(JsonObject json, List<String> rules) throws MalformedJsonException {
    JsonKind kind = json.kind("_source");
    if (kind == JsonKind.BOOLEAN && Boolean.FALSE.equals(json.truth("_source"))) {
      throw new UsageException("--searchBody: with _source false there are no documents to dump");
    }
    if (kind == JsonKind.STRING) {
      addRule("keep", List.of(String.valueOf(json.string("_source"))), rules);
    } else if (kind == JsonKind.ARRAY) {
      addRule("keep", json.strings("_source"), rules);
    } else if (kind == JsonKind.OBJECT) {
      JsonObject source = json.object("_source");
      if (source != null) {
        for (String name : List.of("includes", "include")) {
          addRule("keep", source.strings(name), rules);
        }
        for (String name : List.of("excludes", "exclude")) {
          addRule("drop", source.strings(name), rules);
        }
      }
    }
  }

  private static void addRule(String verb, List<String> fields, List<String> rules) {
    List<String> named =
        fields.stream()
            .filter(field -> !field.equals("*"))
            // All that an object holds is the object.
            .map(field -> field.endsWith(".*") ? field.substring(0, field.length() - 2) : field)
            .toList();
    if (named.size() < fields.size() && verb.equals("keep")) {
      return;
    }
    for (String field : named) {
      if (field.indexOf('*') >= 0 || field.indexOf(',') >= 0) {
        throw new UsageException(
            "--searchBody: _source: name each field, without stars; found '%s'".formatted(field));
      }
    }
    if (!named.isEmpty()) {
      rules.add(verb + ":" + String.join(",", named));
    }
  }

  private static void refuseOthers(JsonObject json) {
    for (String name : json.names()) {
      if (!WITHOUT_MEANING.contains(name)
          && !Set.of("query", "_source", "version", "seq_no_primary_term").contains(name)) {
        throw new UsageException(
            "--searchBody: only query, _source and version mean something to a dump, found '%s'"
                .formatted(name));
      }
    }
  }
}
