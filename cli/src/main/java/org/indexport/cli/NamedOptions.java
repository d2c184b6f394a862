package org.indexport.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that only some formats and engines have. One that both sides know is the input's, unless
 * {@code in.} or {@code out.} is put before its name.
 */
final class NamedOptions {
  private static final String IN = "in.";
  private static final String OUT = "out.";

  @Option(
      names = {"-O", "--option"},
      paramLabel = "NAME=VALUE",
      description = {
        "An option of the input's format or engine, or else of the output's;"
            + " 'indexport formats' lists them. in.NAME and out.NAME tell which is meant."
            + " Repeatable."
      })
  Map<String, String> given = new LinkedHashMap<>();

  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> known = new TreeSet<>();

  /** The options that an input takes, with those that have an option of their own. */
  Map<String, String> forInput(
      String who, Set<String> names, Map<String, @Nullable String> dedicated) {
    return take(IN, who, names, dedicated);
  }

  /** The options that an output takes; to be asked for after the input's. */
  Map<String, String> forOutput(
      String who, Set<String> names, Map<String, @Nullable String> dedicated) {
    return take(OUT, who, names, dedicated);
  }

  private Map<String, String> take(
      String side, String who, Set<String> names, Map<String, @Nullable String> dedicated) {
    known.addAll(names);
    Map<String, String> taken = new LinkedHashMap<>();
    given.forEach(
        (key, value) -> {
          boolean named = key.startsWith(side);
          String name = named ? key.substring(side.length()) : key;
          boolean free = side.equals(IN) || named || !used.contains(key);
          if (names.contains(name) && free) {
            used.add(key);
            taken.put(name, value);
          }
        });
    dedicated.forEach(
        (name, value) -> {
          if (value == null) {
            return;
          }
          if (!names.contains(name)) {
            throw new UsageException("--%s: %s has no such option".formatted(name, who));
          }
          taken.put(name, value);
        });
    return taken;
  }

  /** Refuses options that nobody took. */
  void checkAllUsed() {
    List<String> unused = new ArrayList<>(given.keySet());
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw new UsageException(
          "unknown option -O %s; %s"
              .formatted(
                  unused.get(0),
                  known.isEmpty() ? "there is none here" : "known here: " + list(known)));
    }
  }

  private static String list(Set<String> names) {
    return String.join(", ", names);
  }
}
