package org.indexport.format.meilisearch.upgrade;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.json.JsonText;

/**
 * Counts what upgrades leave out since no later version of the engine has it. The engine does the
 * same, so it is no damage, but people should know. One thread at a time.
 */
public final class Omissions {
  /** What is left out. */
  enum Kind {
    RULE("ranking rules that version 6 does not have"),
    UNFINISHED("updates that were not done and whose documents are not in the dump"),
    CUSTOM("updates of the kind Customs"),
    ORPHAN("updates that were not done and whose indexes are not listed"),
    ACTION("actions dumps.get of keys");

    private final String what;

    Kind(String what) {
      this.what = what;
    }
  }

  private static final int MOST_RULES = 5;
  private static final int MOST_LETTERS = 60;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  /** The first few different ones, quoted. */
  private final Set<String> rules = new TreeSet<>();

  private boolean moreRules;

  /** Starts with none. */
  public Omissions() {}

  void add(Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  void addRule(String rule) {
    add(Kind.RULE);
    String start =
        rule.codePointCount(0, rule.length()) <= MOST_LETTERS
            ? rule
            : rule.substring(0, rule.offsetByCodePoints(0, MOST_LETTERS)) + "…";
    String quoted = JsonText.quote(start);
    if (rules.size() < MOST_RULES) {
      rules.add(quoted);
    } else {
      moreRules |= !rules.contains(quoted);
    }
  }

  /**
   * Tells each kind once, with how many there are.
   *
   * @param where names in messages what they were part of
   */
  public List<String> notices(String where) {
    List<String> notices = new ArrayList<>();
    counts.forEach(
        (kind, count) -> {
          String named = kind == Kind.RULE ? " (" + rules() + ")" : "";
          notices.add(
              "%s: %s are left out, as the engine does: %d%s"
                  .formatted(where, kind.what, count, named));
        });
    return notices;
  }

  private String rules() {
    return String.join(", ", rules) + (moreRules ? ", …" : "");
  }
}
