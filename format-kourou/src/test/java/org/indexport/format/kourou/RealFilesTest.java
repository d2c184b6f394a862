package org.indexport.format.kourou;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.indexport.Completeness;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.Section.Sensitivity;
import org.indexport.WriteOptions;
import org.indexport.json.CanonicalJson;
import org.indexport.json.JsonText;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;
import org.indexport.transfer.DumpConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the real tool has written are read exactly, and written exactly so again. */
class RealFilesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  private static Path path(String name) {
    try {
      return Path.of(
              Objects.requireNonNull(RealFilesTest.class.getResource("/kourou/expected.json"))
                  .toURI())
          .resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode expected() throws IOException {
    return MAPPER.readTree(path("expected.json").toFile());
  }

  private static DumpReader open(Path path) throws IOException {
    return new FormatKourou().open(DumpSource.path(path), ReadOptions.DEFAULT);
  }

  private static DumpContent read(Path path) throws IOException {
    try (DumpReader reader = open(path)) {
      return DumpContent.read(reader);
    }
  }

  private static String canonical(String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length, 100), UTF_8);
  }

  private static String sum(List<String> lines) {
    List<String> sorted = lines.stream().sorted().toList();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(String.join("\n", sorted).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sum(DumpContent dump, IndexName index) throws IOException {
    List<String> lines = new ArrayList<>();
    for (DocumentContent document : dump.documents(index)) {
      String id = JsonText.quote(Objects.requireNonNull(document.id()));
      lines.add(canonical("{\"_id\":%s,\"body\":%s}".formatted(id, document.json())));
    }
    return sum(lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index-export",
        "index-export/harbour",
        "index-export-kuzzle",
        "index-export-kuzzle/harbour"
      })
  void documentsAndMappingsAreThoseOfTheServer(String name) throws IOException {
    DumpContent dump = read(path(name));

    assertThat(dump.header().indexes()).hasSize(3);
    assertThat(dump.header().namespaces()).containsExactly("harbour");
    for (Map.Entry<String, JsonNode> collection : expected().get("collections").properties()) {
      IndexName index = IndexName.of("harbour", collection.getKey());
      JsonNode wanted = collection.getValue();
      assertThat(dump.documents(index)).hasSize(wanted.get("documents").asInt());
      assertThat(sum(dump, index)).as(index.name()).isEqualTo(wanted.get("sha256").asText());
      String settings =
          Objects.requireNonNull(Objects.requireNonNull(dump.header().index(index)).settings())
              .json();
      String mappings = MAPPER.readTree(settings).get("mappings").toString();
      assertThat(sum(List.of(canonical(mappings))))
          .as(index.name())
          .isEqualTo(wanted.get("mappings_sha256").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"collection-export-query", "collection-export-query/harbour/vessels"})
  void aSelectionOfOneCollectionIsRead(String name) throws IOException {
    DumpContent dump = read(path(name));

    assertThat(dump.documents(IndexName.of("harbour", "vessels"))).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index-export",
        "index-export/harbour",
        "index-export/harbour/tugs",
        "index-export/harbour/tugs/documents.jsonl",
        "index-export/harbour/tugs/mappings.json",
        "index-export-kuzzle/harbour",
        "index-export-kuzzle/harbour/tugs/documents.json",
        "roles",
        "roles/roles.json",
        "users",
        "."
      })
  void theContentTellsTheFormat(String name) throws IOException {
    Probe probe = Probe.of(DumpSource.path(path(name).normalize()));

    assertThat(new FormatKourou().probe(probe)).isEqualTo(MatchStrength.STRONG);
  }

  @Test
  void nothingProvesThatItIsWhole() throws IOException {
    try (DumpReader reader = open(path("index-export"))) {
      assertThat(reader.completeness()).isEqualTo(Completeness.UNPROVABLE);
      assertThat(reader.notices())
          .anyMatch(
              notice -> notice.contains("tugs") && notice.contains("what a failed export left"));
    }
  }

  @Test
  void rolesProfilesAndUsersAreSections() throws IOException {
    for (String name : new String[] {"roles", "profiles", "users"}) {
      DumpContent dump = read(path(name));
      SectionContent section = dump.sections().get(0);
      List<String> lines = new ArrayList<>();
      for (Map.Entry<String, JsonNode> one :
          MAPPER.readTree(section.content().getBytes(ISO_8859_1)).properties()) {
        lines.add(
            canonical(
                "{\"_id\":%s,\"content\":%s}"
                    .formatted(JsonText.quote(one.getKey()), one.getValue())));
      }
      assertThat(section.name()).isEqualTo(name);
      assertThat(section.sensitivity())
          .isEqualTo(name.equals("users") ? Sensitivity.SENSITIVE : Sensitivity.OPEN);
      assertThat(sum(lines)).as(name).isEqualTo(expected().get(name).get("sha256").asText());
    }
    assertThat(read(path("users")).sections())
        .extracting(SectionContent::name)
        .containsExactly("users", "users-mapping");
  }

  @Test
  void csvIsToldAndNotRead() throws IOException {
    try (DumpReader reader = open(path("collection-export-csv"))) {
      assertThat(reader.notices())
          .anyMatch(notice -> notice.contains("documents.csv") && notice.contains("jsonl"))
          .anyMatch(notice -> notice.contains("no file of documents"));
      assertThat(DumpContent.read(reader).documents(IndexName.of("harbour", "vessels"))).isEmpty();
    }
  }

  private void write(Path from, Path to, WriteOptions options) throws IOException {
    try (DumpReader reader = open(from);
        DumpWriter writer =
            new FormatKourou()
                .create(
                    DumpSink.folder(to),
                    reader.header(),
                    options.with(FormatKourou.MANIFEST, "none"))) {
      DumpConverter.from(reader).to(new FormatKourou()).into(writer);
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString().replace('\\', '/'), Files.readString(file, UTF_8));
      }
    }
    return files;
  }

  @Test
  void whatIsWrittenIsTheToolsOwnExport() throws IOException {
    for (String name : new String[] {"index-export", "collection-export-query", "roles"}) {
      Path from = path(name);
      Path to = folder.resolve(name);
      write(from, to, WriteOptions.DEFAULT);
      Map<String, String> wanted =
          name.equals("roles")
              ? Map.of("roles/roles.json", Files.readString(from.resolve("roles.json"), UTF_8))
              : files(from);
      assertThat(files(to)).isEqualTo(wanted);
    }
  }

  @Test
  void soIsTheOtherFormat() throws IOException {
    Path to = folder.resolve("kuzzle");
    write(path("index-export"), to, WriteOptions.DEFAULT.with(FormatKourou.FORMAT, "kuzzle"));

    assertThat(files(to)).isEqualTo(files(path("index-export-kuzzle")));
  }

  @Test
  void aTableIsTheToolsOwnTable() throws IOException {
    Path to = folder.resolve("csv");
    write(
        path("index-export/harbour/vessels"),
        to,
        WriteOptions.DEFAULT
            .with(FormatKourou.FORMAT, "csv")
            .with(FormatKourou.FIELDS, "name,imo, tonnage,flags.country,crew,active"));

    Map<String, String> written = files(to);
    Map<String, String> wanted = files(path("collection-export-csv"));
    assertThat(written.keySet()).isEqualTo(wanted.keySet());
    for (Map.Entry<String, String> file : wanted.entrySet()) {
      // Where lines come from a server, their order is its own.
      assertThat(String.valueOf(written.get(file.getKey())).lines())
          .containsExactlyInAnyOrderElementsOf(file.getValue().lines().toList());
    }
  }

  @Test
  void layoutsLeaveOuterFoldersOut() throws IOException {
    Path index = folder.resolve("index");
    write(path("index-export"), index, WriteOptions.DEFAULT.with(FormatKourou.LAYOUT, "index"));
    assertThat(files(index)).isEqualTo(files(path("index-export/harbour")));

    Path collection = folder.resolve("collection");
    write(
        path("index-export/harbour/berths"),
        collection,
        WriteOptions.DEFAULT.with(FormatKourou.LAYOUT, "collection"));
    assertThat(files(collection)).isEqualTo(files(path("index-export/harbour/berths")));
  }

  @Test
  void usersAndProfilesAreWrittenAsTheyWere() throws IOException {
    for (String name : new String[] {"users", "profiles"}) {
      Path to = folder.resolve(name);
      write(path(name), to, WriteOptions.DEFAULT);
      assertThat(files(to.resolve(name))).isEqualTo(files(path(name)));
    }
  }
}
