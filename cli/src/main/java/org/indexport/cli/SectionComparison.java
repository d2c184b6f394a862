package org.indexport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.json.CanonicalJson;
import org.indexport.json.MalformedJsonException;
import org.indexport.transfer.DumpDifference;
import org.indexport.transfer.SectionTotals;
import org.indexport.transfer.Verification;

/**
 * Finds side data that only looks different: servers give the same templates, aliases and the like
 * with their members in another order.
 */
final class SectionComparison {
  private static final String SECTION = "section ";
  private static final int MOST_LEVELS = 1_000;

  /** Larger side data is not looked into. */
  private static final long MOST_BYTES = 16_000_000;

  private SectionComparison() {}

  /**
   * Those of some differences that are none.
   *
   * @param renamed what was read of A, under the names that it is compared under
   * @return the differences where both sides say the same
   */
  static Set<DumpDifference> same(
      List<DumpDifference> found,
      Input a,
      Verification inA,
      Verification renamed,
      Input b,
      Verification inB)
      throws IOException {
    Map<DumpDifference, SectionTotals> ofA = new LinkedHashMap<>();
    Map<DumpDifference, SectionTotals> ofB = new LinkedHashMap<>();
    for (DumpDifference difference : found) {
      int i = position(difference, renamed);
      int j = position(difference, inB);
      if (i >= 0 && j >= 0 && isReadable(inA.sections().get(i), a)) {
        SectionTotals other = inB.sections().get(j);
        if (isReadable(other, b)) {
          ofA.put(difference, inA.sections().get(i));
          ofB.put(difference, other);
        }
      }
    }
    Set<DumpDifference> same = new HashSet<>();
    if (!ofA.isEmpty()) {
      Map<String, byte[]> textsOfA = texts(a, ofA);
      Map<String, byte[]> textsOfB = texts(b, ofB);
      ofA.forEach(
          (difference, section) -> {
            byte[] one = textsOfA.get(key(section));
            byte[] other = textsOfB.get(key(Objects.requireNonNull(ofB.get(difference))));
            if (one != null && Arrays.equals(one, other)) {
              same.add(difference);
            }
          });
    }
    return same;
  }

  private static int position(DumpDifference difference, Verification read) {
    if (!difference.what().startsWith(SECTION)) {
      return -1;
    }
    String name = difference.what().substring(SECTION.length());
    List<SectionTotals> sections = read.sections();
    for (int i = 0; i < sections.size(); i++) {
      SectionTotals section = sections.get(i);
      String index = section.index() == null ? null : section.index().toString();
      if (section.name().equals(name) && Objects.equals(index, difference.index())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isReadable(SectionTotals section, Input input) {
    return section.mediaType() == MediaType.JSON
        && section.attachments() == 0
        && section.bytes() <= MOST_BYTES
        && input.reader().isRewindable();
  }

  private static String key(SectionTotals section) {
    return section.index() + " " + section.name();
  }

  /** What sections say, in canonical form; those that have none are left out. */
  private static Map<String, byte[]> texts(Input input, Map<DumpDifference, SectionTotals> wanted)
      throws IOException {
    Map<String, byte[]> texts = new HashMap<>();
    Set<String> keys = new HashSet<>();
    wanted.values().forEach(section -> keys.add(key(section)));
    try (DumpCursor cursor = input.reader().entries(name -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof Section section) {
          String key = section.index() + " " + section.name();
          if (keys.contains(key)) {
            read(section, key, texts);
          }
        }
      }
    }
    return texts;
  }

  private static void read(Section section, String key, Map<String, byte[]> texts)
      throws IOException {
    try (InputStream in = section.content()) {
      byte[] json = in.readAllBytes();
      texts.put(key, CanonicalJson.of(json, 0, json.length, MOST_LEVELS));
    } catch (MalformedJsonException e) {
      // It is no object, or has no canonical form: then only its bytes can be compared.
    }
  }
}
