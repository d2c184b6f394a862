package org.indexport.elastic;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.indexport.dialects.ServerSettings;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What an index has that it was not made with: templates of the server act on indexes that are made
 * by name, too. What both say is as the import has said it.
 */
final class Additions {
  private static final int MAX_DEPTH = 1_000;
  private static final int MOST_NAMED = 10;

  /** What servers note in each index, whether one asks or not. */
  private static final Set<String> ANYWAY =
      Set.of(
          IndexSettings.SHARDS,
          IndexSettings.REPLICAS,
          IndexSettings.REFRESH,
          "index." + IndexSettings.TIER,
          IndexSettings.FINAL_PIPELINE,
          "index.replication.type");

  private final Set<String> found = new LinkedHashSet<>();

  private Additions() {}

  /**
   * Compares an index with what it was made with.
   *
   * @param index what the server says of the index, with flat settings
   * @param sent what the import has said of it
   * @return what is new, in words; null if nothing is
   * @throws MalformedJsonException if a part is not what it should be
   */
  static @Nullable String of(JsonObject index, IndexSettings sent) throws MalformedJsonException {
    Additions additions = new Additions();
    additions.aliases(index.object("aliases"));
    additions.settings(index.object("settings"), sent);
    String mappings = sent.mappings();
    additions.mappings(
        index.object("mappings"),
        mappings == null
            ? null
            : JsonObject.parse(mappings.getBytes(StandardCharsets.UTF_8), MAX_DEPTH));
    return additions.words();
  }

  private void aliases(@Nullable JsonObject aliases) {
    for (String alias : names(aliases)) {
      if (!IndexLoad.isGuard(alias)) {
        found.add("alias " + alias);
      }
    }
  }

  private void settings(@Nullable JsonObject settings, IndexSettings sent) {
    for (String name : names(settings)) {
      if (!ANYWAY.contains(name)
          && !ServerSettings.includes(name)
          && !sent.first().containsKey(name)
          && !sent.later().containsKey(name)) {
        found.add(name);
      }
    }
  }

  private void mappings(@Nullable JsonObject mappings, @Nullable JsonObject sent)
      throws MalformedJsonException {
    for (String name : names(mappings)) {
      if (!name.equals("properties") && (sent == null || !sent.has(name))) {
        found.add("mapping " + name);
      }
    }
    fields("", mappings, sent);
  }

  private void fields(String path, @Nullable JsonObject owner, @Nullable JsonObject sent)
      throws MalformedJsonException {
    JsonObject fields = inner(owner, "properties");
    JsonObject known = inner(sent, "properties");
    for (String name : names(fields)) {
      JsonObject same = inner(known, name);
      if (same == null) {
        // A server makes an object of a name with a dot.
        if (names(known).stream().noneMatch(some -> some.startsWith(name + "."))) {
          found.add("field " + path + name);
        }
      } else {
        fields(path + name + ".", inner(fields, name), same);
      }
    }
  }

  private static @Nullable JsonObject inner(@Nullable JsonObject owner, String name)
      throws MalformedJsonException {
    return owner != null && owner.kind(name) == JsonKind.OBJECT ? owner.object(name) : null;
  }

  private static Set<String> names(@Nullable JsonObject object) {
    return object == null ? Set.of() : object.names();
  }

  private @Nullable String words() {
    if (found.isEmpty()) {
      return null;
    }
    List<String> first = found.stream().limit(MOST_NAMED).toList();
    int more = found.size() - first.size();
    return String.join(", ", first) + (more == 0 ? "" : " and %d more".formatted(more));
  }
}
