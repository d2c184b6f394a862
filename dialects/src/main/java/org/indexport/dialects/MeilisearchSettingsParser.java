package org.indexport.dialects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/** Reads the settings that {@link MeilisearchDialect} describes. Good for one text. */
final class MeilisearchSettingsParser extends SettingsParser<Translation<Schema>> {
  private final List<String> losses = new ArrayList<>();
  private final AttributeLists attributes = new AttributeLists();
  private List<String> stopWords = List.of();
  private Map<String, List<String>> synonyms = Map.of();

  MeilisearchSettingsParser(JsonParser parser) {
    super(parser, MeilisearchDialect.ID);
  }

  @Override
  Translation<Schema> result() {
    return new Translation<>(
        new Schema(null, attributes.fields(), attributes.otherFields(), stopWords, synonyms),
        losses);
  }

  /** Reads a setting; one that is null is as if it were not there: the engine's default. */
  @Override
  void member(String name) throws IOException {
    if (isNull()) {
      return;
    }
    switch (name) {
      case "searchableAttributes" -> attributes.searchable = ordered(name);
      case "displayedAttributes" -> attributes.displayed = ordered(name);
      case "filterableAttributes" -> filterable(name);
      case "sortableAttributes" -> attributes.sortable = sortable(name);
      case "stopWords" -> stopWords = stopWords(name);
      case "synonyms" -> synonyms = synonyms(name);
      case "embedders" -> embedders(name);
      default -> uncarried(name);
    }
  }

  private void uncarried(String name) throws IOException {
    if (!UncarriedSettings.has(name)) {
      losses.add(name + ": not known to the dialect meilisearch");
      parser.skipChildren();
      return;
    }
    String found = found();
    Object value = value();
    String expected = value == null ? null : UncarriedSettings.expected(name, value);
    if (expected != null) {
      throw corrupt(expected + " at " + name, found);
    }
    String loss = value == null ? null : UncarriedSettings.loss(name, value);
    if (loss != null) {
      losses.add(loss);
    }
  }

  /** A list that has an order, or null when it stands for everything. */
  private @Nullable Set<String> ordered(String where) throws IOException {
    List<String> names = strings(where);
    return names.contains(AttributeName.ALL) ? null : carried(where, names);
  }

  private Set<String> sortable(String where) throws IOException {
    return carried(where, strings(where));
  }

  private Set<String> carried(String where, List<String> names) {
    Set<String> carried = new LinkedHashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (isCarried(where + "/" + i, names.get(i))) {
        carried.add(names.get(i));
      }
    }
    loseNested(where, carried);
    return carried;
  }

  private boolean isCarried(String where, String name) {
    String problem = AttributeName.problem(name);
    if (problem != null) {
      losses.add(where + ": " + problem + " is not carried");
    }
    return problem == null;
  }

  /** The engine takes an object's members along, which a schema would have to name. */
  private void loseNested(String where, Set<String> names) {
    if (names.stream().anyMatch(name -> !name.equals(AttributeName.GEO))) {
      losses.add(where + ": what is nested in the named attributes is not carried with them");
    }
  }

  private void filterable(String where) throws IOException {
    expect(JsonToken.START_ARRAY, where);
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      String here = where + "/" + i;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        filterRule(here);
        continue;
      }
      String name = string(here);
      if (isCarried(here, name)) {
        attributes.filterable.addName(name);
        names.add(name);
      }
    }
    loseNested(where, names);
  }

  private void filterRule(String where) throws IOException {
    List<String> patterns = null;
    FilterFeatures features = FilterFeatures.STANDARD;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String here = where + "/" + name;
      parser.nextToken();
      switch (name) {
        case "attributePatterns" -> patterns = strings(here);
        case "features" -> features = features(here);
        default -> throw corrupt("attributePatterns and features at " + where, "another member");
      }
    }
    if (patterns == null) {
      throw corrupt("attributePatterns at " + where, "none");
    }
    addRule(where, patterns, features);
  }

  private void addRule(String where, List<String> patterns, FilterFeatures features) {
    if (features.any() && !features.all()) {
      losses.add(where + "/features: the schema knows only attributes that filters use or not");
    }
    List<String> carried = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      String here = where + "/attributePatterns/" + i;
      if (pattern.equals(AttributeName.ALL)) {
        carried.add(pattern);
      } else if (AttributeName.isPattern(pattern)) {
        losses.add(here + ": the pattern is carried at most for attributes that have a name here");
        carried.add(pattern);
      } else if (isCarried(here, pattern)) {
        carried.add(pattern);
      }
    }
    attributes.filterable.addPatterns(carried, features.any());
  }

  private FilterFeatures features(String where) throws IOException {
    expect(JsonToken.START_OBJECT, where);
    FilterFeatures features = FilterFeatures.STANDARD;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String here = where + "/" + name;
      parser.nextToken();
      switch (name) {
        case "facetSearch" -> features = features.withFacetSearch(truth(here));
        case "filter" -> features = filter(here, features);
        default -> throw corrupt("facetSearch and filter at " + where, "another member");
      }
    }
    return features;
  }

  private FilterFeatures filter(String where, FilterFeatures from) throws IOException {
    expect(JsonToken.START_OBJECT, where);
    FilterFeatures features = from;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String here = where + "/" + name;
      parser.nextToken();
      switch (name) {
        case "equality" -> features = features.withEquality(truth(here));
        case "comparison" -> features = features.withComparison(truth(here));
        default -> throw corrupt("equality and comparison at " + where, "another member");
      }
    }
    return features;
  }

  private boolean truth(String where) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_TRUE) {
      expect(JsonToken.VALUE_FALSE, where);
    }
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  private List<String> stopWords(String where) throws IOException {
    Set<String> words = new TreeSet<>(AttributeName.BY_BYTES);
    words.addAll(strings(where));
    return List.copyOf(words);
  }

  private Map<String, List<String>> synonyms(String where) throws IOException {
    expect(JsonToken.START_OBJECT, where);
    Map<String, List<String>> map = new TreeMap<>(AttributeName.BY_BYTES);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String word = whole(where, parser.currentName());
      parser.nextToken();
      map.put(word, strings(where));
    }
    return map;
  }

  private void embedders(String where) throws IOException {
    expect(JsonToken.START_OBJECT, where);
    Map<String, Integer> dimensions = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(where, parser.currentName());
      parser.nextToken();
      // Null takes an embedder away, of which a new index has none.
      Integer length = isNull() ? null : embedder(where + "/" + name);
      if (length != null && isCarried(where + "/" + name, AttributeName.VECTORS + name)) {
        dimensions.put(name, length);
      }
    }
    attributes.dimensions = dimensions;
  }

  /** Reads an embedder, of which only the length of vectors is carried, if it is known. */
  private @Nullable Integer embedder(String where) throws IOException {
    expect(JsonToken.START_OBJECT, where);
    Integer length = null;
    List<String> lost = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("dimensions")) {
        length = dimensions(where + "/" + name);
      } else if (!isNull() && !isOfUsers(name, where)) {
        lost.add(name);
        parser.skipChildren();
      }
    }
    if (length == null) {
      losses.add(where + ": the schema knows vectors of a stated number of dimensions only");
    } else if (!lost.isEmpty()) {
      losses.add(
          where + ": carried as vectors that users provide, without " + String.join(", ", lost));
    }
    return length;
  }

  private boolean isOfUsers(String name, String where) throws IOException {
    return name.equals("source")
        && string(where + "/" + name).equals(MeilisearchDialect.USER_PROVIDED);
  }

  @Override
  String string(String where) throws IOException {
    return whole(where, super.string(where));
  }

  private String whole(String where, String text) throws IOException {
    if (!AttributeName.isText(text)) {
      throw corrupt("whole characters at " + where, "half of one");
    }
    return text;
  }

  /** The value that the parser stands on, whatever it is. */
  private @Nullable Object value() throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value());
        }
        return object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value());
        }
        return array;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return parser.getBooleanValue();
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        return new UncarriedSettings.Numeral(parser.getText());
      }
    }
  }
}
