package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;

/** {@code index:import}, {@code collection:import} and {@code import}. */
final class KourouImport {
  private final KourouWork work;

  private KourouImport(KourouWork work) {
    this.work = work;
  }

  /** Imports the folders of an index's collections. */
  static int ofIndex(KourouWork work) throws IOException {
    String index = work.given().text("index");
    try (Input input = work.openFiles(work.given().word(0), Map.of())) {
      refuseNothing(input);
      Selection.Builder selection = Selection.builder().noSections();
      if (index != null) {
        for (IndexInfo collection : input.reader().header().indexes()) {
          IndexName name = collection.name();
          DropInWork.rename(selection, name, index + "/" + name.name());
        }
      }
      return new KourouImport(work).load(input, selection);
    }
  }

  /** Imports the folder of a collection. */
  static int ofCollection(KourouWork work) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String name : new String[] {"index", "collection"}) {
      String value = work.given().text(name);
      if (value != null) {
        options.put(name, value);
      }
    }
    try (Input input = work.openFiles(work.given().word(0), options)) {
      refuseNothing(input);
      if (input.reader().header().indexes().size() > 1) {
        throw new UsageException(
            "%s: expected one collection, found %s; use index:import"
                .formatted(
                    work.given().word(0),
                    input.reader().header().indexes().stream()
                        .limit(3)
                        .map(index -> index.name().toString())
                        .collect(Collectors.joining(", "))));
      }
      return new KourouImport(work).load(input, Selection.builder().noSections());
    }
  }

  /** Imports everything that lies in a folder. */
  static int ofAll(KourouWork work) throws IOException {
    try (Input input = work.openFiles(work.given().word(0), Map.of())) {
      int code = ExitCode.FINE;
      if (!input.reader().header().indexes().isEmpty()) {
        code = new KourouImport(work).load(input, Selection.builder().noSections());
      }
      List<Section> sections = new ArrayList<>();
      KourouWork.withSections(
          input,
          section -> {
            SecurityFile file = SecurityFile.ofSection(section.name());
            if (file != null) {
              sections.add(KourouSecurity.section(file, KourouSecurity.text(section)));
            }
          });
      if (!sections.isEmpty()) {
        int own = KourouSecurity.load(work, sections);
        code = code == ExitCode.FINE ? own : code;
      } else if (input.reader().header().indexes().isEmpty()) {
        refuseNothing(input);
      }
      return code;
    }
  }

  private static void refuseNothing(Input input) throws DumpException {
    if (input.reader().header().indexes().isEmpty()) {
      throw new DumpException(
          "%s: expected folders of collections, found none; name the folder that kourou has written"
              .formatted(input.name()));
    }
  }

  private int load(Input input, Selection.Builder selection) throws IOException {
    boolean documentsOnly = work.given().isTrue("no-mappings");
    Selection chosen =
        selection.contents(documentsOnly ? Contents.DOCUMENTS_ONLY : Contents.EVERYTHING).build();
    DumpImporter importer = DumpImporter.from(input.reader()).select(chosen).options(options());
    Terminal terminal = work.terminal();
    // As the original, which adds the fields of the file to what is there.
    Map<String, String> loading = documentsOnly ? Map.of() : Map.of("extend", "true");
    try (Indexer indexer = work.openIndexer(loading);
        Progress progress = Progress.start("import", input, terminal, work.common())) {
      if (documentsOnly) {
        refuseMissing(input, chosen, indexer);
      }
      terminal.interruption().onRequest(importer::stop);
      TransferReport report = importer.listener(progress).into(indexer);
      return work.tell(report, work.server().uri());
    } catch (InterruptedIOException e) {
      throw KourouWork.interrupted(
          e, "what was sent before is in the server; the same command again completes it");
    }
  }

  private ImportOptions options() {
    ImportOptions.Builder options =
        ImportOptions.builder().workers(work.workers()).ifExists(IfExists.APPEND);
    Long size = work.given().number("batch-size");
    if (size != null) {
      options.batchDocuments((int) Math.min(size, Integer.MAX_VALUE));
    }
    return options.build();
  }

  private static void refuseMissing(Input input, Selection selection, Indexer indexer)
      throws IOException {
    DumpHeader header = DumpConverter.from(input.reader()).select(selection).header();
    List<IndexName> wanted = header.indexes().stream().map(IndexInfo::name).toList();
    Set<IndexName> there = indexer.existing(wanted);
    for (IndexName name : wanted) {
      if (!there.contains(name)) {
        throw new DumpException(
            "%s: expected this collection on the server, found none; leave --no-mappings out"
                .formatted(name));
      }
    }
  }
}
