package org.indexport.elastic;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.elastic.TargetIndexes.Found;
import org.indexport.elastic.TargetIndexes.Kind;

/**
 * Puts new indexes in the place of those that serve users now: all of them in one request, which
 * the server carries out whole or not at all. One thread.
 */
final class AliasSwitch {
  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private static final Pattern SUFFIXES = Pattern.compile("-\\d{17}");

  private final TargetIndexes indexes;
  private final Map<String, IndexLoad> loads = new LinkedHashMap<>();

  AliasSwitch(TargetIndexes indexes) {
    this.indexes = indexes;
  }

  /** What an index is called that is loaded beside the one with this name. */
  static String beside(String name, Instant now) {
    return name + "-" + SUFFIX.format(now);
  }

  /** Whether an index was loaded beside what had this name. */
  static boolean isLoadedBeside(String index, String name) {
    return index.startsWith(name) && SUFFIXES.matcher(index.substring(name.length())).matches();
  }

  /** Adds an index that is complete. */
  void add(IndexLoad load) {
    loads.put(load.name().name(), load);
  }

  /** The new indexes. */
  Iterable<IndexLoad> loads() {
    return loads.values();
  }

  /**
   * Switches.
   *
   * @return the indexes that were replaced and are still there
   * @throws IOException if the server refuses or does not answer; users then still have the old
   *     ones
   */
  List<String> execute() throws IOException {
    List<String> actions = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    for (Map.Entry<String, IndexLoad> entry : loads.entrySet()) {
      String name = entry.getKey();
      IndexLoad load = entry.getValue();
      Found before = indexes.find(name);
      boolean isIndex = before.kind() == Kind.INDEX;
      if (isIndex) {
        actions.add(TargetIndexes.removingIndex(name));
      } else {
        replaced.addAll(before.indexes().keySet());
        before.indexes().forEach((old, aliases) -> remove(old, name, aliases, load, actions));
      }
      actions.add(TargetIndexes.adding(load.physical(), name, load.aliases().get(name)));
      load.aliases()
          .forEach(
              (alias, details) -> {
                if (!alias.equals(name)) {
                  actions.add(TargetIndexes.adding(load.physical(), alias, details));
                }
              });
      String guard = load.isGuarded() ? IndexLoad.guardOf(name) : null;
      if (guard != null) {
        actions.add(TargetIndexes.removing(load.physical(), guard));
      }
    }
    indexes.changeAliases(
        actions,
        "switching %s to the new indexes, which stay beside the old ones"
            .formatted(String.join(", ", loads.keySet())),
        this::isDone);
    return replaced;
  }

  private boolean isDone() throws IOException {
    for (Map.Entry<String, IndexLoad> entry : loads.entrySet()) {
      Found now = indexes.find(entry.getKey());
      if (!Set.of(entry.getValue().physical()).equals(now.indexes().keySet())) {
        return false;
      }
    }
    return true;
  }

  /** Takes the name, and the aliases that the new index has as well, from an old index. */
  private static void remove(
      String old, String name, Set<String> aliases, IndexLoad load, List<String> actions) {
    for (String alias : aliases) {
      if (alias.equals(name) || load.aliases().containsKey(alias)) {
        actions.add(TargetIndexes.removing(old, alias));
      }
    }
  }
}
