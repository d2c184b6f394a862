package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.Manifest;
import org.indexport.Manifest.SectionSummary;
import org.indexport.Section;
import org.indexport.format.v2.DumpCopy;
import org.indexport.transfer.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies some indexes of a dump. */
@Command(
    name = "filter",
    customSynopsis = "indexport filter INPUT OUTPUT --index GLOB [OPTIONS]",
    sortOptions = false,
    description = {
      "Copy some indexes of a v2 dump, and the side data that belongs to them or to no index,",
      "without compressing it anew."
    },
    footer = {"", "Example: indexport filter today.dump movies.dump --index 'movie*'"})
final class FilterCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "INPUT", description = "A v2 dump: a file or a folder.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A new file; a folder if it ends in '/'; '-' for standard output.")
  String output = "";

  @Option(
      names = "--index",
      paramLabel = "GLOB",
      description = "Only indexes of such names; without '/' in every namespace. Repeatable.")
  List<String> indexes = new ArrayList<>();

  @ArgGroup(exclusive = true)
  SelectionOptions.@Nullable SectionOptions sections;

  @Mixin final CopyOptions options = new CopyOptions();

  FilterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (indexes.isEmpty() && sections == null) {
      throw new UsageException("--index: name what is to stay");
    }
    Selection selection = selection();
    return options.run(
        "filter",
        List.of(input),
        output,
        terminal,
        (sources, manifests) -> {
          manifests.forEach(this::checkIndexes);
          return DumpCopy.of(sources.get(0))
              .indexes(selection::includes)
              .sections(section -> selection.includes(empty(section)));
        });
  }

  private Selection selection() {
    SelectionOptions all = new SelectionOptions();
    all.indexes = indexes;
    all.sections = sections;
    return all.selection();
  }

  private void checkIndexes(Manifest manifest) {
    for (String glob : indexes) {
      Selection one = Selection.builder().index(glob).build();
      if (manifest.indexes().stream().noneMatch(index -> one.includes(index.name()))) {
        throw new UsageException("--index: %s has no index '%s'".formatted(input, glob));
      }
    }
  }

  private static Section empty(SectionSummary section) {
    return Section.of(
        section.name(),
        section.index(),
        Section.MediaType.BYTES,
        section.sensitivity(),
        new byte[0]);
  }
}
