package org.indexport.format.v2;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;

/** Dumps for tests of reading, and short ways to write and read. */
final class DumpSamples {
  static final FormatV2 FORMAT = new FormatV2();
  static final WriteOptions OPTIONS = WriteOptions.DEFAULT.withWorkers(1);
  static final ReadOptions SKIP = ReadOptions.DEFAULT.with(Damage.SKIP);
  static final ReadOptions IN_ORDER = ReadOptions.DEFAULT.with(FormatV2.READING, FormatV2.IN_ORDER);
  static final IndexName MOVIES = IndexName.of("movies");
  static final IndexName EVENTS = IndexName.of("nyc", "taxi rides/2026");
  static final IndexName EMPTY = IndexName.of("nyc", "empty");

  private DumpSamples() {}

  /** Two indexes with documents, one of them with ids outside, an empty one, and two sections. */
  static DumpContent everything() {
    DumpHeader header =
        new DumpHeader(
            "lucene",
            "9.12.3",
            "6f3c",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            List.of(movies(), events(), IndexInfo.builder(EMPTY).build()),
            List.of("nyc", "deserted"),
            Map.of("x-later", "{\"a\": 1.0}"));
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    documents.put(
        MOVIES,
        List.of(
            DocumentContent.of("{\"id\":1,\"title\":\"Carol\",\"rating\":7.50}"),
            DocumentContent.of("{\"id\":\"2\",\"title\":\"L\\u00e9on\"}"),
            DocumentContent.of("{ \"id\" : 3, \"id\" : 3, \"e\" : 1e5 }")));
    documents.put(
        EVENTS,
        List.of(
            new DocumentContent("a/b", "r1", 7L, "{\"id\":\"other\",\"fare\":0.0}"),
            new DocumentContent("c", null, null, "{}")));
    return new DumpContent(header, documents, List.of(keys(), synonyms()));
  }

  private static IndexInfo movies() {
    return IndexInfo.builder(MOVIES)
        .primaryKey("id")
        .settings(new Settings("lucene", "9", "{ \"boost\": 1.0 }", List.of()))
        .build();
  }

  private static IndexInfo events() {
    return IndexInfo.builder(EVENTS).lines(Lines.ENVELOPE).build();
  }

  private static SectionContent keys() {
    return new SectionContent(
        "keys",
        null,
        MediaType.JSON_LINES,
        Sensitivity.SENSITIVE,
        "{\"key\":\"s3cret\"}\n{\"key\":\"other\"}\n",
        Map.of());
  }

  private static SectionContent synonyms() {
    Map<String, String> attachments = new LinkedHashMap<>();
    attachments.put("words/one.txt", "film, movie");
    attachments.put("empty", "");
    return new SectionContent(
        "synonyms", MOVIES, MediaType.JSON, Sensitivity.OPEN, "{}", attachments);
  }

  /** One index of so many documents. */
  static DumpContent numbered(int count) {
    return DumpContent.of(IndexInfo.builder(MOVIES).primaryKey("id").build(), documents(count));
  }

  static List<String> documents(int count) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add("{\"id\":" + i + ",\"title\":\"film " + i * 7919L + "\"}");
    }
    return documents;
  }

  static byte[] write(DumpContent content) throws IOException {
    return write(content, OPTIONS);
  }

  static byte[] write(DumpContent content, WriteOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(content, DumpSink.stream(out), options);
    return out.toByteArray();
  }

  static void write(DumpContent content, DumpSink sink, WriteOptions options) throws IOException {
    try (DumpWriter writer = FORMAT.create(sink, content.header(), options)) {
      content.writeTo(writer);
      writer.finish();
    }
  }

  static Path file(Path folder, byte[] dump) throws IOException {
    return Files.write(folder.resolve("sample.dump"), dump);
  }

  static DumpSource stream(byte[] dump) {
    return DumpSource.stream("a stream", new ByteArrayInputStream(dump));
  }

  static DumpContent read(Path path) throws IOException {
    return read(DumpSource.path(path), ReadOptions.DEFAULT);
  }

  static DumpContent read(DumpSource source, ReadOptions options) throws IOException {
    try (source;
        DumpReader reader = FORMAT.open(source, options)) {
      return DumpContent.read(reader);
    }
  }

  /** What reading to the end gave, damaged or not. */
  record Outcome(
      Map<IndexName, List<String>> documents,
      List<SectionContent> sections,
      List<String> damages,
      boolean finished) {}

  /** Reads a dump where damage is skipped. */
  static Outcome salvage(DumpReader reader) throws IOException {
    Map<IndexName, List<String>> documents = new LinkedHashMap<>();
    List<SectionContent> sections = new ArrayList<>();
    try (DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          try (part) {
            documents
                .computeIfAbsent(part.index().name(), name -> new ArrayList<>())
                .addAll(
                    DumpContent.read(part.documents()).stream()
                        .map(DocumentContent::json)
                        .toList());
          }
        } else if (entry instanceof Section section) {
          sections.add(SectionContent.of(section));
        }
      }
      boolean finished = cursor.finish() != null;
      List<String> damages =
          cursor.damages().stream().map(e -> String.valueOf(e.getMessage())).toList();
      return new Outcome(documents, sections, damages, finished);
    }
  }

  static Outcome salvage(Path path) throws IOException {
    try (DumpReader reader = FORMAT.open(DumpSource.path(path), SKIP)) {
      return salvage(reader);
    }
  }
}
