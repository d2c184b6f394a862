package org.indexport.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;

/** Inputs for tests, in a folder. */
record Samples(Path folder) {
  static final String MOVIES =
      """
      {"id":1,"title":"Solaris","year":1972}
      {"id":"two","title":"Stalker","n":10000000000000000000.0}
      {"id":3,"title":"Mirror"}
      """;

  static final String SETTINGS =
      "{ \"fields\" : [{\"path\":\"title\",\"type\":\"text\",\"roles\":[\"searchable\"]}],"
          + " \"token\" : \"hush\" }";

  Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** A file with three documents. */
  Path movies() throws IOException {
    return file("movies.jsonl", MOVIES);
  }

  /** As many documents as asked for, each of about 100 bytes. */
  Path many(String name, int documents) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < documents; i++) {
      text.append("{\"id\":%d,\"text\":\"%s\"}%n".formatted(i, "word ".repeat(16)));
    }
    return file(name, text.toString());
  }

  /** A dump with two namespaces, outside ids, settings with a secret and sections. */
  Path rich() throws IOException {
    Path path = folder.resolve("rich.dump");
    IndexInfo movies =
        IndexInfo.builder(IndexName.of("cinema", "movies"))
            .primaryKey("id")
            .createdAt(Instant.parse("2026-01-02T03:04:05Z"))
            .settings(new Settings("lucene", "1", SETTINGS, List.of("/token")))
            .build();
    IndexInfo songs =
        IndexInfo.builder(IndexName.of("music", "songs")).lines(Lines.ENVELOPE).build();
    IndexInfo other = IndexInfo.builder(IndexName.of("music", "movies")).build();
    DumpHeader header =
        new DumpHeader(
            "lucene",
            "9.12.3",
            "uid-1",
            Instant.parse("2026-01-31T12:00:00Z"),
            List.of(movies, songs, other),
            List.of("empty"),
            Map.of());
    try (DumpWriter dump = Dumps.create("v1", path, header, WriteOptions.DEFAULT)) {
      try (DocumentSink sink = dump.documents(movies.name())) {
        for (String line : MOVIES.lines().toList()) {
          sink.add(Document.of(line));
        }
      }
      try (DocumentSink sink = dump.documents(songs.name())) {
        byte[] song = "{\"title\":\"Ode\"}".getBytes(StandardCharsets.UTF_8);
        sink.add(Document.of("s1", "r", 7L, song, 0, song.length));
      }
      dump.add(section("keys", null, Sensitivity.SENSITIVE, "{\"key\":\"hush\"}\n{\"key\":2}\n"));
      dump.add(section("aliases", movies.name(), Sensitivity.OPEN, "{\"alias\":\"films\"}\n"));
      dump.finish();
    }
    return path;
  }

  private static Section section(
      String name,
      @org.jspecify.annotations.Nullable IndexName index,
      Sensitivity sensitivity,
      String text) {
    return Section.of(
        name, index, MediaType.JSON_LINES, sensitivity, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same file without its last third. */
  Path cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(
        folder.resolve("cut-" + file.getFileName()),
        java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
  }

  /** The same gzip file with one letter of its content changed. */
  Path damaged(Path file, String from, String to) throws IOException {
    byte[] plain;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      plain = in.readAllBytes();
    }
    String text = new String(plain, StandardCharsets.ISO_8859_1).replace(from, to);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return Files.write(folder.resolve("damaged-" + file.getFileName()), packed.toByteArray());
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  String lucene(String name) {
    return "lucene:" + folder.resolve(name);
  }
}
