package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;

/** The real files, and what is read of them. */
final class RealFiles {
  private RealFiles() {}

  static Path folder() {
    try {
      return Path.of(
              Objects.requireNonNull(RealFiles.class.getResource("/elasticdump/expected.json"))
                  .toURI())
          .resolveSibling(".")
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path path(String name) {
    return folder().resolve(name);
  }

  static DumpReader open(Path path, ReadOptions options) throws IOException {
    return new FormatElasticdump().open(DumpSource.path(path), options);
  }

  static DumpContent read(Path path, ReadOptions options) throws IOException {
    try (DumpReader reader = open(path, options)) {
      return DumpContent.read(reader);
    }
  }

  static DumpContent read(String name) throws IOException {
    return read(path(name), ReadOptions.DEFAULT);
  }

  /** The sections of a dump by {@code index:name} or name. */
  static Map<String, SectionContent> sections(DumpContent dump) {
    Map<String, SectionContent> sections = new LinkedHashMap<>();
    for (SectionContent section : dump.sections()) {
      IndexName index = section.index();
      String key = index == null ? section.name() : index + ":" + section.name();
      sections.put(key, section);
    }
    return sections;
  }

  /** The content of a section. */
  static String section(DumpContent dump, String key) {
    return Objects.requireNonNull(sections(dump).get(key), key).content();
  }

  /** What {@code expected.json} says of documents: count, routed ones, digest. */
  record Sum(int count, int routed, String sha256) {}

  static Map<String, Sum> sums(DumpContent dump) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    for (Map.Entry<IndexName, List<DocumentContent>> index : dump.documents().entrySet()) {
      List<String> canonical = new ArrayList<>();
      int routed = 0;
      for (DocumentContent document : index.getValue()) {
        canonical.add(canonical(document));
        routed += document.routing() == null ? 0 : 1;
      }
      if (!canonical.isEmpty()) {
        sums.put(
            index.getKey().name(), new Sum(canonical.size(), routed, Canonical.digest(canonical)));
      }
    }
    return sums;
  }

  private static String canonical(DocumentContent document) throws IOException {
    String id = Canonical.text(Objects.requireNonNull(document.id(), "an id"));
    String routing = document.routing();
    return "{\"_id\":"
        + id
        + (routing == null ? "" : ",\"_routing\":" + Canonical.text(routing))
        + ",\"_source\":"
        + Canonical.of(document.json())
        + "}";
  }
}
