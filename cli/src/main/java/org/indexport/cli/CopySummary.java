package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;
import org.indexport.PartList;
import org.indexport.format.v2.CopyReport;
import org.indexport.format.v2.FormatV2;

/**
 * What a copy has done, for people and for programs.
 *
 * @param command the command, such as {@code pack}
 * @param inputs where from
 * @param output where to
 * @param copied what is there now
 * @param time how long it took
 */
record CopySummary(
    String command, List<String> inputs, String output, CopyReport copied, Duration time) {

  /** Writes the report, to standard error where the other stream has the data. */
  void report(ReportOptions report, Terminal terminal, CommonOptions common) throws IOException {
    terminal.out().flush();
    OutputStream out = output.equals(InputOptions.STANDARD) ? terminal.err() : terminal.out();
    if (report.json) {
      writeJson(out);
    } else if (!common.quiet) {
      out.write(text().getBytes(StandardCharsets.UTF_8));
      copied.leftOut().forEach(left -> terminal.say("left out: " + left));
    }
  }

  private void writeJson(OutputStream out) throws IOException {
    try (JsonOutput json = new JsonOutput(out)) {
      json.put("command", command)
          .put("exitCode", (long) ExitCode.FINE)
          .putTexts("inputs", inputs)
          .put("output", output)
          .put("to", FormatV2.ID)
          .put("id", copied.id())
          .putSeconds("seconds", time);
      writeManifest(json, copied.manifest());
      json.putTexts("leftOut", copied.leftOut());
    }
  }

  /** The members {@code indexes} and {@code sections}. */
  static void writeManifest(JsonOutput json, Manifest manifest) throws IOException {
    json.putObjects("indexes", manifest.indexes(), CopySummary::writeIndex)
        .putTexts("sections", manifest.sections().stream().map(SectionSummary::name).toList());
  }

  private static void writeIndex(JsonOutput json, IndexSummary index) throws IOException {
    json.putName(index.name())
        .put("documents", index.documents())
        .put("parts", parts(index))
        .put("bytes", index.bytes())
        .put("hash", String.valueOf(index.hash()))
        .put("idHash", index.idHash() == null ? null : index.idHash().toString());
  }

  private static long parts(IndexSummary index) {
    PartList parts = index.parts();
    return parts == null ? 0 : parts.size();
  }

  private String text() {
    return "%s → %s, %s in %s%n"
            .formatted(
                Text.printable(String.join(", ", inputs)),
                Text.printable(output),
                Text.documents(documents(copied.manifest())),
                Text.time(time))
        + table(copied.manifest());
  }

  static long documents(Manifest manifest) {
    return manifest.indexes().stream().mapToLong(IndexSummary::documents).sum();
  }

  /** The indexes of a dump, after an empty line. */
  static String table(Manifest manifest) {
    Table table =
        new Table().text("INDEX").number("DOCUMENTS").number("PARTS").number("SIZE").text("HASH");
    for (IndexSummary index : manifest.indexes()) {
      table.row(
          index.name().toString(),
          Text.number(index.documents()),
          Text.number(parts(index)),
          Text.size(index.bytes()),
          String.valueOf(index.hash()));
    }
    return table.isEmpty() ? "" : "\n" + table.render();
  }
}
