package org.indexport.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadOptions;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;

/** A dump with one of everything, and short ways to write and read. */
final class Samples {
  static final FormatV1 FORMAT = new FormatV1();
  static final WriteOptions OPTIONS = WriteOptions.DEFAULT.withWorkers(2);
  static final IndexName MOVIES = IndexName.of("movies");
  static final IndexName EVENTS = IndexName.of("nyc", "taxi rides/2026");
  static final IndexName EMPTY = IndexName.of("nyc", "empty");

  private Samples() {}

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
            DocumentContent.of(
                "{\"id\":\"2\",\"title\":\"L\\u00e9on\",\"n\":12345678901234567890}"),
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
        .createdAt(Instant.parse("2025-12-31T23:59:59Z"))
        .updatedAt(Instant.parse("2026-01-01T00:00:00.000000001Z"))
        .settings(
            new Settings(
                "lucene", "9", "{ \"analyzer\":\n \"standard\", \"boost\": 1.0 }", List.of()))
        .documentCount(3L)
        .extensions(Map.of("x-shards", "[1, 2.0]"))
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
        "synonyms",
        MOVIES,
        MediaType.JSON,
        Sensitivity.OPEN,
        "{\"file\":\"words/one.txt\"}",
        attachments);
  }

  static byte[] write(DumpContent content) throws IOException {
    return write(content, OPTIONS);
  }

  static byte[] write(DumpContent content, WriteOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumpWriter writer = FORMAT.create(DumpSink.stream(out), content.header(), options)) {
      content.writeTo(writer);
      writer.finish();
    }
    return out.toByteArray();
  }

  static Path file(Path folder, byte[] dump) throws IOException {
    return Files.write(folder.resolve("sample.dump"), dump);
  }

  static DumpContent read(Path file) throws IOException {
    return read(DumpSource.path(file), ReadOptions.DEFAULT);
  }

  /** Reads it as from a pipe. */
  static DumpContent readStream(byte[] dump) throws IOException {
    return read(stream(dump), ReadOptions.DEFAULT);
  }

  static DumpSource stream(byte[] dump) {
    return DumpSource.stream("a stream", new ByteArrayInputStream(dump));
  }

  static DumpSource channel(Path file) {
    try {
      return DumpSource.channel("a channel", FileChannel.open(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DumpContent read(DumpSource source, ReadOptions options) throws IOException {
    try (source;
        DumpReader reader = FORMAT.open(source, options)) {
      return DumpContent.read(reader);
    }
  }
}
