package org.indexport.dialects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds stop words and synonyms among analyzers and their filters. Good for one. */
final class ElasticAnalysisReader {
  private static final String ANALYSIS = "index.analysis.";

  /** Analyzers that pass over no word unless they are told some. */
  private static final Set<String> WITHOUT_STOP_WORDS =
      Set.of("standard", "pattern", "fingerprint");

  /** What the engine means by _english_, which is also what it takes when nothing is said. */
  private static final List<String> ENGLISH =
      List.of(
          "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is",
          "it", "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there",
          "these", "they", "this", "to", "was", "will", "with");

  private final ElasticSettings settings;
  private final ElasticLosses losses;
  private final Set<String> stopWords = new LinkedHashSet<>();
  private final Map<String, Set<String>> synonyms = new LinkedHashMap<>();

  ElasticAnalysisReader(ElasticSettings settings, ElasticLosses losses) {
    this.settings = settings;
    this.losses = losses;
  }

  List<String> stopWords() {
    return List.copyOf(stopWords);
  }

  Map<String, List<String>> synonyms() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    synonyms.forEach((word, others) -> lists.put(word, List.copyOf(others)));
    return lists;
  }

  void read() {
    Map<String, Map<String, Object>> filters = settings.groups(ANALYSIS + "filter.");
    Set<String> used = new LinkedHashSet<>();
    settings
        .groups(ANALYSIS + "analyzer.")
        .forEach(
            (name, analyzer) -> {
              analyzer(name, analyzer);
              List<String> own = ElasticSettings.list(analyzer, "filter");
              if (own != null) {
                own.forEach(filter -> used.add(filter.trim()));
              }
            });
    for (String filter : used) {
      if (filter.equals("stop") && !filters.containsKey(filter)) {
        stopWords.addAll(ENGLISH);
      }
    }
    filters.forEach((name, filter) -> filter(name, filter, used.contains(name)));
    for (String kind : List.of("char_filter", "tokenizer", "normalizer")) {
      settings.groups(ANALYSIS + kind + ".").keySet().forEach(name -> lose(kind, name));
    }
  }

  private void lose(String kind, String name) {
    losses.of("analysis/" + kind + ": a schema has no place for", name);
  }

  private void analyzer(String name, Map<String, Object> analyzer) {
    String type = ElasticSettings.text(analyzer, "type");
    losses.of(
        "analysis/analyzer: only stop words and synonyms are carried, and for all fields, of",
        name);
    if (analyzer.containsKey("stopwords") || analyzer.containsKey("stopwords.0")) {
      stopWords("analysis/analyzer/" + name, analyzer);
    } else if ("stop".equals(type)) {
      stopWords.addAll(ENGLISH);
    } else if (analyzer.containsKey("stopwords_path")) {
      losses.add("analysis/analyzer/" + name + ": stop words in a file are not carried");
    } else if (type != null && !type.equals("custom") && !WITHOUT_STOP_WORDS.contains(type)) {
      losses.add("analysis/analyzer/" + name + ": the words of a language are not carried");
    }
  }

  private void filter(String name, Map<String, Object> filter, boolean isUsed) {
    String type = ElasticSettings.text(filter, "type");
    boolean isOfWords =
        "stop".equals(type) || "synonym".equals(type) || "synonym_graph".equals(type);
    String where = "analysis/filter/" + name;
    if (!isOfWords) {
      lose("filter", name);
    } else if (!isUsed) {
      losses.add(where + ": not carried, as no analyzer uses it");
    } else if ("stop".equals(type)) {
      stopFilter(where, filter);
    } else {
      synonymFilter(where, filter);
    }
  }

  private void stopFilter(String where, Map<String, Object> filter) {
    if (filter.containsKey("stopwords_path")) {
      losses.add(where + ": stop words in a file are not carried");
    } else if (ElasticSettings.list(filter, "stopwords") == null) {
      stopWords.addAll(ENGLISH);
    } else {
      stopWords(where, filter);
    }
  }

  private void stopWords(String where, Map<String, Object> component) {
    List<String> words = ElasticSettings.list(component, "stopwords");
    for (String each : words == null ? List.<String>of() : words) {
      String word = each.trim();
      if (word.equals("_english_")) {
        stopWords.addAll(ENGLISH);
      } else if (isNamedList(word)) {
        if (!word.equals("_none_")) {
          losses.add(where + ": the words of a language are not carried, those of " + word);
        }
      } else if (!word.isBlank()) {
        stopWords.add(word);
      }
    }
  }

  /** Whether a stop word is the name of a list that the engine has. */
  static boolean isNamedList(String word) {
    return word.length() > 2 && word.startsWith("_") && word.endsWith("_");
  }

  private void synonymFilter(String where, Map<String, Object> filter) {
    for (String name : List.of("synonyms_path", "synonyms_set")) {
      if (filter.containsKey(name)) {
        losses.add(where + ": synonyms that lie elsewhere, in " + name + ", are not carried");
      }
    }
    List<String> rules = ElasticSettings.list(filter, "synonyms");
    if (rules == null) {
      return;
    }
    if ("wordnet".equals(ElasticSettings.text(filter, "format"))) {
      losses.add(where + ": synonyms in the notation of WordNet are not carried");
      return;
    }
    rules.forEach(line -> synonymRule(where, SynonymRule.parse(line)));
  }

  private void synonymRule(String where, SynonymRule rule) {
    List<String> right = rule.replacements().isEmpty() ? rule.words() : rule.replacements();
    for (String word : rule.words()) {
      if (!right.contains(word)) {
        losses.of(where + ": a word that is replaced also stays itself:", word);
      }
      List<String> others = new ArrayList<>(right);
      others.removeAll(List.of(word));
      synonyms.computeIfAbsent(word, key -> new LinkedHashSet<>()).addAll(others);
    }
  }
}
