package org.indexport.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.Manifest.SectionSummary;
import org.indexport.Section.Sensitivity;
import org.jspecify.annotations.Nullable;

/**
 * The sections that were met, to be compared with what the manifest says of them. One thread at a
 * time.
 */
public final class SectionTally {
  private record Key(String name, @Nullable IndexName index) {
    @Override
    public String toString() {
      return "section " + (index == null ? name : index + ":" + name);
    }
  }

  private final Map<Key, List<Long>> sizes = new HashMap<>();

  /** How many of a name are sensitive. */
  private final Map<Key, Integer> sensitive = new HashMap<>();

  /** Starts with none. */
  public SectionTally() {}

  /** Adds a section that was read to its end. */
  public void add(MemberSection section) {
    Key key = new Key(section.name(), section.index());
    sizes.computeIfAbsent(key, unseen -> new ArrayList<>()).add(section.contentBytes());
    if (section.sensitivity() == Sensitivity.SENSITIVE) {
      sensitive.merge(key, 1, Integer::sum);
    }
  }

  /**
   * Compares; the order of sections does not matter, and neither do sizes that were not recorded.
   *
   * @param where names the manifest in messages
   * @param listed what the manifest says
   * @throws CorruptDumpException if one is missing, is too many, or differs in size
   */
  public void compare(String where, List<SectionSummary> listed) throws CorruptDumpException {
    Map<Key, List<Long>> said = new HashMap<>();
    for (SectionSummary section : listed) {
      said.computeIfAbsent(new Key(section.name(), section.index()), key -> new ArrayList<>())
          .add(section.bytes());
    }
    for (Map.Entry<Key, List<Long>> found : sizes.entrySet()) {
      compare(where, found.getKey(), said.getOrDefault(found.getKey(), List.of()));
    }
    for (Map.Entry<Key, List<Long>> entry : said.entrySet()) {
      compare(where, entry.getKey(), entry.getValue());
    }
  }

  /**
   * Compares which sections hold secrets, where a manifest has to say so.
   *
   * @param where names the manifest in messages
   * @param listed what the manifest says
   * @throws CorruptDumpException if it says another thing than a section itself
   */
  public void compareSensitivity(String where, List<SectionSummary> listed)
      throws CorruptDumpException {
    Map<Key, Integer> said = new HashMap<>();
    for (SectionSummary section : listed) {
      if (section.sensitivity() == Sensitivity.SENSITIVE) {
        said.merge(new Key(section.name(), section.index()), 1, Integer::sum);
      }
    }
    Set<Key> all = new LinkedHashSet<>(sensitive.keySet());
    all.addAll(said.keySet());
    for (Key key : all) {
      int expected = said.getOrDefault(key, 0);
      int found = sensitive.getOrDefault(key, 0);
      if (expected != found) {
        throw differing(where, key, "sensitive " + expected + " times", found + " times");
      }
    }
  }

  private void compare(String where, Key key, List<Long> said) throws CorruptDumpException {
    List<Long> found = sizes.getOrDefault(key, List.of());
    if (said.size() != found.size()) {
      throw differing(where, key, "once for each of " + found.size(), said.size() + " times");
    }
    List<Long> expected = said.stream().sorted().toList();
    if (!expected.contains(-1L) && !expected.equals(found.stream().sorted().toList())) {
      throw differing(where, key, "content of " + expected + " bytes", found + " bytes");
    }
  }

  private static CorruptDumpException differing(
      String where, Key key, String expected, String found) {
    return new CorruptDumpException(
        where + ": " + key, expected, found, "take another copy of the file");
  }
}
