package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.indexport.Completeness;
import org.indexport.DocumentTotals;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.spi.FormatTrait;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.SectionTotals;
import org.indexport.transfer.TransferListener;
import org.indexport.transfer.Verification;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an input.
 *
 * @param name what the user calls it
 * @param format the id of its format, or the engine's name
 * @param version the version of the format, or null
 * @param complete whether it is proven to be whole, or null when nothing can prove it
 * @param problem what is wrong with it, or null
 * @param header what it says of itself
 * @param documents how many documents each index has, where that is known
 * @param sections its side data
 * @param notices what the reader found remarkable
 */
record Inspection(
    String name,
    String format,
    @Nullable String version,
    @Nullable Boolean complete,
    @Nullable DumpException problem,
    DumpHeader header,
    Map<IndexName, Long> documents,
    List<SectionTotals> sections,
    List<String> notices) {

  /**
   * Finds out.
   *
   * @param counting whether every document is read
   */
  static Inspection of(Input input, boolean counting, TransferListener listener)
      throws IOException {
    boolean passing = !input.isEngine() && input.reader().completeness() != Completeness.UNPROVABLE;
    if (!counting && !passing && !(input.has(FormatTrait.SECTIONS) || input.isEngine())) {
      DumpHeader header = input.reader().header();
      return new Inspection(
          input.name(),
          input.formatId(),
          input.reader().formatVersion(),
          null,
          null,
          header,
          announced(header, null),
          List.of(),
          input.reader().notices());
    }
    Verification found =
        DumpVerifier.of(input.reader()).indexes(name -> counting).listener(listener).verify();
    return new Inspection(
        input.name(),
        input.formatId(),
        input.reader().formatVersion(),
        complete(found.completeness()),
        found.problem(),
        found.header(),
        counting ? counted(found) : announced(found.header(), found.manifest()),
        found.sections(),
        input.reader().notices());
  }

  /** What is known of a dump that cannot even be opened. */
  static Inspection unreadable(String name, String format, DumpException problem) {
    return new Inspection(
        name, format, null, false, problem, DumpHeader.of(), Map.of(), List.of(), List.of());
  }

  static @Nullable Boolean complete(Completeness completeness) {
    return switch (completeness) {
      case COMPLETE -> true;
      case INCOMPLETE, DAMAGED -> false;
      case UNPROVABLE -> null;
    };
  }

  private static Map<IndexName, Long> announced(DumpHeader header, @Nullable Manifest manifest) {
    Map<IndexName, Long> counts = new java.util.HashMap<>();
    for (IndexInfo index : header.indexes()) {
      Manifest.IndexSummary told = manifest == null ? null : manifest.index(index.name());
      Long count = told == null ? index.documentCount() : (Long) told.documents();
      if (count != null) {
        counts.put(index.name(), count);
      }
    }
    return counts;
  }

  private static Map<IndexName, Long> counted(Verification found) {
    Map<IndexName, Long> counts = new java.util.HashMap<>();
    for (Map.Entry<IndexName, DocumentTotals> index : found.totals().entrySet()) {
      counts.put(index.getKey(), index.getValue().documents());
    }
    return counts;
  }

  /** Writes one JSON object. */
  void writeJson(OutputStream out, boolean showSecrets) throws IOException {
    try (JsonOutput json = new JsonOutput(out)) {
      json.put("format", format)
          .put("version", version)
          .put("complete", complete)
          .put("problem", Failures.message(problem))
          .putObject("engine", header, Inspection::writeEngine)
          .put("createdAt", header.createdAt())
          .put("instanceUid", header.instanceUid())
          .putTexts("namespaces", header.namespaces())
          .putObjects("indexes", header.indexes(), (o, index) -> write(o, index, showSecrets))
          .putObjects("sections", sections, Inspection::writeSection)
          .putTexts("notices", notices);
    }
  }

  private static void writeEngine(JsonOutput json, DumpHeader header) throws IOException {
    json.put("name", header.engineName()).put("version", header.engineVersion());
  }

  private void write(JsonOutput json, IndexInfo index, boolean showSecrets) throws IOException {
    json.putName(index.name())
        .put("primaryKey", index.primaryKey())
        .put("createdAt", index.createdAt())
        .put("updatedAt", index.updatedAt())
        .put("documents", documents.get(index.name()))
        .put("lines", index.lines().id())
        .putObject("settings", index.settings(), (o, settings) -> write(o, settings, showSecrets));
  }

  private static void write(JsonOutput json, Settings settings, boolean showSecrets)
      throws IOException {
    json.put("dialect", settings.dialect())
        .put("version", settings.version())
        .putRaw("json", showSecrets ? settings.json() : SecretMask.of(settings));
  }

  static void writeSection(JsonOutput json, SectionTotals section) throws IOException {
    IndexName index = section.index();
    json.put("name", section.name())
        .put("index", index == null ? null : index.toString())
        .put("records", section.records())
        .put("sensitive", section.sensitivity() == Sensitivity.SENSITIVE)
        .put("bytes", section.bytes())
        .put("attachments", section.attachments());
  }

  /** The same for people. */
  String text() {
    StringBuilder text = new StringBuilder(Text.printable(name)).append("\n\n");
    line("format", version == null ? format : format + ", version " + version, text);
    line("complete", completeness(), text);
    if (problem != null) {
      line("problem", String.valueOf(Failures.message(problem)), text);
    }
    if (header.engineName() != null) {
      String engineVersion = header.engineVersion() == null ? "" : " " + header.engineVersion();
      line("engine", header.engineName() + engineVersion, text);
    }
    if (header.createdAt() != null) {
      line("created", header.createdAt().toString(), text);
    }
    if (header.instanceUid() != null) {
      line("instance", header.instanceUid(), text);
    }
    if (!header.namespaces().isEmpty()) {
      line("namespaces", String.join(", ", header.namespaces()), text);
    }
    text.append('\n').append(indexTable().render());
    if (!sections.isEmpty()) {
      text.append('\n').append(sectionTable(sections).render());
    }
    TransferSummary.append("Good to know", notices, text);
    return text.toString();
  }

  private String completeness() {
    if (complete == null) {
      return "not provable: this format cannot tell";
    }
    return complete ? "yes" : "no";
  }

  /** Adds a line. */
  static void line(String title, String value, StringBuilder text) {
    text.append("  %-12s%s%n".formatted(title, Failures.oneLine(value)));
  }

  private Table indexTable() {
    Table table =
        new Table()
            .text("INDEX")
            .number("DOCUMENTS")
            .textUnlessNone("PRIMARY KEY")
            .textUnlessNone("SETTINGS")
            .textUnlessNone("CREATED")
            .textUnlessNone("UPDATED");
    for (IndexInfo index : header.indexes()) {
      Settings settings = index.settings();
      table.row(
          index.name().toString(),
          Text.number(documents.get(index.name())),
          Text.orDash(index.primaryKey()),
          settings == null ? "–" : dialect(settings),
          Text.orDash(index.createdAt()),
          Text.orDash(index.updatedAt()));
    }
    return table;
  }

  private static String dialect(Settings settings) {
    return settings.version() == null
        ? settings.dialect()
        : settings.dialect() + " " + settings.version();
  }

  /** A table of side data. */
  static Table sectionTable(List<SectionTotals> sections) {
    Table table =
        new Table()
            .text("SECTION")
            .textUnlessNone("INDEX")
            .number("RECORDS")
            .number("SIZE")
            .numberUnlessZero("ATTACHMENTS")
            .textUnlessNone("SECRET");
    for (SectionTotals section : sections) {
      table.row(
          section.name(),
          Text.orDash(section.index()),
          Text.number(section.records()),
          Text.size(section.bytes()),
          Text.number(section.attachments()),
          section.sensitivity() == Sensitivity.SENSITIVE ? "secret" : "–");
    }
    return table;
  }
}
