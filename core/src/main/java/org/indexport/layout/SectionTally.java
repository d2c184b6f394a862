package org.indexport.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.Manifest.SectionSummary;
import org.jspecify.annotations.Nullable;

/**
 * The sections that were met, to be compared with what the manifest says of them. One thread at a
 * time.
 */
public final class SectionTally {
  private static final String NEXT = "take another copy of the file";

  private record Key(String name, @Nullable IndexName index) {
    @Override
    public String toString() {
      return "section " + (index == null ? name : index + ":" + name);
    }
  }

  private final Map<Key, List<Long>> sizes = new HashMap<>();
  private final List<SectionSummary> all = new ArrayList<>();

  /** Starts with none. */
  public SectionTally() {}

  /** Adds a section that was read to its end. */
  public void add(MemberSection section) {
    Key key = new Key(section.name(), section.index());
    sizes.computeIfAbsent(key, unseen -> new ArrayList<>()).add(section.contentBytes());
    all.add(
        new SectionSummary(
            section.name(), section.index(), section.contentBytes(), section.sensitivity()));
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
   * Compares with a manifest that has to tell everything of sections, in the order in which they
   * were added.
   *
   * @param where names the manifest in messages
   * @param listed what the manifest says
   * @throws CorruptDumpException if anything but an extension differs
   */
  public void compareExactly(String where, List<SectionSummary> listed)
      throws CorruptDumpException {
    compare(where, listed);
    for (int i = 0; i < all.size(); i++) {
      SectionSummary said = listed.get(i);
      SectionSummary known =
          new SectionSummary(said.name(), said.index(), said.bytes(), said.sensitivity());
      if (!known.equals(all.get(i))) {
        throw new CorruptDumpException(
            where + ": section " + (i + 1),
            known + " as the manifest says",
            all.get(i).toString(),
            NEXT);
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
    return new CorruptDumpException(where + ": " + key, expected, found, NEXT);
  }
}
