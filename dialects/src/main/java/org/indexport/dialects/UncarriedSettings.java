package org.indexport.dialects;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Meilisearch that the neutral schema has no place for, with what the engine takes
 * when they are not set.
 */
final class UncarriedSettings {
  /** What a value has to be, and those that are an engine's default. */
  private record Shape(Class<?> kind, List<Object> defaults) {}

  /** A number as it is written. */
  record Numeral(String text) {}

  private static final Map<String, Object> TYPO_TOLERANCE =
      Map.of(
          "enabled", true,
          "minWordSizeForTypos", Map.of("oneTypo", new Numeral("5"), "twoTypos", new Numeral("9")),
          "disableOnWords", List.of(),
          "disableOnAttributes", List.of(),
          "disableOnNumbers", false);
  private static final Map<String, Object> FACETING =
      Map.of("maxValuesPerFacet", new Numeral("100"), "sortFacetValuesBy", Map.of("*", "alpha"));
  private static final List<String> OLD_RANKING =
      List.of("words", "typo", "proximity", "attribute", "sort", "exactness");
  private static final List<String> NEW_RANKING =
      List.of("words", "typo", "proximity", "attributeRank", "sort", "wordPosition", "exactness");

  private static final Map<String, Shape> SHAPES =
      Map.ofEntries(
          Map.entry("rankingRules", new Shape(List.class, List.of(OLD_RANKING, NEW_RANKING))),
          Map.entry("foreignKeys", new Shape(List.class, List.of(List.of()))),
          Map.entry("nonSeparatorTokens", new Shape(List.class, List.of(List.of()))),
          Map.entry("separatorTokens", new Shape(List.class, List.of(List.of()))),
          Map.entry("dictionary", new Shape(List.class, List.of(List.of()))),
          Map.entry("distinctAttribute", new Shape(String.class, List.of())),
          Map.entry("proximityPrecision", new Shape(String.class, List.of("byWord"))),
          Map.entry("typoTolerance", new Shape(Map.class, List.of(TYPO_TOLERANCE))),
          Map.entry("faceting", new Shape(Map.class, List.of(FACETING))),
          Map.entry(
              "pagination",
              new Shape(Map.class, List.of(Map.of("maxTotalHits", new Numeral("1000"))))),
          Map.entry("searchCutoffMs", new Shape(Numeral.class, List.of())),
          Map.entry("localizedAttributes", new Shape(List.class, List.of())),
          Map.entry("facetSearch", new Shape(Boolean.class, List.of(true))),
          Map.entry("prefixSearch", new Shape(String.class, List.of("indexingTime"))),
          Map.entry("chat", new Shape(Map.class, List.of())),
          Map.entry("vectorStore", new Shape(Object.class, List.of())));

  private static final Set<String> OF_STRINGS =
      Set.of("rankingRules", "nonSeparatorTokens", "separatorTokens", "dictionary");

  private UncarriedSettings() {}

  static boolean has(String name) {
    return SHAPES.containsKey(name);
  }

  /** What a setting has to be if this value is not it, otherwise null. */
  static @Nullable String expected(String name, Object value) {
    Class<?> kind = shape(name).kind();
    if (!kind.isInstance(value)) {
      return kind == List.class
          ? "an array"
          : kind == Map.class
              ? "an object"
              : kind == String.class
                  ? "a string"
                  : kind == Boolean.class ? "true or false" : "a whole number";
    }
    boolean isStrings = OF_STRINGS.contains(name);
    return isStrings && !((List<?>) value).stream().allMatch(String.class::isInstance)
        ? "an array of strings"
        : null;
  }

  /** The sentence about a setting that is not carried, or null when its value says nothing. */
  static @Nullable String loss(String name, Object value) {
    boolean isDefault = shape(name).defaults().stream().anyMatch(one -> agrees(value, one));
    boolean isEmpty = value.equals(List.of()) || value.equals(Map.of());
    if (isDefault) {
      return isEmpty ? null : name + ": the schema has no place for it; it is the engine's default";
    }
    boolean neverSorts = name.equals("rankingRules") && !((List<?>) value).contains("sort");
    return name
        + ": the schema has no place for it"
        + (neverSorts ? ", nor for sortable attributes without the rule sort" : "");
  }

  private static Shape shape(String name) {
    Shape shape = SHAPES.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(name);
    }
    return shape;
  }

  /** Whether a value is a default one; members that it leaves out or resets are. */
  private static boolean agrees(@Nullable Object value, @Nullable Object standard) {
    if (value == null) {
      return true;
    }
    if (value instanceof Map<?, ?> members && standard instanceof Map<?, ?> standards) {
      return members.entrySet().stream()
          .allMatch(
              member ->
                  standards.containsKey(member.getKey())
                      && agrees(member.getValue(), standards.get(member.getKey())));
    }
    return value.equals(standard);
  }
}
