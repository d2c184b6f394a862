package org.indexport.format.meilisearch.write;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.indexport.Document;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Which member the engine takes as a primary key that nobody has named: the only one of the first
 * document whose name ends in {@code id}.
 *
 * @param key the member, or null if there is not exactly one
 * @param problem what there is instead
 */
record KeyGuess(@Nullable String key, String problem) {
  private static final int MAX_DEPTH = 1_000;
  private static final int MOST_SHOWN = 5;

  /** Looks at the first document. */
  static KeyGuess of(Document first) {
    int end = first.offset() + first.length();
    byte[] json = Arrays.copyOfRange(first.array(), first.offset(), end);
    List<String> candidates;
    try {
      candidates =
          JsonObject.parse(json, MAX_DEPTH).names().stream()
              .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("id"))
              .toList();
    } catch (MalformedJsonException e) {
      // Repeated names, most likely: whoever checks documents tells it better if they are broken.
      return new KeyGuess(null, "its first document is none of distinct names");
    }
    if (candidates.isEmpty()) {
      return new KeyGuess(null, "no name in its first document ends in 'id'");
    }
    if (candidates.size() > 1) {
      String shown =
          candidates.stream()
              .limit(MOST_SHOWN)
              .map(JsonText::quote)
              .collect(Collectors.joining(", "));
      return new KeyGuess(
          null,
          "%,d names in its first document end in 'id', such as %s"
              .formatted(candidates.size(), shown));
    }
    String key = candidates.get(0);
    String problem = NameRules.keyProblem(key);
    return problem == null ? new KeyGuess(key, "") : new KeyGuess(null, problem);
  }
}
