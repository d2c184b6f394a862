package org.indexport.elastic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * Which shards of an index are read, and from which copies, in the words that servers have for the
 * parameter {@code preference} of a search: {@code _shards:0,2|_local}.
 *
 * @param shards the shards; none for all of them
 * @param copies which copies, or null where that does not matter
 */
record Preference(Set<Integer> shards, @Nullable String copies) {
  private static final String SHARDS = "_shards:";

  /**
   * Reads the words.
   *
   * @param text null for all shards from any copies
   * @throws DumpException if what should be numbers of shards is something else
   */
  static Preference of(@Nullable String text) throws DumpException {
    if (text == null || !text.startsWith(SHARDS)) {
      return new Preference(Set.of(), text);
    }
    int bar = text.indexOf('|');
    String list = text.substring(SHARDS.length(), bar < 0 ? text.length() : bar);
    Set<Integer> shards = new TreeSet<>();
    for (String number : list.split(",", -1)) {
      if (!number.strip().matches("\\d{1,4}")) {
        throw new DumpException(
            "option preference: expected numbers of shards, such as _shards:0,1, found " + text);
      }
      shards.add(Integer.valueOf(number.strip()));
    }
    return new Preference(shards, bar < 0 ? null : text.substring(bar + 1));
  }

  /**
   * The shards of an index that are read.
   *
   * @throws DumpException if it does not have one that is asked for
   */
  List<Integer> of(ServerIndex index) throws DumpException {
    List<Integer> chosen = new ArrayList<>();
    for (int shard = 0; shard < index.shards(); shard++) {
      if (shards.isEmpty() || shards.contains(shard)) {
        chosen.add(shard);
      }
    }
    if (!shards.isEmpty() && chosen.size() < shards.size()) {
      throw new DumpException(
          "option preference: expected shards of index %s, which has %d, counted from 0; found %s"
              .formatted(index.name(), index.shards(), words()));
    }
    return chosen;
  }

  /** Some shards in the server's words, whichever copies. */
  static String only(Collection<Integer> shards) {
    return SHARDS + words(shards);
  }

  /** The numbers of the shards. */
  String words() {
    return words(shards);
  }

  private static String words(Collection<Integer> shards) {
    return shards.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
