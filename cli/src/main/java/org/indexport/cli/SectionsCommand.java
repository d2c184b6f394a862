package org.indexport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.Section.Sensitivity;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists side data, or writes some of it. */
@Command(
    name = "sections",
    customSynopsis = "indexport sections INPUT [NAME] [OPTIONS]",
    sortOptions = false,
    description = "List the side data of a dump or an engine, or write that of one name.",
    footer = {
      "",
      "Example: indexport sections today.dump",
      "         indexport sections today.dump movies:aliases"
    })
final class SectionsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "A dump, told by content; '-' for standard input; or an engine.")
  String input = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The section to write, as NAME, or INDEX:NAME for that of one index.")
  @Nullable String name;

  @Option(names = "--show-secrets", description = "Show secrets instead of ***.")
  boolean showSecrets;

  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final IncompleteOptions incomplete = new IncompleteOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  SectionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Damage damage = name == null || incomplete.allowed ? Damage.SKIP : Damage.REFUSE;
    try (Input opened = reading.open(input, named, 1, terminal, damage)) {
      named.checkAllUsed();
      if (name == null) {
        list(opened);
        opened.tellNotices(terminal, common);
        return ExitCode.FINE;
      }
      List<DumpException> damages = write(opened, name);
      opened.tellNotices(terminal, common);
      return incomplete.report(damages, terminal);
    }
  }

  private void list(Input opened) throws IOException {
    Verification found = DumpVerifier.of(opened.reader()).indexes(index -> false).verify();
    if (report.json) {
      try (JsonOutput json = new JsonOutput(terminal.out())) {
        json.putObjects("sections", found.sections(), Inspection::writeSection);
      }
    } else if (!found.sections().isEmpty()) {
      terminal.print(Inspection.sectionTable(found.sections()).render());
    } else if (!common.quiet) {
      terminal.say(opened.name() + ": there is no side data");
    }
    DumpException problem = found.problem();
    if (problem != null && !common.quiet) {
      terminal.say(Failures.message((Throwable) problem));
    }
  }

  private List<DumpException> write(Input opened, String wanted) throws IOException {
    boolean any = false;
    List<DumpException> damages;
    try (DumpCursor cursor = opened.reader().entries(index -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        terminal.interruption().check();
        if (entry instanceof DocumentPart part) {
          part.close();
        } else if (entry instanceof Section section
            && (section.name().equals(wanted) || section.toString().equals(wanted))) {
          any = true;
          write(section);
        }
      }
      damages = cursor.damages();
    }
    if (!any) {
      throw new UsageException(
          "%s: there is no section '%s'; 'indexport sections %s' lists them"
              .formatted(opened.name(), wanted, opened.name()));
    }
    return damages;
  }

  private void write(Section section) throws IOException {
    if (section.sensitivity() == Sensitivity.SENSITIVE && !showSecrets) {
      terminal.println(SecretMask.MASK);
      if (!common.quiet) {
        terminal.say("section %s holds secrets; --show-secrets shows them".formatted(section));
      }
      return;
    }
    byte[] block = new byte[64 << 10];
    int last = '\n';
    try (InputStream content = section.content()) {
      for (int n; (n = content.read(block)) >= 0; ) {
        terminal.out().write(block, 0, n);
        last = n > 0 ? block[n - 1] : last;
      }
    }
    if (last != '\n' && section.mediaType() != Section.MediaType.BYTES) {
      terminal.println("");
    }
  }
}
