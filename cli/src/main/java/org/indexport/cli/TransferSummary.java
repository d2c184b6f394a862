package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.indexport.DocumentTotals;
import org.indexport.DumpException;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer has done, for people and for programs.
 *
 * @param command the command, such as {@code import}
 * @param input where from
 * @param output where to
 * @param to the format that was written, or null for an engine
 * @param report what became of it
 * @param rejects the file with rejected documents, or null
 * @param time how long it took
 */
record TransferSummary(
    String command,
    Input input,
    String output,
    @Nullable String to,
    TransferReport report,
    @Nullable Path rejects,
    Duration time) {

  /** What the process ends with. */
  int exitCode() {
    if (!report.damages().isEmpty()) {
      return ExitCode.INCOMPLETE;
    }
    return report.rejected() > 0 ? ExitCode.REJECTED : ExitCode.FINE;
  }

  /** Writes one JSON object. */
  void writeJson(OutputStream out) throws IOException {
    try (JsonOutput json = new JsonOutput(out)) {
      json.put("command", command)
          .put("exitCode", (long) exitCode())
          .put("input", input.name())
          .put("from", input.formatId())
          .put("output", output)
          .put("to", to)
          .putSeconds("seconds", time)
          .putObjects("indexes", report.indexes(), this::writeIndex)
          .putTexts("sections", report.sections())
          .putTexts("notices", report.notices())
          .putObjects(
              "rejections",
              report.rejections(),
              (object, rejection) ->
                  object
                      .put("index", rejection.index())
                      .put("id", rejection.id())
                      .put("reason", rejection.reason()))
          .putTexts("damages", damages());
    }
  }

  private void writeIndex(JsonOutput json, IndexReport index) throws IOException {
    DocumentTotals taken = index.acknowledged();
    json.putName(index.target())
        .put("source", index.source().toString())
        .put("read", index.read().documents())
        .put("filtered", index.filtered())
        .put("acknowledged", taken.documents())
        .put("rejected", index.rejected())
        .put("replaced", index.replaced())
        .put("reformatted", index.read().reformatted())
        .put("bytes", taken.bytes())
        .putHashes(taken)
        .putObject("input", index.read(), JsonOutput::putHashes)
        .putTexts("losses", losses(index));
  }

  private List<String> losses(IndexReport index) throws IOException {
    List<String> losses = new ArrayList<>(input.losses(index.source()));
    losses.addAll(index.losses());
    return losses;
  }

  private List<String> damages() {
    return report.damages().stream().map(e -> Failures.message((Throwable) e)).toList();
  }

  /** Writes a table and what else there is to know. */
  void writeText(OutputStream out) throws IOException {
    Table table =
        new Table()
            .text("INDEX")
            .number("READ")
            .numberUnlessZero("FILTERED")
            .number(to == null ? "ACKNOWLEDGED" : "WRITTEN")
            .numberUnlessZero("REJECTED")
            .numberUnlessZero("SAME ID")
            .numberUnlessZero("REFORMATTED")
            .number("SIZE")
            .text("HASH");
    for (IndexReport index : report.indexes()) {
      table.row(
          name(index),
          Text.number(index.read().documents()),
          Text.number(index.filtered()),
          Text.number(index.acknowledged().documents()),
          Text.number(index.rejected()),
          index.replaced() == null ? "0" : Text.number(index.replaced()),
          Text.number(index.read().reformatted()),
          Text.size(index.acknowledged().bytes()),
          index.acknowledged().hash().toString());
    }
    StringBuilder text = new StringBuilder();
    text.append("%s → %s, ".formatted(shown(input.name(), input.formatId()), shown(output, to)))
        .append(Text.documents(report.acknowledged()))
        .append(" in ")
        .append(Text.time(time))
        .append('\n');
    if (!table.isEmpty()) {
      text.append('\n').append(table.render());
    }
    appendDetails(text);
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(String name, @Nullable String format) {
    return Text.printable(
        format == null || name.startsWith(format + ":") ? name : name + " (" + format + ")");
  }

  private static String name(IndexReport index) {
    return index.source().equals(index.target())
        ? index.source().toString()
        : index.source() + " → " + index.target();
  }

  private void appendDetails(StringBuilder text) throws IOException {
    List<String> losses = new ArrayList<>();
    for (IndexReport index : report.indexes()) {
      losses(index).forEach(loss -> losses.add(index.target() + ": " + loss));
    }
    append("Side data", report.sections(), text);
    append("Not carried over", losses, text);
    append("Good to know", report.notices(), text);
    append(
        rejects == null ? "Rejected" : "Rejected, all of them in " + rejects,
        report.rejections().stream()
            .map(r -> "%s %s: %s".formatted(r.index(), r.id(), r.reason()))
            .toList(),
        text);
    append("Wrong with the input", first(report.damages()), text);
  }

  private static List<String> first(List<DumpException> damages) {
    return damages.stream().limit(10).map(e -> Failures.message((Throwable) e)).toList();
  }

  /** Adds lines under a title, if there are any. */
  static void append(String title, List<String> lines, StringBuilder text) {
    if (!lines.isEmpty()) {
      text.append('\n').append(title).append(":\n");
      lines.forEach(line -> text.append("  ").append(Failures.oneLine(line)).append('\n'));
    }
  }
}
