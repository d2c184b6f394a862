package org.indexport.format.kourou;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpCursor;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kourou accepts, what old versions wrote, and what neither is. */
class VariantsTest {
  private static final String HEADER =
      "{\"type\":\"collection\",\"index\":\"library\",\"collection\":\"books\"}";
  private static final String ONE = "{\"_id\":\"1\",\"body\":{\"a\":1}}";
  private static final String TWO = "{\"_id\":\"2\",\"body\":{}}";
  private static final IndexName BOOKS = IndexName.of("library", "books");

  @TempDir Path folder;

  private static DumpSource stream(String text) {
    return DumpSource.stream("a pipe", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static DumpContent read(DumpSource source, ReadOptions options) throws IOException {
    try (DumpReader reader = new FormatKourou().open(source, options)) {
      return DumpContent.read(reader);
    }
  }

  private static DumpContent read(String text) throws IOException {
    return read(stream(text), ReadOptions.DEFAULT);
  }

  private static List<String> ids(DumpContent dump, IndexName index) {
    return dump.documents(index).stream()
        .map(DocumentContent::id)
        .map(Objects::requireNonNull)
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, text);
  }

  private DumpReader open() throws IOException {
    return new FormatKourou().open(DumpSource.path(folder), ReadOptions.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADER + "\n" + ONE + "\n" + TWO + "\n",
        HEADER + "\n" + ONE + "\n" + TWO,
        HEADER + "\r\n" + ONE + "\r\n" + TWO + "\r\n",
        "\n\n" + HEADER + "\n\n  \n" + ONE + "\n\t\n" + TWO + "\n\n",
        "\ufeff" + HEADER + "\n" + ONE + "\n" + TWO + "\n",
        """
        {"collection":"books","index":"library","type":"collection"}
        {"body":{"a":1},"_id":"1"}
        { "_id" : 2 , "body" : {} }
        """,
        "{\"index\":\"library\",\"collection\":\"books\"}\n" + ONE + "\n" + TWO + "\n",
        HEADER + "\n{\"x\":[1],\"_id\":\"1\",\"y\":{},\"body\":{\"a\":1},\"z\":0}\n" + TWO,
      })
  void allThatTheToolTakesIsTaken(String text) throws IOException {
    DumpContent dump = read(text);

    assertThat(ids(dump, BOOKS)).containsExactly("1", "2");
    assertThat(dump.documents(BOOKS))
        .extracting(DocumentContent::json)
        .containsExactly("{\"a\":1}", "{}");
  }

  @Test
  void missingMappingsAreTold() throws IOException {
    write("library/books/documents.jsonl", HEADER + "\n" + ONE + "\n");
    try (DumpReader reader = open()) {
      assertThat(reader.notices())
          .contains("library/books: there is no file of mappings, only documents");
    }
    write("library/books/mappings.json", "{\"properties\":{}}");
    try (DumpReader reader = open()) {
      assertThat(reader.notices()).noneMatch(notice -> notice.contains("no file of mappings"));
    }
  }

  @Test
  void gzipIsTakenByItsContent() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((HEADER + "\n" + ONE).getBytes(UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    Path file = Files.write(folder.resolve("anything"), bytes);

    assertThat(new FormatKourou().probe(Probe.of(DumpSource.path(file))))
        .isEqualTo(MatchStrength.STRONG);
    assertThat(ids(read(DumpSource.path(file), ReadOptions.DEFAULT), BOOKS)).containsExactly("1");
    DumpSource cut =
        DumpSource.stream(
            "a pipe", new ByteArrayInputStream(java.util.Arrays.copyOf(bytes, bytes.length - 4)));
    assertThatThrownBy(() -> read(cut, ReadOptions.DEFAULT))
        .isInstanceOf(TruncatedDumpException.class);
  }

  @Test
  void unknownMembersOfAHeaderAreKept() throws IOException {
    DumpContent dump = read(HEADER.replace("}", ",\"later\":{\"a\":1.0}}") + "\n" + ONE);

    assertThat(dump.header().indexes().get(0).extensions()).containsEntry("later", "{\"a\":1.0}");
  }

  @Test
  void optionsNameWhatAHeaderDoesNot() throws IOException {
    String text = "{\"type\":\"collection\"}\n" + ONE;
    ReadOptions named =
        ReadOptions.DEFAULT
            .with(FormatKourou.INDEX, "library")
            .with(FormatKourou.COLLECTION, "books");

    assertThat(ids(read(stream(text), named), BOOKS)).containsExactly("1");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("options index and collection");
  }

  @Test
  void aHeaderOfAnotherCollectionWithinAFileStartsIt() throws IOException {
    String quay = HEADER.replace("books", "quay");
    DumpContent dump =
        read(HEADER + "\n" + ONE + "\n" + quay + "\n" + TWO + "\n" + HEADER + "\n" + TWO + "\n");

    assertThat(ids(dump, BOOKS)).containsExactly("1", "2");
    assertThat(ids(dump, IndexName.of("library", "quay"))).containsExactly("2");
  }

  @Test
  void theSameHeaderAgainIsAnErrorUnlessFilesWereJoined() throws IOException {
    String text = HEADER + "\n" + ONE + "\n" + HEADER + "\n" + TWO + "\n";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("second-headers");
    ReadOptions any = ReadOptions.DEFAULT.with(FormatKourou.SECOND_HEADERS, "any");
    assertThat(ids(read(stream(text), any), BOOKS)).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"body\":{}}",
        "{\"_id\":\"\",\"body\":{}}",
        "{\"_id\":null,\"body\":{}}",
        "{\"_id\":\"1\"}",
        "{\"_id\":\"1\",\"body\":null}",
        "{\"_id\":\"1\",\"body\":[]}",
        "{\"_id\":\"1\",\"body\":1}",
        "{\"_id\":{},\"body\":{}}",
        "{\"_id\":\"1\",\"body\":{}} x",
        "{\"_id\":\"1\",\"body\":{}",
        "{\"_id\":\"1\",\"body\":{\"a\"}}",
        "\"text\"",
        "nonsense"
      })
  void anotherLineIsAnErrorWithItsPlaceOrPassedOver(String line) throws IOException {
    String text = HEADER + "\n" + ONE + "\n" + line + "\n" + TWO + "\n";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("line 3");
    List<String> ids = new ArrayList<>();
    ReadOptions skip = ReadOptions.DEFAULT.with(ReadOptions.Damage.SKIP);
    try (DumpReader reader = new FormatKourou().open(stream(text), skip);
        DumpCursor cursor = reader.entries()) {
      for (Object entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof org.indexport.DocumentPart part) {
          try (part;
              org.indexport.DocumentCursor documents = part.documents()) {
            DumpContent.read(documents).forEach(document -> ids.add(document.id()));
          }
        }
      }
      assertThat(cursor.damages()).hasSize(1);
    }
    assertThat(ids).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"_id\":\"2\",\"body\":{\"a\":1}", "{\"_id\":\"2\",\"bo", "{"})
  void aCutLastLineIsSeenToBeCut(String last) {
    assertThatThrownBy(() -> read(HEADER + "\n" + ONE + "\n" + last))
        .isInstanceOf(TruncatedDumpException.class)
        .hasMessageContaining("line 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", ONE + "\n", "text", "[1]"})
  void whatHasNoHeaderIsAnErrorThatShowsIt(String text) throws IOException {
    write("library/books/documents.jsonl", text);

    assertThatThrownBy(this::open)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("documents.jsonl: line 1")
        .hasMessageContaining("header");
  }

  @Test
  void aHeaderAloneIsAnEmptyCollectionOfWhichMoreIsTold() throws IOException {
    write("library/books/documents.jsonl", HEADER + "\n");

    try (DumpReader reader = open()) {
      assertThat(reader.header().index(BOOKS)).isNotNull();
      assertThat(reader.notices()).anyMatch(notice -> notice.contains("what a failed export left"));
    }
  }

  @Test
  void theHeaderWinsOverItsFolder() throws IOException {
    write("library/other/documents.jsonl", HEADER + "\n" + ONE);

    try (DumpReader reader = open()) {
      assertThat(ids(DumpContent.read(reader), BOOKS)).containsExactly("1");
      assertThat(reader.notices()).anyMatch(notice -> notice.contains("called otherwise"));
    }
  }

  private static String settings(DumpContent dump, IndexName index) {
    return Objects.requireNonNull(Objects.requireNonNull(dump.header().index(index)).settings())
        .json();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"mappings\",\"content\":{\"library\":{\"books\":{\"mappings\":"
            + "{\"dynamic\":\"false\"}}}}}",
        "{\"content\":{\"library\":{\"books\":{\"dynamic\":\"false\"}}},\"type\":\"mappings\"}",
        "{\"library\":{\"books\":{\"dynamic\":\"false\"}}}",
        "{\"dynamic\":\"false\"}"
      })
  void mappingsOfAllVersionsAreTaken(String text) throws IOException {
    write("library/books/mappings.json", text);
    write("library/books/documents.jsonl", HEADER + "\n" + ONE);

    DumpContent dump = read(DumpSource.path(folder), ReadOptions.DEFAULT);
    assertThat(dump.header().indexes()).hasSize(1);
    assertThat(settings(dump, BOOKS)).isEqualTo("{\"mappings\":{\"dynamic\":\"false\"}}");
  }

  @Test
  void settingsInMappingsAreKept() throws IOException {
    String value = "{\"mappings\":{},\"settings\":{\"number_of_shards\":3}}";
    write(
        "library/books/mappings.json",
        "{\"type\":\"mappings\",\"content\":{\"library\":{\"books\":" + value + "}}}");

    assertThat(settings(read(DumpSource.path(folder), ReadOptions.DEFAULT), BOOKS))
        .isEqualTo(value);
  }

  @Test
  void aFileOfSeveralCollectionsGivesAllOfThem() throws IOException {
    write(
        "m/mappings.json",
        "{\"type\":\"mappings\",\"content\":{\"a\":{\"b\":{},\"c\":{}},\"d\":{\"e\":{}}}}");

    try (DumpReader reader = open()) {
      assertThat(reader.header().indexes()).hasSize(3);
      assertThat(reader.notices()).anyMatch(notice -> notice.contains("the first alone"));
    }
  }

  @Test
  void oldRolesAndProfilesAreBareMaps() throws IOException {
    write("roles.json", "{\"r\":{\"controllers\":{}}}");
    write("profiles.json", "{\"p\":{\"policies\":[]}}");

    DumpContent dump = read(DumpSource.path(folder), ReadOptions.DEFAULT);
    assertThat(dump.sections())
        .extracting(section -> section.name() + section.content())
        .containsExactly("roles{\"r\":{\"controllers\":{}}}", "profiles{\"p\":{\"policies\":[]}}");
  }

  @Test
  void whatIsNotOfTheToolIsPassedOverAndTold() throws IOException {
    write("library/books/documents.jsonl", HEADER + "\n" + ONE);
    write(
        "library/books/documents-errors.jsonl",
        "{\"document\":{\"_source\":{},\"_id\":\"x\"},\"reason\":\"no\",\"status\":400}\n");
    write("README.md", "# Books");
    write("library/notes.json", "{\"any\":1}");

    try (DumpReader reader = open()) {
      assertThat(reader.header().indexes()).hasSize(1);
      assertThat(reader.notices())
          .anyMatch(notice -> notice.contains("README.md"))
          .anyMatch(notice -> notice.contains("notes.json"))
          .anyMatch(notice -> notice.contains("a server has refused"));
    }
  }

  @Test
  void anEmptyFolderInATreeIsAnIndexWithoutCollections() throws IOException {
    write("library/books/documents.jsonl", HEADER + "\n" + ONE);
    Files.createDirectories(folder.resolve("nothing"));

    try (DumpReader reader = open()) {
      assertThat(reader.header().namespaces()).containsExactly("library", "nothing");
    }
  }

  @Test
  void aFolderOfSomethingElseIsUnknown() throws IOException {
    write("a.txt", "a");

    assertThatThrownBy(this::open).isInstanceOf(UnknownFormatException.class);
    assertThat(new FormatKourou().probe(Probe.of(DumpSource.path(folder))))
        .isEqualTo(MatchStrength.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"collection\",\"title\":\"x\"}\n{\"type\":\"collection\"}\n",
        "{\"type\":\"users\",\"content\":{}}\n{\"type\":\"users\",\"content\":{}}\n",
        "{\"type\":\"roles\",\"a\":1}\n",
        "{\"a\":1}\n"
      })
  void otherLinesOfJsonAreNotTakenForIt(String text) throws IOException {
    Path file = write("x.jsonl", text);

    assertThat(new FormatKourou().probe(Probe.of(DumpSource.path(file))))
        .isNotEqualTo(MatchStrength.STRONG);
  }

  @Test
  void theOtherFormatMayHaveBlanksAndSeveralCollections() throws IOException {
    DumpContent dump =
        read(
            HEADER
                + "\n{ \"library\" : { \"books\" : [ {\"index\":{\"_id\":\"1\"}} , {\"a\":\n1} ,"
                + "{\"index\":{\"_id\":2}},{} ] , \"quay\":[] },\"x\":{\"y\":[{\"index\":"
                + "{\"_id\":\"3\"}},{\"b\":[]}]} }\n");

    assertThat(ids(dump, BOOKS)).containsExactly("1", "2");
    assertThat(ids(dump, IndexName.of("x", "y"))).containsExactly("3");
    assertThat(dump.header().index(IndexName.of("library", "quay"))).isNotNull();
  }

  @Test
  void aCutInTheOtherFormatIsSeenEverywhere() {
    String text = HEADER + "\n{\"library\":{\"books\":[{\"index\":{\"_id\":\"1\"}},{\"a\":1}]}}\n";
    for (int length = HEADER.length() + 20; length < text.length() - 1; length++) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(DumpException.class);
    }
  }

  @Test
  void optionsForOneCollectionAreRefusedForSeveral() throws IOException {
    write("library/books/documents.jsonl", HEADER + "\n");
    write("library/quay/documents.jsonl", HEADER.replace("books", "quay") + "\n");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FormatKourou()
                    .open(
                        DumpSource.path(folder),
                        ReadOptions.DEFAULT.with(FormatKourou.COLLECTION, "x")));
  }
}
