package org.indexport.format.meilisearch.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ranking rules, whose words and syntax changed with nearly every version. */
final class RankingRules {
  private static final Set<String> WORDS_OF_1 =
      Set.of("typo", "words", "proximity", "attribute", "exactness");

  private static final Set<String> WORDS_OF_6 =
      Set.of(
          "words",
          "typo",
          "proximity",
          "attribute",
          "attributeRank",
          "sort",
          "wordPosition",
          "exactness");

  private static final Set<String> RESERVED =
      Set.of("_geo", "_geoDistance", "_geoPoint", "_geoRadius", "_geoBoundingBox");

  private static final Map<String, String> NAMES_OF_1 =
      Map.of(
          "Typo", "typo",
          "Words", "words",
          "Proximity", "proximity",
          "Attribute", "attribute",
          "Exactness", "exactness");

  /** Searched for anywhere, as the engine does. */
  private static final Pattern SEARCHED =
      Pattern.compile("(asc|desc)\\(([\\w-]+)\\)", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern WHOLE = Pattern.compile("(asc|desc)\\(([^:]*)\\)", Pattern.DOTALL);

  private RankingRules() {}

  /** Rules of settings of version 1, as version 2 has them. */
  static List<String> of1(List<String> rules, Omissions omissions) {
    List<String> kept = new ArrayList<>();
    for (String rule : rules) {
      Matcher field = SEARCHED.matcher(rule);
      if (WORDS_OF_1.contains(rule)) {
        kept.add(rule);
      } else if (field.find()) {
        kept.add(field.group(2) + ":" + field.group(1));
      } else {
        omissions.addRule(rule);
      }
    }
    return kept;
  }

  /** A rule as updates of version 1 name those without a field; null where it is gone. */
  static @Nullable String ofName1(String name) {
    return NAMES_OF_1.get(name);
  }

  /** Rules of version 2, as version 3 has them. */
  static List<String> of2(List<String> rules) {
    List<String> kept = new ArrayList<>();
    for (String rule : rules) {
      Matcher field = WHOLE.matcher(rule);
      kept.add(field.matches() ? field.group(2) + ":" + field.group(1) : rule);
    }
    return kept;
  }

  /** Rules of version 5 that version 6 still has. */
  static List<String> of5(List<String> rules, Omissions omissions) {
    List<String> kept = new ArrayList<>();
    for (String rule : rules) {
      int colon = rule.lastIndexOf(':');
      String order = rule.substring(colon + 1);
      boolean byField = colon >= 0 && (order.equals("asc") || order.equals("desc"));
      if (byField ? !isReserved(rule.substring(0, colon)) : WORDS_OF_6.contains(rule)) {
        kept.add(rule);
      } else {
        omissions.addRule(rule);
      }
    }
    return kept;
  }

  private static boolean isReserved(String field) {
    return RESERVED.contains(field)
        || field.startsWith("_geoPoint(")
        || field.startsWith("_geoRadius(")
        || field.startsWith("_geoBoundingBox(");
  }
}
