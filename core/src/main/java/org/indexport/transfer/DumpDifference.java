package org.indexport.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.DocumentTotals;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.json.CanonicalJson;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * One way in which two dumps differ.
 *
 * @param index the written name of the index, or null for what belongs to none
 * @param what what differs: {@code index}, {@code documents}, {@code hash}, {@code idHash}, {@code
 *     primaryKey}, {@code settings} when one side has none or those of another engine, else {@code
 *     settings POINTER} for each member that differs, {@code extension NAME} of an index where both
 *     sides have it, but for {@link IndexInfo#MAPPING_TYPE}, {@code section NAME}, {@code namespace
 *     NAME} of one without indexes
 * @param left what the first dump has, or null when nothing; {@code ***} for what holds a secret
 * @param right what the second dump has, or null when nothing
 */
public record DumpDifference(
    @Nullable String index, String what, @Nullable String left, @Nullable String right) {

  /**
   * What differs between two verified dumps, in the order of the first; empty when nothing does.
   */
  public static List<DumpDifference> between(Verification left, Verification right) {
    List<DumpDifference> found = new ArrayList<>();
    Set<IndexName> names = new LinkedHashSet<>(left.totals().keySet());
    names.addAll(right.totals().keySet());
    for (IndexName name : names) {
      compareIndex(name, left, right, found);
    }
    compareNamespaces(left.header(), right.header(), found);
    compareSections(left, right, found);
    return found;
  }

  private static void compareNamespaces(
      DumpHeader left, DumpHeader right, List<DumpDifference> found) {
    Set<String> names = new LinkedHashSet<>(left.namespaces());
    names.addAll(right.namespaces());
    // Of others their indexes are told.
    left.indexes().forEach(index -> names.remove(index.name().namespace()));
    right.indexes().forEach(index -> names.remove(index.name().namespace()));
    for (String name : names) {
      new Comparison(null, found)
          .add(
              "namespace " + name,
              left.namespaces().contains(name) ? "present" : null,
              right.namespaces().contains(name) ? "present" : null);
    }
  }

  private static void compareExtensions(IndexInfo a, IndexInfo b, Comparison index) {
    for (Map.Entry<String, String> extension : a.extensions().entrySet()) {
      String other = b.extensions().get(extension.getKey());
      // An engine tells its own type, whatever it was given.
      if (other != null && !extension.getKey().equals(IndexInfo.MAPPING_TYPE)) {
        index.add(
            "extension " + extension.getKey(), canonical(extension.getValue()), canonical(other));
      }
    }
  }

  private static String canonical(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    try {
      return new String(
          CanonicalJson.of(bytes, 0, bytes.length, ReadLimits.DEFAULT.maxDepth()), UTF_8);
    } catch (MalformedJsonException e) {
      return json;
    }
  }

  private static void compareIndex(
      IndexName name, Verification left, Verification right, List<DumpDifference> found) {
    IndexInfo a = left.header().index(name);
    IndexInfo b = right.header().index(name);
    DocumentTotals inA = left.totals().get(name);
    DocumentTotals inB = right.totals().get(name);
    Comparison index = new Comparison(name.toString(), found);
    if (a == null || b == null || inA == null || inB == null) {
      index.add("index", a == null ? null : "present", b == null ? null : "present");
      return;
    }
    index.add("documents", inA.documents(), inB.documents());
    index.add("hash", inA.hash(), inB.hash());
    if (a.lines() == Lines.ENVELOPE && b.lines() == Lines.ENVELOPE) {
      index.add("idHash", inA.idHash(), inB.idHash());
    }
    index.add("primaryKey", a.primaryKey(), b.primaryKey());
    SettingsComparison.between(a.settings(), b.settings()).forEach(index::add);
    compareExtensions(a, b, index);
  }

  private static void compareSections(
      Verification left, Verification right, List<DumpDifference> found) {
    Map<String, SectionTotals> a = byKey(left);
    Map<String, SectionTotals> b = byKey(right);
    Set<String> keys = new LinkedHashSet<>(a.keySet());
    keys.addAll(b.keySet());
    for (String key : keys) {
      SectionTotals inA = a.get(key);
      SectionTotals inB = b.get(key);
      SectionTotals any = Objects.requireNonNull(inA == null ? inB : inA);
      String index = any.index() == null ? null : any.index().toString();
      new Comparison(index, found).add("section " + any.name(), describe(inA), describe(inB));
    }
  }

  private static Map<String, SectionTotals> byKey(Verification dump) {
    Map<String, SectionTotals> byKey = new LinkedHashMap<>();
    for (SectionTotals section : dump.sections()) {
      byKey.put(section.index() + " " + section.name(), section);
    }
    return byKey;
  }

  private static @Nullable String describe(@Nullable SectionTotals section) {
    return section == null
        ? null
        : section.records() + " records, " + section.bytes() + " bytes, hash " + section.hash();
  }

  /** Collects what differs of one index. */
  private record Comparison(@Nullable String index, List<DumpDifference> found) {
    void add(SettingsComparison.Member member) {
      found.add(new DumpDifference(index, member.what(), member.left(), member.right()));
    }

    void add(String what, @Nullable Object left, @Nullable Object right) {
      if (!Objects.equals(left, right)) {
        found.add(
            new DumpDifference(
                index,
                what,
                left == null ? null : left.toString(),
                right == null ? null : right.toString()));
      }
    }
  }
}
