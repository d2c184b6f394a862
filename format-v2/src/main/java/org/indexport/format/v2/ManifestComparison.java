package org.indexport.format.v2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;

/**
 * Compares what a manifest says with what the members of the dump say. The first difference is
 * told.
 */
final class ManifestComparison {
  private static final String NEXT = "take another copy, or salvage what is whole";

  private final String where;
  private final V2Manifest said;
  private final V2Manifest found;

  /**
   * Prepares.
   *
   * @param where names the dump in messages
   * @param said what its manifest says
   * @param found what was derived from all of its members
   */
  ManifestComparison(String where, V2Manifest said, V2Manifest found) {
    this.where = where;
    this.said = said;
    this.found = found;
  }

  /**
   * Compares.
   *
   * @param counted the indexes all of whose documents were counted; parts of others are left out
   * @throws CorruptDumpException if anything differs
   */
  void compare(Predicate<IndexName> counted) throws CorruptDumpException {
    same("metadata.json", said.metadata().strip(), found.metadata());
    compareMembers();
    for (IndexSummary index : found.manifest().indexes()) {
      IndexSummary expected = said.manifest().index(index.name());
      if (expected == null) {
        throw differs("index " + index.name(), "an entry in the manifest", "none");
      }
      same(
          "index " + index.name(),
          String.valueOf(said.indexes().get(index.name())).strip(),
          String.valueOf(found.indexes().get(index.name())));
      if (counted.test(index.name())) {
        compare(expected, index);
      }
    }
    if (said.manifest().indexes().size() != found.manifest().indexes().size()) {
      throw differs(
          "manifest.json",
          found.manifest().indexes().size() + " indexes",
          "" + said.manifest().indexes().size());
    }
    same("order of the indexes", names(said), names(found));
    same("sections", sections(said), sections(found));
  }

  private void compareMembers() throws CorruptDumpException {
    Map<String, MemberEntry> expected = new HashMap<>();
    for (MemberEntry member : said.members()) {
      if (expected.put(member.name(), member) != null) {
        throw differs(member.name(), "each member once in the manifest", "it again");
      }
    }
    for (MemberEntry member : found.members()) {
      MemberEntry entry = expected.remove(member.name());
      if (entry == null) {
        throw differs(member.name(), "an entry among the manifest's members", "none");
      }
      same(member.name(), entry, member);
    }
    for (String missing : expected.keySet()) {
      throw differs(missing, "the member that the manifest lists", "none");
    }
  }

  private void compare(IndexSummary expected, IndexSummary index) throws CorruptDumpException {
    String name = "index " + index.name();
    PartList listed = expected.parts() == null ? PartList.EMPTY : expected.parts();
    PartList parts = index.parts() == null ? PartList.EMPTY : index.parts();
    for (int i = 0; i < Math.min(listed.size(), parts.size()); i++) {
      compare(name, listed.get(i), parts.get(i));
    }
    if (listed.size() != parts.size()) {
      throw differs(name, listed.size() + " parts as the manifest says", "" + parts.size());
    }
    same(name + ": documents", expected.documents(), index.documents());
    same(name + ": bytes of documents", expected.bytes(), index.bytes());
    same(name + ": hash", String.valueOf(expected.hash()), String.valueOf(index.hash()));
    same(name + ": idHash", String.valueOf(expected.idHash()), String.valueOf(index.idHash()));
  }

  private void compare(String index, PartSummary listed, PartSummary part)
      throws CorruptDumpException {
    if (!listed.equals(part)) {
      throw differs(
          "%s, part %d at bytes %d to %d"
              .formatted(
                  index, part.ordinal(), part.offset(), part.offset() + part.packedBytes() - 1),
          listed + " as the manifest says",
          part.toString());
    }
  }

  private static List<IndexName> names(V2Manifest manifest) {
    return manifest.manifest().indexes().stream().map(IndexSummary::name).toList();
  }

  private static List<SectionSummary> sections(V2Manifest manifest) {
    return manifest.manifest().sections().stream()
        .map(s -> new SectionSummary(s.name(), s.index(), s.bytes(), s.sensitivity()))
        .toList();
  }

  private void same(String what, Object expected, Object actual) throws CorruptDumpException {
    if (!expected.equals(actual)) {
      throw differs(what, shown(expected) + " as the manifest says", shown(actual));
    }
  }

  private static String shown(Object value) {
    String text = value.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private CorruptDumpException differs(String what, String expected, String actual) {
    return new CorruptDumpException(where + ": " + what, expected, actual, NEXT);
  }
}
