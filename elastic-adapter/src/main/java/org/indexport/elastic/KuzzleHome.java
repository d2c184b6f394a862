package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.elastic.KuzzleIndexes.Found;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Where a collection is restored to: the very index that it came from, or, if it was renamed, the
 * one that a new collection of its name would get.
 *
 * @param name what Kuzzle calls it
 * @param indice what Elasticsearch is to call it
 * @param aliases the aliases by which Kuzzle finds it, with what belongs to each
 */
record KuzzleHome(KuzzleName name, String indice, Map<String, JsonObject> aliases) {
  /** The member of an index's description that tells where it came from. */
  static final String EXTENSION = "x-kuzzle-indice";

  private static final String NAME = "name";
  private static final String INDICE = "indice";
  private static final String ALIASES = "aliases";
  private static final int MAX_DEPTH = 1_000;

  /** Tells where a collection came from, for {@link #of}. */
  static String extension(Found found) {
    return new JsonObject.Builder()
        .put(NAME, found.name().name().toString())
        .put(INDICE, found.indice())
        .putRaw(ALIASES, new JsonObject.Builder().putRaw(found.aliases()).build())
        .build();
  }

  /**
   * Finds the home of an index of a dump.
   *
   * @throws ImportException if the dump is none of a Kuzzle's Elasticsearch, or the new name cannot
   *     be one of a collection
   * @throws CorruptDumpException if what tells where it came from is not as it should be
   */
  static KuzzleHome of(IndexInfo index) throws ImportException, CorruptDumpException {
    String text = index.extensions().get(EXTENSION);
    if (text == null) {
      throw new ImportException(
          "index " + index.name(),
          "a collection of a complete backup, as 'dump kuzzle+elasticsearch://HOST:9200' takes it",
          "one of another dump",
          "load it through Kuzzle itself, or, if it is a dump of the Elasticsearch below, to"
              + " http://HOST:9200");
    }
    KuzzleName name = KuzzleName.of(index.name());
    if (name == null) {
      throw new ImportException(
          "index " + index.name(),
          "a name INDEX/COLLECTION without a dot in INDEX",
          "this one",
          "rename it otherwise");
    }
    try {
      JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
      return of(name, json);
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "index %s: member %s: %s; dump again".formatted(index.name(), EXTENSION, e.getMessage()),
          e);
    }
  }

  private static KuzzleHome of(KuzzleName name, JsonObject json) throws MalformedJsonException {
    String indice = json.string(INDICE);
    JsonObject aliases = json.object(ALIASES);
    if (indice == null) {
      throw json.unexpected(INDICE, "the name of an index");
    }
    if (aliases == null) {
      throw json.unexpected(ALIASES, "an object");
    }
    Map<String, JsonObject> own = new LinkedHashMap<>();
    if (!name.name().toString().equals(json.string(NAME))) {
      own.put(name.alias(), JsonObject.parse(new byte[] {'{', '}'}, 1));
      return new KuzzleHome(name, name.indice(), own);
    }
    for (String alias : aliases.names()) {
      JsonObject details = aliases.object(alias);
      if (details == null) {
        throw aliases.unexpected(alias, "an object");
      }
      own.put(alias, details);
    }
    return new KuzzleHome(name, indice, own);
  }

  /** What the import below calls it, whatever the index is called. */
  IndexName key() {
    return IndexName.of(name.indice());
  }

  /**
   * The aliases of an index that are not Kuzzle's, as a section of another index; null if there are
   * none.
   *
   * @throws IOException if they cannot be read
   */
  static @Nullable Section others(Section section, IndexName index) throws IOException {
    Map<String, String> aliases = new LinkedHashMap<>(SideData.json(section).rawExcept(Set.of()));
    aliases.keySet().removeIf(alias -> KuzzleName.ofAlias(alias) != null);
    if (aliases.isEmpty()) {
      return null;
    }
    byte[] json = new JsonObject.Builder().putRaw(aliases).build().getBytes(StandardCharsets.UTF_8);
    return Section.of(section.name(), index, section.mediaType(), section.sensitivity(), json);
  }
}
