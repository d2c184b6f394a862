package org.indexport.dialects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes the analyzers that every field of text has when it names none: {@code default}, and for
 * the words of a search {@code default_search} where there are synonyms.
 */
final class ElasticAnalysisWriter {
  private static final String STOP = "indexport_stop";
  private static final String SYNONYMS = "indexport_synonyms";

  private final Schema schema;
  private final ElasticLosses losses;

  ElasticAnalysisWriter(Schema schema, ElasticLosses losses) {
    this.schema = schema;
    this.losses = losses;
  }

  /** The member {@code analysis} of settings, or null where the engine's own will do. */
  @Nullable String json() {
    Set<String> stopWords = stopWords();
    List<String> rules = rules();
    if (stopWords.isEmpty() && rules.isEmpty()) {
      return null;
    }
    JsonObject.Builder filters = new JsonObject.Builder();
    List<String> indexing = new ArrayList<>(List.of("lowercase"));
    List<String> searching = new ArrayList<>(indexing);
    if (!rules.isEmpty()) {
      // Lenient: the words of a rule may be nothing to the analyzer, or have a stop word in them.
      filters.putRaw(
          SYNONYMS,
          new JsonObject.Builder()
              .put("type", "synonym_graph")
              .put("lenient", true)
              .put("synonyms", rules)
              .build());
      searching.add(SYNONYMS);
    }
    if (!stopWords.isEmpty()) {
      filters.putRaw(
          STOP,
          new JsonObject.Builder()
              .put("type", "stop")
              .put("ignore_case", true)
              .put("stopwords", stopWords)
              .build());
      indexing.add(STOP);
      searching.add(STOP);
    }
    JsonObject.Builder analyzers = new JsonObject.Builder().putRaw("default", analyzer(indexing));
    if (!rules.isEmpty()) {
      analyzers.putRaw("default_search", analyzer(searching));
    }
    return new JsonObject.Builder()
        .putRaw("filter", filters.build())
        .putRaw("analyzer", analyzers.build())
        .build();
  }

  private static String analyzer(List<String> filters) {
    return new JsonObject.Builder()
        .put("type", "custom")
        .put("tokenizer", "standard")
        .put("filter", filters)
        .build();
  }

  private Set<String> stopWords() {
    Set<String> words = new LinkedHashSet<>();
    for (String word : schema.stopWords()) {
      if (word.isBlank() || ElasticAnalysisReader.isNamedList(word)) {
        losses.add("stopWords: a word that is blank, or that names a list here, is not carried");
      } else {
        words.add(word);
      }
    }
    return words;
  }

  private List<String> rules() {
    Map<String, Set<String>> lines = new LinkedHashMap<>();
    schema
        .synonyms()
        .forEach(
            (word, others) -> {
              String own = line(word);
              if (own != null) {
                Set<String> right = lines.computeIfAbsent(own, key -> new LinkedHashSet<>());
                right.add(own);
                others.stream()
                    .map(this::line)
                    .filter(java.util.Objects::nonNull)
                    .forEach(right::add);
              }
            });
    List<String> rules = new ArrayList<>();
    lines.forEach((word, right) -> rules.add(word + " => " + String.join(", ", right)));
    return rules;
  }

  /** A word as a rule has it, or null if nothing is left of it. */
  private @Nullable String line(String word) {
    String trimmed = word.replace('\n', ' ').replace('\r', ' ').trim();
    if (!trimmed.equals(word)) {
      losses.add("synonyms: blanks around words, and line breaks, are not carried");
    }
    return trimmed.isEmpty() ? null : SynonymRule.escape(trimmed);
  }
}
