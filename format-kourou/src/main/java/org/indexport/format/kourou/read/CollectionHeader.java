package org.indexport.format.kourou.read;

import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a file of documents.
 *
 * @param index the index of Kuzzle, or null where the line does not tell
 * @param collection the collection, or null where the line does not tell
 * @param extensions members that are not known, with their texts
 * @param age which versions of the tool write it
 */
record CollectionHeader(
    @Nullable String index, @Nullable String collection, Map<String, String> extensions, Age age) {
  /** Which versions of the tool write it. */
  enum Age {
    /** From 0.11 on, with a type. */
    CURRENT,
    /** Before, with the two names and nothing else. */
    OLD
  }

  private static final String TYPE = "type";
  private static final String INDEX = "index";
  private static final String COLLECTION = "collection";

  /** What files are expected to start with, for messages. */
  static final String EXPECTED =
      "a header, as {\"type\":\"collection\",\"index\":…,\"collection\":…}";

  /** Reads one, or null if the object is none. */
  static @Nullable CollectionHeader of(JsonObject object) {
    String type = text(object, TYPE);
    String index = text(object, INDEX);
    String collection = text(object, COLLECTION);
    if ("collection".equals(type)) {
      return new CollectionHeader(
          index, collection, object.rawExcept(Set.of(TYPE, INDEX, COLLECTION)), Age.CURRENT);
    }
    boolean old = index != null && collection != null && object.names().size() == 2;
    return old ? new CollectionHeader(index, collection, Map.of(), Age.OLD) : null;
  }

  private static @Nullable String text(JsonObject object, String member) {
    if (object.kind(member) != JsonKind.STRING) {
      return null;
    }
    try {
      String text = object.string(member);
      return text == null || text.isEmpty() ? null : text;
    } catch (MalformedJsonException e) {
      return null;
    }
  }
}
