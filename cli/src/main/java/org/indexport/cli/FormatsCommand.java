package org.indexport.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.indexport.DumpFormats;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineConnectors;
import org.indexport.spi.FormatTrait;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists formats and engines. */
@Command(
    name = "formats",
    customSynopsis = "indexport formats [--json]",
    sortOptions = false,
    description = "List the formats and engines that are known, with their options.",
    footer = {"", "Example: indexport formats"})
final class FormatsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  FormatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<DumpFormat> formats = DumpFormats.load().all();
    List<EngineConnector> engines = EngineConnectors.load().all();
    if (report.json) {
      writeJson(formats, engines);
    } else {
      writeText(formats, engines);
    }
    return ExitCode.FINE;
  }

  private void writeJson(List<DumpFormat> formats, List<EngineConnector> engines)
      throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.putObjects("formats", formats, FormatsCommand::write)
          .putObjects("engines", engines, FormatsCommand::write);
    }
  }

  private static void write(JsonOutput json, DumpFormat format) throws IOException {
    json.put("id", format.id())
        .put("summary", format.summary())
        .put("writable", isWritable(format))
        .putTexts("traits", new TreeSet<>(format.traits()).stream().map(Enum::name).toList())
        .putTexts("readOptions", new TreeSet<>(format.readOptions()))
        .putTexts("writeOptions", new TreeSet<>(format.writeOptions()));
  }

  private static void write(JsonOutput json, EngineConnector engine) throws IOException {
    json.putTexts("schemes", new TreeSet<>(engine.schemes()))
        .put("summary", engine.summary())
        .putTexts("options", new TreeSet<>(engine.options()));
  }

  private static boolean isWritable(DumpFormat format) {
    return format.traits().contains(FormatTrait.WRITABLE);
  }

  private void writeText(List<DumpFormat> formats, List<EngineConnector> engines)
      throws IOException {
    Table table = new Table().text("FORMAT").text("").text("");
    for (DumpFormat format : formats) {
      String access = isWritable(format) ? "read, write" : "read";
      table.row(format.id(), access, format.summary());
      addOptions(table, "options for reading", format.readOptions());
      addOptions(table, "options for writing", format.writeOptions());
    }
    terminal.print(table.render() + "\n");
    Table live = new Table().text("ENGINE").text("").text("");
    for (EngineConnector engine : engines) {
      String schemes = String.join(", ", new TreeSet<>(engine.schemes()));
      live.row(schemes, "read, write", engine.summary());
      addOptions(live, "options", engine.options());
    }
    terminal.print(live.render());
  }

  private static void addOptions(Table table, String title, Set<String> options) {
    if (!options.isEmpty()) {
      table.row("", "", title + " (-O): " + String.join(", ", new TreeSet<>(options)));
    }
  }
}
