package org.indexport.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The type that servers tell of each document of an index, {@code _type} of its hits: Elasticsearch
 * 7 and OpenSearch 1, and what was before them. It is the extension {@link IndexInfo#MAPPING_TYPE}
 * of the index. Stateless and thread-safe.
 */
public final class MappingType {
  /** The type that tells nothing, as JSON: that of all indexes since one can no longer choose. */
  public static final String USUAL = "\"_doc\"";

  /** What mappings have that have no type around them. */
  private static final Set<String> ROOT =
      Set.of(
          "properties",
          "dynamic",
          "dynamic_templates",
          "dynamic_date_formats",
          "date_detection",
          "numeric_detection",
          "runtime",
          "derived",
          "enabled",
          "subobjects",
          "include_in_all",
          "index_analyzer",
          "search_analyzer",
          "analyzer",
          "composite");

  private static final String DEFAULT = "_default_";

  private MappingType() {}

  /** Whether a member of mappings can be a type, with the fields within. */
  static boolean isPossible(String member) {
    boolean isReserved =
        member.startsWith("_") && !member.equals("_doc") && !member.equals(DEFAULT);
    return !isReserved && !ROOT.contains(member);
  }

  /**
   * The types around the fields of mappings, as servers until version 6 have them.
   *
   * @return the names but that of the default; none if the mappings are of a newer server
   */
  public static List<String> around(JsonObject mappings) throws MalformedJsonException {
    List<String> types = new ArrayList<>();
    for (String name : mappings.names()) {
      if (!isPossible(name) || mappings.kind(name) != JsonKind.OBJECT) {
        return List.of();
      }
      if (!name.equals(DEFAULT)) {
        types.add(name);
      }
    }
    return types;
  }

  /**
   * The type of an index.
   *
   * @return a JSON string as it stands in the extension; null if there is none, or it is no string
   */
  public static @Nullable String of(IndexInfo index) {
    String json = index.extensions().get(IndexInfo.MAPPING_TYPE);
    if (json == null) {
      return null;
    }
    byte[] bytes = json.getBytes(UTF_8);
    try {
      JsonText.unquote(bytes, 0, bytes.length);
      return json;
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /**
   * The extensions of an index without a type that tells nothing: those that nobody leaves out
   * without saying so.
   */
  public static Map<String, String> tellingExtensions(IndexInfo index) {
    Map<String, String> telling = new LinkedHashMap<>(index.extensions());
    telling.remove(IndexInfo.MAPPING_TYPE, USUAL);
    return telling;
  }
}
