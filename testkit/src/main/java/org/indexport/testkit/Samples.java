package org.indexport.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DocumentHasher;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.spi.FormatTrait;

/** Dumps for the tests of a format. */
final class Samples {
  private Samples() {}

  /** So many documents of some 60 bytes. */
  static List<String> documents(int count) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add(
          "{\"id\":" + i + ",\"title\":\"film " + i * 7919L + "\",\"rank\":1e" + i % 9 + "}");
    }
    return documents;
  }

  /** A dump with some of everything that the format can hold. */
  static DumpContent ofEverything(Dumping dumps) {
    FormatUnderTest test = dumps.test();
    List<IndexInfo> indexes = new ArrayList<>(List.of(described(test.index("movies"))));
    if (dumps.can(FormatTrait.MANY_INDEXES)) {
      indexes.add(test.index("empty"));
      indexes.add(test.index("other"));
    }
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    documents.put(indexes.get(0).name(), documents(40).stream().map(DocumentContent::of).toList());
    if (dumps.can(FormatTrait.MANY_INDEXES)) {
      documents.put(indexes.get(2).name(), documents(3).stream().map(DocumentContent::of).toList());
    }
    if (dumps.can(FormatTrait.OUTSIDE_IDS) && dumps.can(FormatTrait.MANY_INDEXES)) {
      IndexInfo outside = test.index("outside").toBuilder().lines(Lines.ENVELOPE).build();
      indexes.add(outside);
      documents.put(outside.name(), identified());
    }
    return new DumpContent(header(indexes), documents, sections(dumps, indexes.get(0).name()));
  }

  private static IndexInfo described(IndexInfo index) {
    return index.toBuilder()
        .primaryKey("id")
        .createdAt(Instant.parse("2026-01-01T00:00:00.123456789Z"))
        .settings(
            new Settings(
                "lucene", "9.12.3", "{\n\t\"a\" : 1.0,\r\n \"key\":\"s\"}", List.of("/key")))
        .build();
  }

  private static DumpHeader header(List<IndexInfo> indexes) {
    return new DumpHeader(
        "lucene",
        "9.12.3",
        "6f3c",
        Instant.parse("2026-01-02T03:04:05Z"),
        indexes,
        List.of(),
        Map.of());
  }

  /** Documents with things beside them. */
  static List<DocumentContent> identified() {
    return List.of(
        new DocumentContent("1", null, null, "{\"a\":1.0}"),
        new DocumentContent("1 ", "r", 0L, "{}"),
        new DocumentContent("\u00e9\"\\\n\u0000", "", Long.MAX_VALUE, "{\"id\":\"inside\"}"),
        new DocumentContent("\ud83d\ude00", "\ud800", null, "{\"source\":{\"source\":1}}"),
        new DocumentContent(null, null, 7L, "{\"a\":12345678901234567890}"));
  }

  private static List<SectionContent> sections(Dumping dumps, IndexName index) {
    if (!dumps.can(FormatTrait.SECTIONS)) {
      return List.of();
    }
    return List.of(
        new SectionContent(
            "tasks",
            null,
            Section.MediaType.JSON_LINES,
            Section.Sensitivity.OPEN,
            "{\"uid\":1}\n{\"uid\":2}\n",
            Map.of("1", "\u0000\u00ff\n", "../2", "")),
        new SectionContent(
            "synonyms",
            index,
            Section.MediaType.JSON,
            Section.Sensitivity.OPEN,
            "{\"a\": [1.0]}",
            Map.of()));
  }

  /** What a hasher makes of documents. */
  static DocumentHasher hash(IndexInfo index, List<DocumentContent> documents) {
    DocumentHasher hasher = new DocumentHasher();
    for (DocumentContent content : documents) {
      byte[] source = content.json().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      if (index.lines() == Lines.ENVELOPE) {
        hasher.addIdentified(content.id(), content.routing(), source, 0, source.length);
      } else {
        hasher.add(source, 0, source.length);
      }
    }
    return hasher;
  }
}
