package org.indexport.format.meilisearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.json.JsonText;

/** Everything that a reader gives of a dump. */
final class Dumped {
  static final ObjectMapper JSON = new ObjectMapper();

  final DumpHeader header;
  final String version;
  List<String> notices;
  final Map<String, List<String>> documents = new LinkedHashMap<>();
  final Map<String, List<Long>> ordinals = new LinkedHashMap<>();
  final Map<String, String> sections = new LinkedHashMap<>();
  final Map<String, Section.Sensitivity> sensitivities = new LinkedHashMap<>();
  final Map<String, Map<String, String>> attachments = new LinkedHashMap<>();
  final List<IndexInfo> late = new ArrayList<>();
  List<DumpException> damages = List.of();

  private Dumped(DumpReader reader) throws IOException {
    header = reader.header();
    version = String.valueOf(reader.formatVersion());
    notices = reader.notices();
    header.indexes().forEach(index -> documents.put(index.name().name(), new ArrayList<>()));
  }

  static Dumped of(Path file) throws IOException {
    return of(DumpSource.path(file), ReadOptions.DEFAULT);
  }

  static Dumped of(DumpSource source, ReadOptions options) throws IOException {
    try (DumpReader reader = new FormatMeilisearch().open(source, options)) {
      Dumped dumped = new Dumped(reader);
      try (DumpCursor cursor = reader.entries()) {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          dumped.add(entry);
        }
        cursor.finish();
        dumped.damages = cursor.damages();
      }
      // What upgrades leave out of tasks is known when they were read.
      dumped.notices = reader.notices();
      return dumped;
    }
  }

  private void add(DumpEntry entry) throws IOException {
    if (entry instanceof IndexInfo index) {
      late.add(index);
      documents.put(index.name().name(), new ArrayList<>());
    } else if (entry instanceof DocumentPart part) {
      try (part;
          DocumentCursor cursor = part.documents()) {
        String name = part.index().name().name();
        ordinals.computeIfAbsent(name, index -> new ArrayList<>()).add(part.ordinal());
        List<String> of = Objects.requireNonNull(documents.get(part.index().name().name()));
        for (Document document; (document = cursor.next()) != null; ) {
          of.add(document.json());
        }
      }
    } else if (entry instanceof Section section) {
      sensitivities.put(section.name(), section.sensitivity());
      sections.put(section.name(), new String(section.content().readAllBytes(), UTF_8));
      Map<String, String> of = new LinkedHashMap<>();
      for (Attachment each; (each = section.nextAttachment()) != null; ) {
        of.put(each.name(), new String(each.content().readAllBytes(), UTF_8));
      }
      attachments.put(section.name(), of);
    }
  }

  IndexInfo index(String name) {
    IndexInfo index = header.index(IndexName.of(name));
    if (index == null) {
      throw new AssertionError("no index " + name);
    }
    return index;
  }

  /** An index that was declared late. */
  IndexInfo lateIndex(String name) {
    return late.stream()
        .filter(index -> index.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  JsonNode settings(String index) throws IOException {
    return JSON.readTree(Objects.requireNonNull(index(index).settings()).json());
  }

  List<JsonNode> lines(String section) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : sections.getOrDefault(section, "").lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** The digest that the expectations describe. */
  static String digest(List<String> documents) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    for (String document : documents) {
      try (JsonParser parser = new JsonFactory().createParser(document)) {
        parser.nextToken();
        lines.add(canonical(parser).getBytes(UTF_8));
      }
    }
    lines.sort(Arrays::compareUnsigned);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < lines.size(); i++) {
        if (i > 0) {
          digest.update((byte) '\n');
        }
        digest.update(lines.get(i));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String canonical(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, String> members =
            new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, canonical(parser));
        }
        List<String> written = new ArrayList<>();
        members.forEach((name, value) -> written.add(JsonText.quote(name) + ":" + value));
        yield "{" + String.join(",", written) + "}";
      }
      case START_ARRAY -> {
        List<String> written = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          written.add(canonical(parser));
        }
        yield "[" + String.join(",", written) + "]";
      }
      case VALUE_STRING -> JsonText.quote(parser.getText());
      default -> parser.getText();
    };
  }
}
