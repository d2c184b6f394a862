package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.layout.MemberNames;

/** The list of indexes in {@code metadata.json}; everything else in there is left as it is. */
final class MetadataIndexes {
  private static final String INDEXES = "indexes";

  private MetadataIndexes() {}

  /**
   * The same metadata for other indexes. Metadata that lists none is left alone.
   *
   * @param where names the dump in messages
   * @param metadata the content of {@code metadata.json}
   * @param kept the indexes that stay, if they are listed
   * @param added those that are to be listed besides
   * @return the same array where nothing changes
   */
  static byte[] of(
      String where,
      byte[] metadata,
      Set<IndexName> kept,
      Collection<IndexName> added,
      ReadLimits limits)
      throws CorruptDumpException {
    try {
      JsonObject json = JsonObject.parse(metadata, limits.maxDepth());
      if (!json.has(INDEXES)) {
        return metadata;
      }
      List<JsonObject> listed = json.objects(INDEXES);
      List<String> indexes = new ArrayList<>();
      for (JsonObject index : listed) {
        if (kept.contains(new IndexName(index.string("namespace"), "" + index.string("name")))) {
          indexes.add(index.toString());
        }
      }
      boolean isSame = added.isEmpty() && indexes.size() == listed.size();
      added.forEach(name -> indexes.add(entry(name)));
      return isSame ? metadata : with(json, indexes);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      CorruptDumpException wrong =
          new CorruptDumpException(
              where + ": " + MemberNames.METADATA,
              "a list of indexes",
              String.valueOf(e.getMessage()),
              "take another copy");
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static byte[] with(JsonObject json, List<String> indexes) {
    JsonObject.Builder changed = new JsonObject.Builder();
    for (String name : json.names()) {
      if (name.equals(INDEXES)) {
        changed.putRaw(INDEXES, indexes);
      } else {
        changed.putRaw(name, json.raw(name));
      }
    }
    return (changed.build() + "\n").getBytes(UTF_8);
  }

  static String entry(IndexName name) {
    return new JsonObject.Builder()
        .put("namespace", name.namespace())
        .put("name", name.name())
        .build();
  }
}
