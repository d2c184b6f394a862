package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.indexport.transfer.PartPrefetch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the documents of an index as they are. */
@Command(
    name = "cat",
    customSynopsis = "indexport cat INPUT INDEX [OPTIONS]",
    sortOptions = false,
    description = "Write the documents of one index, byte for byte, one on each line.",
    footer = {
      "",
      "Example: indexport cat today.dump movies | head -3",
      "         indexport cat today.dump movies --range 1000000:1000010"
    })
final class CatCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "A dump, told by content; '-' for standard input; or an engine.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "INDEX",
      description = "The name of the index, or namespace/name.")
  String index = "";

  @Option(
      names = "--ids",
      description = "Write {\"id\":…,\"routing\":…,\"source\":…} for each document.")
  boolean ids;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many documents.")
  long limit = Long.MAX_VALUE;

  @Option(
      names = "--range",
      paramLabel = "FROM:TO",
      description =
          "Only documents from position FROM, counted from 0, to before TO; either may be left out."
              + " v2 reads only the parts that hold them.")
  @Nullable String range;

  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final IncompleteOptions incomplete = new IncompleteOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  private final ByteBuilder head = new ByteBuilder(256);
  private long written;

  CatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw new UsageException("--limit: expected 0 or more, found " + limit);
    }
    DocumentRange documents = range == null ? null : DocumentRange.parse(range);
    if (documents != null && (ids || incomplete.allowed)) {
      throw new UsageException(
          "--range: leave %s out".formatted(ids ? "--ids" : IncompleteOptions.NAME));
    }
    try (Input opened = reading.open(input, named, 1, terminal, incomplete.damage())) {
      named.checkAllUsed();
      if (documents != null) {
        cat(opened, documents);
        terminal.out().flush();
        opened.tellNotices(terminal, common);
        return ExitCode.FINE;
      }
      List<DumpException> damages = cat(opened);
      terminal.out().flush();
      opened.tellNotices(terminal, common);
      if (damages.isEmpty()) {
        return ExitCode.FINE;
      }
      return incomplete.report(damages, terminal);
    }
  }

  private void cat(Input opened, DocumentRange documents) throws IOException {
    boolean again = opened.reader().isRewindable();
    Precheck.check(opened, reading, incomplete, terminal, common);
    List<IndexInfo> known = again ? opened.indexesFor(index) : opened.reader().header().indexes();
    IndexName name = opened.index(index, known).name();
    try (DocumentCursor cursor =
        opened.reader().documents(name, documents.from(), documents.to())) {
      for (Document document; written < limit && (document = cursor.next()) != null; written++) {
        terminal.interruption().check();
        terminal.out().write(document.array(), document.offset(), document.length());
        terminal.out().write('\n');
      }
    }
  }

  private List<DumpException> cat(Input opened) throws IOException {
    boolean again = opened.reader().isRewindable();
    List<IndexInfo> known = opened.reader().header().indexes();
    boolean listed = known.stream().anyMatch(i -> Input.isMeant(index, i.name()));
    if (again || listed) {
      if (!listed) {
        // It may be missing because the input is cut short.
        Precheck.check(opened, reading, incomplete, terminal, common);
      }
      IndexName name = opened.index(index, again ? opened.indexesFor(index) : known).name();
      if (listed) {
        Precheck.check(opened, reading, incomplete, terminal, common);
      }
      return cat(opened, List.of(name));
    }
    List<IndexName> found = new ArrayList<>();
    List<DumpException> damages = cat(opened, found);
    if (found.isEmpty()) {
      throw new UsageException(opened.name() + ": there is no index '" + index + "'");
    }
    return damages;
  }

  /** Writes the documents of an index; one that is declared late is found on the way. */
  private List<DumpException> cat(Input opened, List<IndexName> names) throws IOException {
    boolean known = !names.isEmpty();
    try (DumpCursor cursor =
            opened
                .reader()
                .entries(name -> known ? names.contains(name) : Input.isMeant(index, name));
        PartPrefetch ahead =
            writesAll() ? PartPrefetch.proving(cursor) : PartPrefetch.counting(cursor)) {
      for (DumpEntry entry; (entry = ahead.next()) != null; ) {
        terminal.interruption().check();
        if (entry instanceof IndexInfo late && !known && Input.isMeant(index, late.name())) {
          names.add(late.name());
        } else if (entry instanceof DocumentPart part) {
          try (part) {
            if (writesAll()) {
              part.writeSources(terminal.out());
            } else {
              write(part, terminal.out());
            }
          }
          if (written >= limit && known) {
            return cursor.damages();
          }
        }
      }
      cursor.finish();
      return cursor.damages();
    }
  }

  /** Whether all documents are written as they are. */
  private boolean writesAll() {
    return !ids && limit == Long.MAX_VALUE;
  }

  private void write(DocumentPart part, OutputStream out) throws IOException {
    long line = 0;
    try (DocumentCursor documents = part.documents()) {
      for (Document document; (document = documents.next()) != null; line++) {
        if (written >= limit) {
          continue;
        }
        written++;
        if (ids) {
          writeHead(document, part.ordinal() + "-" + line, out);
        }
        out.write(document.array(), document.offset(), document.length());
        if (ids) {
          out.write('}');
        }
        out.write('\n');
      }
    }
  }

  /** All that comes before the source; an id is made up as an import would where there is none. */
  private void writeHead(Document document, String otherwise, OutputStream out) throws IOException {
    String id = document.resolvedId();
    head.clear();
    member("{\"id\":", id == null ? otherwise : id);
    if (document.routing() != null) {
      member(",\"routing\":", document.routing());
    }
    out.write(head.array(), 0, head.size());
    out.write(SOURCE);
  }

  private static final byte[] SOURCE =
      ",\"source\":".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private void member(String name, String value) {
    head.write(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    JsonText.appendQuoted(value, head);
  }
}
