package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.indexport.format.v2.FormatV2;
import org.indexport.format.v2.SalvageReport;
import org.indexport.format.v2.SalvageReport.Knowledge;
import org.indexport.format.v2.SalvageReport.LostMember;
import org.indexport.format.v2.SalvageReport.LostParts;
import org.jspecify.annotations.Nullable;

/**
 * What salvaging has not recovered, for people and for programs.
 *
 * @param report what it says
 */
record Losses(SalvageReport report) {
  /** One line for each loss, and one for all of them. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    report.parts().forEach(part -> lines.add(line(part)));
    report.members().forEach(member -> lines.add(line(member)));
    if (report.isWhole()) {
      lines.add("nothing is lost");
    } else if (report.knowledge() == Knowledge.EXACT) {
      lines.add(
          "lost: %s in %s, and %s"
              .formatted(
                  Text.documents(report.lostDocuments().orElse(0)),
                  Text.count(report.parts().size(), "part", "parts"),
                  Text.count(report.members().size(), "other thing", "other things")));
    } else {
      lines.add("the manifest is lost, so nobody can know how many documents are");
    }
    return lines;
  }

  private static String line(LostParts part) {
    StringBuilder line = new StringBuilder("lost: index ").append(part.index());
    line.append(
        part.toOrdinal() - part.fromOrdinal() == 1
            ? ", part " + part.fromOrdinal()
            : ", parts %d:%d".formatted(part.fromOrdinal(), part.toOrdinal()));
    if (part.documents() >= 0) {
      line.append(", documents ")
          .append(part.firstDocument())
          .append(':')
          .append(part.firstDocument() + part.documents());
    }
    return line + bytes(part.fromByte(), part.toByte()) + ": " + part.reason();
  }

  private static String line(LostMember member) {
    String name = member.name() == null ? "something without a name" : member.name();
    return "lost: %s%s: %s"
        .formatted(name, bytes(member.fromByte(), member.toByte()), member.reason());
  }

  private static String bytes(long from, long to) {
    return from < 0 ? "" : ", bytes %d:%d".formatted(from, to);
  }

  /** Writes one JSON object. */
  void writeJson(OutputStream out, String input, String output, int code, Duration time)
      throws IOException {
    try (JsonOutput json = new JsonOutput(out)) {
      json.put("command", "salvage")
          .put("exitCode", (long) code)
          .put("input", input)
          .put("output", output)
          .put("to", FormatV2.ID)
          .put("id", report.id())
          .putSeconds("seconds", time);
      CopySummary.writeManifest(json, report.manifest());
      json.put("exact", report.knowledge() == Knowledge.EXACT)
          .put(
              "lostDocuments",
              report.lostDocuments().isPresent() ? (Long) report.lostDocuments().getAsLong() : null)
          .putObjects("lostParts", report.parts(), Losses::write)
          .putObjects("lostMembers", report.members(), Losses::write);
    }
  }

  private static void write(JsonOutput json, LostParts part) throws IOException {
    json.putName(part.index())
        .put("fromOrdinal", part.fromOrdinal())
        .put("toOrdinal", part.toOrdinal())
        .put("firstDocument", known(part.firstDocument()))
        .put("documents", known(part.documents()))
        .put("fromByte", known(part.fromByte()))
        .put("toByte", known(part.toByte()))
        .put("reason", part.reason());
  }

  private static void write(JsonOutput json, LostMember member) throws IOException {
    json.put("name", member.name())
        .put("fromByte", known(member.fromByte()))
        .put("toByte", known(member.toByte()))
        .put("reason", member.reason());
  }

  private static @Nullable Long known(long number) {
    return number < 0 ? null : (Long) number;
  }
}
