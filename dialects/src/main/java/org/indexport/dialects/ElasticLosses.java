package org.indexport.dialects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is not carried: one sentence for all the fields that it is true of. */
final class ElasticLosses {
  private static final int MOST_NAMES = 20;

  private final Map<String, Set<String>> namesBySentence = new LinkedHashMap<>();

  /** Adds a sentence that is complete. */
  void add(String sentence) {
    namesBySentence.computeIfAbsent(sentence, key -> new LinkedHashSet<>());
  }

  /** Adds a name at the end of a sentence. */
  void of(String sentence, String name) {
    namesBySentence.computeIfAbsent(sentence, key -> new LinkedHashSet<>()).add(name);
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    namesBySentence.forEach((sentence, names) -> sentences.add(sentence + list(names)));
    return sentences;
  }

  private static String list(Set<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    List<String> some = names.stream().limit(MOST_NAMES).toList();
    int more = names.size() - some.size();
    return " " + String.join(", ", some) + (more == 0 ? "" : " and " + more + " more");
  }
}
