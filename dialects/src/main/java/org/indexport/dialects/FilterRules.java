package org.indexport.dialects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of {@code filterableAttributes}. The first one that an attribute matches says whether
 * it is filterable; an attribute that matches none is not.
 */
final class FilterRules {
  /** More patterns are not matched, as each one is tried with every attribute. */
  static final int MAX_PATTERNS = 100;

  private static final int NONE = Integer.MAX_VALUE;

  private enum Place {
    START,
    END,
    ANYWHERE
  }

  private record Pattern(String part, Place place, int rule) {
    static Pattern of(String text, int rule) {
      boolean isEnd = text.startsWith(AttributeName.ALL);
      boolean isStart = text.endsWith(AttributeName.ALL);
      String part = text.substring(isEnd ? 1 : 0, text.length() - (isStart ? 1 : 0));
      return new Pattern(
          part, isEnd && isStart ? Place.ANYWHERE : isEnd ? Place.END : Place.START, rule);
    }

    boolean matches(String path) {
      return switch (place) {
        case START -> path.startsWith(part);
        case END -> path.endsWith(part);
        case ANYWHERE -> path.contains(part);
      };
    }
  }

  private final List<Boolean> filters = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> exactPatterns = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private int all = NONE;

  /** Adds a plain name: the attribute, and what is nested in it, is filterable. */
  void addName(String name) {
    names.putIfAbsent(name, filters.size());
    filters.add(true);
  }

  /** Adds a rule with patterns, which is the only kind that can keep attributes from filters. */
  void addPatterns(List<String> texts, boolean isFilterable) {
    int rule = filters.size();
    for (String text : texts) {
      if (text.equals(AttributeName.ALL)) {
        all = Math.min(all, rule);
      } else if (!AttributeName.isPattern(text)) {
        exactPatterns.putIfAbsent(text, rule);
      } else if (patterns.size() < MAX_PATTERNS) {
        patterns.add(Pattern.of(text, rule));
      }
    }
    filters.add(isFilterable);
  }

  /** The attributes that rules name, in order of their bytes. */
  Set<String> attributes() {
    Set<String> attributes = new TreeSet<>(AttributeName.BY_BYTES);
    attributes.addAll(names.keySet());
    attributes.addAll(exactPatterns.keySet());
    return attributes;
  }

  /** Whether a rule names this very attribute. */
  boolean hasName(String name) {
    return names.containsKey(name) || exactPatterns.containsKey(name);
  }

  boolean isFilterable(String path) {
    int rule = Math.min(all, exactPatterns.getOrDefault(path, NONE));
    rule = Math.min(rule, names.getOrDefault(path, NONE));
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      rule = Math.min(rule, names.getOrDefault(path.substring(0, dot), NONE));
    }
    for (Pattern pattern : patterns) {
      if (pattern.rule < rule && pattern.matches(path)) {
        rule = pattern.rule;
      }
    }
    return rule != NONE && filters.get(rule);
  }

  /** Whether attributes that no rule names are filterable, as far as that holds for all. */
  boolean areOthersFilterable() {
    return all != NONE && filters.get(all);
  }
}
