package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.indexport.IndexInfo;
import org.indexport.dialects.MappingType;
import org.indexport.format.elasticdump.read.HitScanner.Slice;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The mapping type of hits. An index has that of its first hit; hits of another one, or of none,
 * are told with what envelopes have no place for.
 */
final class HitType {
  /** Servers take no longer ones, and an index keeps its own in memory. */
  private static final int MOST_BYTES = 1 << 10;

  private HitType() {}

  /** A type that an index can have, as it stands there; else null. */
  static @Nullable String json(byte[] bytes, int from, int to) {
    if (to - from > MOST_BYTES) {
      return null;
    }
    try {
      JsonText.unquote(bytes, from, to);
      return new String(bytes, from, to - from, UTF_8);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /** The extensions of an index whose first hit is this. */
  static Map<String, String> extensions(HitScanner first) {
    Slice type = first.type();
    return extensions(
        type.isThere() ? json(first.buffer(), type.from(), type.to()) : (String) null);
  }

  /** The extensions of an index of a type, or of none. */
  static Map<String, String> extensions(@Nullable String type) {
    return type == null ? Map.of() : Map.of(IndexInfo.MAPPING_TYPE, type);
  }

  /** The type of an index as hits have it; empty if it has none. */
  static byte[] bytes(IndexInfo index) {
    String type = MappingType.of(index);
    return type == null ? new byte[0] : type.getBytes(UTF_8);
  }
}
