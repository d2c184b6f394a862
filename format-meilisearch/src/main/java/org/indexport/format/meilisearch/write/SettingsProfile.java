package org.indexport.format.meilisearch.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of settings what an engine does not know, and says what that was. All else stays byte
 * for byte. Good for one text; a loss never tells a value, as it may be secret.
 */
final class SettingsProfile {
  private static final int MAX_DEPTH = 1_000;
  private static final String VECTOR_STORE = "vectorStore";

  private static final SinceTable MEMBERS =
      SinceTable.builder()
          .since("0.30", "displayedAttributes", "searchableAttributes", "filterableAttributes")
          .since("0.30", "sortableAttributes", "rankingRules", "stopWords", "synonyms")
          .since("0.30", "distinctAttribute", "typoTolerance", "faceting", "pagination")
          .since("1.4", "nonSeparatorTokens", "separatorTokens", "dictionary")
          .since("1.6", "proximityPrecision", "embedders")
          .since("1.8", "searchCutoffMs")
          .since("1.10", "localizedAttributes")
          .since("1.12", "facetSearch", "prefixSearch")
          .since("1.15.1", "chat")
          .since("1.21", VECTOR_STORE)
          .since("1.39", "foreignKeys")
          .build();

  private static final EngineVersion NO_VECTOR_STORE = EngineVersion.of("1.37");

  /** From then on members that an engine does not know are ignored. */
  private static final EngineVersion LENIENT = EngineVersion.of("1.37");

  private static final EngineVersion FACET_ORDER = EngineVersion.of("1.3");
  private static final EngineVersion FILTER_RULES = EngineVersion.of("1.14");
  private static final EngineVersion NUMBER_TYPOS = EngineVersion.of("1.15");
  private static final EngineVersion NO_ZERO_HITS = EngineVersion.of("1.15");
  private static final EngineVersion SPLIT_ATTRIBUTE_RULE = EngineVersion.of("1.36");

  private static final SinceTable EMBEDDER =
      SinceTable.builder()
          .since("1.14", "pooling")
          .since("1.16", "indexingFragments", "searchFragments")
          .build();

  /** The embedders that one is made of whose source is composite. */
  private static final Set<String> NESTED = Set.of("searchEmbedder", "indexingEmbedder");

  private final EngineVersion engine;
  private final JsonObject settings;
  private final JsonEdit edit;
  private final List<String> losses = new ArrayList<>();

  /**
   * What is left of settings.
   *
   * @param json the settings
   * @param losses what was left out
   */
  record Result(String json, List<String> losses) {}

  private SettingsProfile(String json, EngineVersion engine) throws MalformedJsonException {
    this.engine = engine;
    this.settings = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
    this.edit = JsonEdit.of(json);
  }

  /**
   * Fits settings to an engine.
   *
   * @throws MalformedJsonException if they are not one JSON object with distinct names
   */
  static Result fit(String json, EngineVersion engine) throws MalformedJsonException {
    SettingsProfile profile = new SettingsProfile(json, engine);
    profile.fit();
    String fitted = profile.edit.isEmpty() ? json : profile.edit.apply();
    return new Result(fitted, profile.losses);
  }

  /** What the newest engine refuses of settings that stay as they are. */
  static List<String> cautions(String json) {
    try {
      SettingsProfile profile = new SettingsProfile(json, TargetProfile.NEWEST);
      return profile.hasNoHits()
          ? List.of(
              "pagination.maxTotalHits: 0 stays, for which Meilisearch from %s on refuses the dump;"
                      .formatted(NO_ZERO_HITS.shown())
                  + " with a target version of that or later (--target-version) it becomes 1")
          : List.of();
    } catch (MalformedJsonException e) {
      // Then nothing can be told.
      return List.of();
    }
  }

  private void fit() throws MalformedJsonException {
    Set<String> left = new LinkedHashSet<>();
    for (String name : settings.names()) {
      EngineVersion since = MEMBERS.since(name);
      boolean gone = name.equals(VECTOR_STORE) && !engine.isBefore(NO_VECTOR_STORE);
      if (since == null ? engine.isBefore(LENIENT) : engine.isBefore(since) || gone) {
        edit.remove(pointer(name));
        losses.add(name + ": " + unknown(since));
      } else {
        left.add(name);
      }
    }
    if (left.contains("typoTolerance")) {
      removeNested("typoTolerance", "disableOnNumbers", NUMBER_TYPOS);
    }
    if (left.contains("faceting")) {
      removeNested("faceting", "sortFacetValuesBy", FACET_ORDER);
    }
    if (left.contains("embedders")) {
      fitEmbedders();
    }
    fitHits();
    fitFilters();
    fitRankingRules();
  }

  private String unknown(@Nullable EngineVersion since) {
    return since == null || !engine.isBefore(since)
        ? "not known to Meilisearch %s, left out".formatted(engine.shown())
        : "not known to Meilisearch %s, which is older than %s, left out"
            .formatted(engine.shown(), since.shown());
  }

  private void removeNested(String member, String name, EngineVersion since)
      throws MalformedJsonException {
    if (engine.isBefore(since) && settings.kind(member) == JsonKind.OBJECT) {
      JsonObject object = settings.object(member);
      if (object != null && object.raw(name) != null) {
        edit.remove(pointer(member, name));
        losses.add(member + "." + name + ": " + unknown(since));
      }
    }
  }

  private void fitEmbedders() throws MalformedJsonException {
    if (settings.kind("embedders") != JsonKind.OBJECT) {
      return;
    }
    JsonObject embedders = settings.object("embedders");
    for (String name : embedders == null ? Set.<String>of() : embedders.names()) {
      fitEmbedder(embedders, name, List.of("embedders", name));
    }
  }

  /** Fits a member that may be an embedder, and the embedders that it is made of. */
  private void fitEmbedder(@Nullable JsonObject holder, String member, List<String> path)
      throws MalformedJsonException {
    JsonObject embedder =
        holder == null || holder.kind(member) != JsonKind.OBJECT ? null : holder.object(member);
    for (String name : embedder == null ? Set.<String>of() : embedder.names()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(name);
      EngineVersion since = EMBEDDER.since(name);
      if (since != null && engine.isBefore(since)) {
        edit.remove(pointer(inner.toArray(String[]::new)));
        losses.add(String.join(".", inner) + ": " + unknown(since));
      } else if (NESTED.contains(name)) {
        fitEmbedder(embedder, name, inner);
      }
    }
  }

  private void fitHits() throws MalformedJsonException {
    if (!engine.isBefore(NO_ZERO_HITS) && hasNoHits()) {
      edit.replace("/pagination/maxTotalHits", "1");
      losses.add(
          "pagination.maxTotalHits: 1 instead of 0, which Meilisearch %s refuses"
              .formatted(engine.shown()));
    }
  }

  private boolean hasNoHits() throws MalformedJsonException {
    boolean isOne = settings.kind("pagination") == JsonKind.OBJECT;
    JsonObject pagination = isOne ? settings.object("pagination") : null;
    return pagination != null && "0".equals(pagination.raw("maxTotalHits"));
  }

  /** Rules become the names that they list; what is not a name cannot be said. */
  private void fitFilters() throws MalformedJsonException {
    String name = "filterableAttributes";
    if (!engine.isBefore(FILTER_RULES) || settings.kind(name) != JsonKind.ARRAY) {
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    boolean hasRules = false;
    for (JsonArray.Element element : JsonArray.of(String.valueOf(settings.raw(name)))) {
      if (element.kind() == JsonKind.STRING) {
        names.add(element.string());
      } else if (element.kind() == JsonKind.OBJECT) {
        hasRules = true;
        addPatterns(element.object(), names);
      }
    }
    if (hasRules) {
      List<String> quoted = names.stream().map(JsonText::quote).toList();
      edit.replace(pointer(name), "[" + String.join(",", quoted) + "]");
      losses.add(
          name
              + ": which features a filter has is not known to Meilisearch %s; of rules, names are"
                  .formatted(engine.shown())
              + " carried");
    }
  }

  private void addPatterns(JsonObject rule, Set<String> names) throws MalformedJsonException {
    for (String pattern : rule.strings("attributePatterns")) {
      if (pattern.indexOf('*') < 0) {
        names.add(pattern);
      } else {
        losses.add(
            "filterableAttributes: the pattern %s is not known to Meilisearch %s, left out"
                .formatted(JsonText.quote(pattern), engine.shown()));
      }
    }
  }

  /** The two halves of a rule that was one become that one, where the first of them stands. */
  private void fitRankingRules() throws MalformedJsonException {
    String name = "rankingRules";
    if (!engine.isBefore(SPLIT_ATTRIBUTE_RULE) || settings.kind(name) != JsonKind.ARRAY) {
      return;
    }
    Set<String> rules = new LinkedHashSet<>();
    boolean isSplit = false;
    for (String rule : settings.strings(name)) {
      boolean half = rule.equals("attributeRank") || rule.equals("wordPosition");
      isSplit |= half;
      rules.add(half ? "attribute" : rule);
    }
    if (isSplit) {
      List<String> quoted = rules.stream().map(JsonText::quote).toList();
      edit.replace(pointer(name), "[" + String.join(",", quoted) + "]");
      losses.add(
          name
              + ": attribute instead of attributeRank and wordPosition, which Meilisearch "
              + engine.shown()
              + " does not know");
    }
  }

  private static String pointer(String... names) {
    StringBuilder pointer = new StringBuilder();
    for (String name : names) {
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
