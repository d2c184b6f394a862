package org.indexport.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** A set of part ordinals, kept as ranges: parts finish nearly in order. Not thread-safe. */
final class OrdinalSet {
  /** First to last of each range, both included; ranges neither touch nor overlap. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  OrdinalSet() {}

  OrdinalSet(OrdinalSet other) {
    ranges.putAll(other.ranges);
  }

  boolean contains(long ordinal) {
    Map.Entry<Long, Long> range = ranges.floorEntry(ordinal);
    return range != null && ordinal <= range.getValue();
  }

  void add(long ordinal) {
    if (contains(ordinal)) {
      return;
    }
    long first = ordinal;
    long last = ordinal;
    Map.Entry<Long, Long> before = ranges.lowerEntry(ordinal);
    if (before != null && before.getValue() == ordinal - 1) {
      first = before.getKey();
    }
    Long after = ranges.remove(ordinal + 1);
    if (after != null) {
      last = after;
    }
    ranges.put(first, last);
  }

  /** {@code [[first,last],…]} as objects' text. */
  String toJson() {
    List<String> texts = new ArrayList<>();
    ranges.forEach(
        (first, last) ->
            texts.add(new JsonObject.Builder().put("from", first).put("to", last).build()));
    return "[" + String.join(",", texts) + "]";
  }

  static OrdinalSet parse(JsonObject json) throws MalformedJsonException {
    OrdinalSet set = new OrdinalSet();
    for (JsonObject range : json.objects("finished")) {
      Long from = range.number("from");
      Long to = range.number("to");
      if (from == null || to == null || from > to) {
        throw json.unexpected("finished", "ranges of parts");
      }
      set.ranges.put(from, to);
    }
    return set;
  }
}
