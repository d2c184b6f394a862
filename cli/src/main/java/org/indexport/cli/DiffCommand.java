package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.indexport.Completeness;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.FormatTrait;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DocumentTransform;
import org.indexport.transfer.DumpDifference;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Selection;
import org.indexport.transfer.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two inputs. */
@Command(
    name = "diff",
    customSynopsis = "indexport diff A B [OPTIONS]",
    sortOptions = false,
    description = {
      "Compare two dumps or engines: counts, hashes of the documents in whatever order, settings,"
          + " side data. With --transform, A is compared as it would be after that.",
      "With --rename, an index of A is compared with the one of B that has the new name.",
      "Ends with 0 if nothing differs, 1 if something does."
    },
    footer = {
      "",
      "Example: indexport diff today.dump lucene:/srv/search",
      "         indexport diff today.dump http://localhost:9200 --documents-only"
    })
final class DiffCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "A", description = "A dump, '-', or an engine.")
  String left = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  String right = "";

  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final IncompleteOptions incomplete = new IncompleteOptions();
  @Mixin final SelectionOptions selection = new SelectionOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (left.equals(InputOptions.STANDARD) && right.equals(InputOptions.STANDARD)) {
      throw new UsageException("only one of the two can be standard input");
    }
    if (selection.limit != null || selection.flatten != null || selection.namespace != null) {
      throw new UsageException("--limit, --flatten and --namespace mean nothing to diff");
    }
    Selection selected = selection.selection();
    reading.shared = true;
    int slices = Runtime.getRuntime().availableProcessors();
    try (Input a = reading.open(left, named, slices, terminal, incomplete.damage());
        Input b = reading.open(right, named, slices, terminal, incomplete.damage())) {
      named.checkAllUsed();
      reading.checkTaken();
      checkPatterns(a, b);
      Selection targets = ofB(selected, a, b);
      Verification inA = read(a, selected, selection.transform());
      Verification inB = read(b, targets, null);
      a.tellNotices(terminal, common);
      b.tellNotices(terminal, common);
      refuseIncomplete(inA, inB);
      List<String> notices = new ArrayList<>();
      Verification renamed = named(a, inA, b, inB, notices);
      Difference difference =
          Difference.of(
              a.name(), renamed, b.name(), inB, targets, carried(a, inA, b, inB, notices));
      Set<DumpDifference> same =
          SectionComparison.same(difference.found(), a, inA, renamed, b, inB);
      difference = difference.without(same::contains);
      return report(difference, notices, isIncomplete(inA, inB));
    }
  }

  /** Refuses a pattern that fits nothing on either side: it would compare nothing with nothing. */
  private void checkPatterns(Input a, Input b) {
    for (String pattern : selection.indexes) {
      Selection one = Selection.builder().index(pattern).build();
      List<IndexInfo> all = new ArrayList<>(a.reader().header().indexes());
      all.addAll(b.reader().header().indexes());
      if (all.stream().noneMatch(index -> one.includes(index.name()))) {
        throw new UsageException("--index: no index of either matches '%s'".formatted(pattern));
      }
    }
  }

  /** What is wanted of B: what A's indexes are compared with, and what A might have. */
  private Selection ofB(Selection ofA, Input a, Input b) {
    if (selection.indexes.isEmpty() || selection.renames.isEmpty()) {
      return ofA;
    }
    Map<String, IndexName> renames = IndexNames.targets(selection.renames);
    Set<String> names = new LinkedHashSet<>();
    for (IndexInfo index : a.reader().header().indexes()) {
      if (ofA.includes(index.name())) {
        names.add(renames.getOrDefault(index.name().toString(), index.name()).toString());
      }
    }
    for (IndexInfo index : b.reader().header().indexes()) {
      String name = index.name().toString();
      if (ofA.includes(index.name()) && !renames.containsKey(name)) {
        names.add(name);
      }
    }
    return names.isEmpty() ? ofA : selection.selection(names);
  }

  private Verification read(Input input, Selection selected, @Nullable DocumentTransform transform)
      throws IOException {
    boolean withDocuments = selected.contents() != Contents.SETTINGS_ONLY;
    try (Progress progress = Progress.start("reading " + input.name(), input, terminal, common)) {
      Interruption interruption = terminal.interruption();
      Verification read =
          DumpVerifier.of(input.reader())
              .indexes(name -> withDocuments && selected.includes(name))
              .transform(transform)
              .listener(
                  (documents, bytes) -> {
                    interruption.checkUnchecked();
                    progress.progressed(documents, bytes);
                  })
              .verify();
      return Difference.withSections(
          read,
          section ->
              selected.includes(section) && (section.index() != null || !selection.isOfIndexes()));
    }
  }

  /** Of two problems the worse one is told. */
  private void refuseIncomplete(Verification inA, Verification inB) throws IOException {
    if (!incomplete.allowed) {
      Precheck.refuse((inB.completeness() == Completeness.DAMAGED ? inB : inA).problem());
      Precheck.refuse(inB.problem());
    }
  }

  private static boolean isIncomplete(Verification inA, Verification inB) {
    return !inA.isSound() || !inB.isSound();
  }

  /** Gives the first input's indexes the names that they are compared under. */
  private Verification named(
      Input a, Verification inA, Input b, Verification inB, List<String> notices) {
    Verification renamed = IndexNames.renamed(inA, selection.renames);
    List<IndexInfo> ofA = renamed.header().indexes();
    List<IndexInfo> ofB = inB.header().indexes();
    boolean free = a.isNamedAfterFile() || b.isNamedAfterFile();
    if (!free || ofA.size() != 1 || ofB.size() != 1) {
      return renamed;
    }
    String from = ofA.get(0).name().toString();
    String to = ofB.get(0).name().toString();
    if (from.equals(to)) {
      return renamed;
    }
    notices.add(
        "index %s is compared with %s: one of them is only called after its file"
            .formatted(from, to));
    return IndexNames.renamed(renamed, ofB.get(0).name());
  }

  /** What both can hold: only that can differ in a way that means something. */
  private static Set<FormatTrait> carried(
      Input a, Verification inA, Input b, Verification inB, List<String> notices) {
    Set<FormatTrait> carried = EnumSet.of(FormatTrait.SETTINGS, FormatTrait.SECTIONS);
    for (Input input : List.of(a, b)) {
      if (!input.has(FormatTrait.SETTINGS)) {
        notices.add(
            "format %s carries no settings and no side data, so only documents are compared"
                .formatted(input.formatId()));
        return Set.of();
      }
    }
    if (a.has(FormatTrait.NAMESPACES) && b.has(FormatTrait.NAMESPACES)) {
      carried.add(FormatTrait.NAMESPACES);
    }
    boolean one = inA.sections().isEmpty() != inB.sections().isEmpty();
    if (one && !(holdsSections(a, inA) && holdsSections(b, inB))) {
      carried.remove(FormatTrait.SECTIONS);
      notices.add("one of them has no place for side data, so that is not compared");
    }
    return carried;
  }

  /** Whether side data would be there if there were any; an engine without any has no place. */
  private static boolean holdsSections(Input input, Verification read) {
    return input.has(FormatTrait.SECTIONS) && !(input.isEngine() && read.sections().isEmpty());
  }

  private int report(Difference difference, List<String> notices, boolean incomplete)
      throws IOException {
    int code = difference.isNone() ? ExitCode.FINE : ExitCode.FAILED;
    if (incomplete) {
      code = ExitCode.INCOMPLETE;
    }
    if (report.json) {
      difference.writeJson(terminal.out(), code, notices);
    } else if (!common.quiet) {
      terminal.print(difference.text());
    }
    if (!common.quiet) {
      terminal.out().flush();
      notices.forEach(terminal::say);
      difference.problems().forEach(terminal::say);
    }
    return code;
  }
}
