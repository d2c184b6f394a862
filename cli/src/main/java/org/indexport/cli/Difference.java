package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.DocumentTotals;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.FormatTrait;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DumpDifference;
import org.indexport.transfer.SectionTotals;
import org.indexport.transfer.Selection;
import org.indexport.transfer.Verification;
import org.jspecify.annotations.Nullable;

/**
 * In what two inputs differ, as far as it was asked for.
 *
 * @param left what the user calls the first
 * @param a what was read of the first
 * @param right what the user calls the second
 * @param b what was read of the second
 * @param names the indexes that were compared
 * @param found what differs
 */
record Difference(
    String left,
    Verification a,
    String right,
    Verification b,
    List<IndexName> names,
    List<DumpDifference> found) {
  private static final Set<String> OF_DOCUMENTS = Set.of("documents", "hash", "idHash");
  private static final String SETTINGS = "settings";
  private static final String NAMESPACE = "namespace ";
  private static final String PRIMARY_KEY = "primaryKey";
  private static final int MOST_CHARACTERS = 60;

  /**
   * Compares.
   *
   * @param carried whether settings and side data are compared
   */
  static Difference of(
      String left,
      Verification a,
      String right,
      Verification b,
      Selection selection,
      Set<FormatTrait> carried) {
    Set<IndexName> names = new LinkedHashSet<>(a.totals().keySet());
    names.addAll(b.totals().keySet());
    names.removeIf(name -> !selection.includes(name));
    Set<String> written = new LinkedHashSet<>();
    names.forEach(name -> written.add(name.toString()));
    boolean settings =
        carried.contains(FormatTrait.SETTINGS) && selection.contents() != Contents.DOCUMENTS_ONLY;
    boolean sections = carried.contains(FormatTrait.SECTIONS);
    boolean documents = selection.contents() != Contents.SETTINGS_ONLY;
    boolean namespaces = carried.contains(FormatTrait.NAMESPACES);
    List<DumpDifference> found = new ArrayList<>(DumpDifference.between(a, b));
    found.removeIf(
        difference ->
            (difference.index() != null && !written.contains(difference.index()))
                || (!settings && isOfSettings(difference.what()))
                || (isOfNamespace(difference)
                    && !(namespaces && selection.includes(anyIn(difference))))
                || (!sections && difference.what().startsWith("section "))
                || (!documents && OF_DOCUMENTS.contains(difference.what())));
    return new Difference(left, a, right, b, List.copyOf(names), found);
  }

  private static boolean isOfNamespace(DumpDifference difference) {
    return difference.what().startsWith(NAMESPACE);
  }

  /** The name of an index that an empty namespace could have. */
  private static IndexName anyIn(DumpDifference difference) {
    return IndexName.of(difference.what().substring(NAMESPACE.length()), "any");
  }

  private static boolean isOfSettings(String what) {
    return what.equals(PRIMARY_KEY)
        || what.equals(SETTINGS)
        || what.startsWith(SETTINGS + " ")
        || what.startsWith("extension ");
  }

  /** Leaves out the side data that is not wanted. */
  static Verification withSections(Verification read, Predicate<Section> isWanted) {
    List<SectionTotals> selected = new ArrayList<>(read.sections());
    selected.removeIf(section -> !isWanted.test(section(section)));
    return new Verification(
        read.completeness(),
        read.problem(),
        read.header(),
        read.totals(),
        selected,
        read.manifest());
  }

  private static Section section(SectionTotals totals) {
    return Section.of(
        totals.name(), totals.index(), totals.mediaType(), totals.sensitivity(), new byte[0]);
  }

  /** The same without some of the differences. */
  Difference without(Predicate<DumpDifference> unwanted) {
    return new Difference(
        left, a, right, b, names, found.stream().filter(unwanted.negate()).toList());
  }

  boolean isNone() {
    return found.isEmpty();
  }

  /** What was wrong with the inputs. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Verification side : List.of(a, b)) {
      if (side.problem() != null) {
        problems.add(Failures.message((Throwable) side.problem()));
      }
    }
    return problems;
  }

  /** Writes one JSON object. */
  void writeJson(OutputStream out, int code, List<String> notices) throws IOException {
    try (JsonOutput json = new JsonOutput(out)) {
      json.put("command", "diff")
          .put("exitCode", (long) code)
          .put("left", left)
          .put("right", right)
          .put("equal", isNone())
          .putObjects("differences", found, this::write)
          .putObjects("indexes", names, this::write)
          .putTexts("notices", notices)
          .putTexts("problems", problems());
    }
  }

  private void write(JsonOutput json, DumpDifference difference) throws IOException {
    json.put("index", difference.index())
        .put("what", difference.what())
        .put("left", difference.left())
        .put("right", difference.right());
  }

  private void write(JsonOutput json, IndexName name) throws IOException {
    json.putName(name)
        .putObject("left", a.totals().get(name), Difference::write)
        .putObject("right", b.totals().get(name), Difference::write);
  }

  private static void write(JsonOutput json, DocumentTotals totals) throws IOException {
    json.put("read", totals.documents())
        .put("reformatted", totals.reformatted())
        .put("bytes", totals.bytes())
        .putHashes(totals);
  }

  /** The same for people. */
  String text() {
    if (isNone()) {
      long documents = names.stream().mapToLong(name -> documents(b.totals().get(name))).sum();
      return "%s and %s are equal: %s, %s%n"
          .formatted(
              Text.printable(left),
              Text.printable(right),
              Text.count(names.size(), "index", "indexes"),
              Text.documents(documents));
    }
    Table table = new Table().text("INDEX").text("WHAT").text("A").text("B");
    for (DumpDifference difference : found) {
      table.row(
          Text.orDash(difference.index()),
          difference.what(),
          shown(difference, difference.left()),
          shown(difference, difference.right()));
    }
    return "%s (A) and %s (B) differ%n%n%s"
        .formatted(Text.printable(left), Text.printable(right), table.render());
  }

  private static long documents(@Nullable DocumentTotals totals) {
    return totals == null ? 0 : totals.documents();
  }

  private static String shown(DumpDifference difference, @Nullable String text) {
    if (text == null) {
      return difference.what().equals("index") ? "missing" : "–";
    }
    if (difference.what().equals("documents")) {
      return Text.number(Long.parseLong(text));
    }
    return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS - 1) + "…" : text;
  }
}
