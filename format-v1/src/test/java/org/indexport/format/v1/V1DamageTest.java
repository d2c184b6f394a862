package org.indexport.format.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V1DamageTest {
  private static final ReadOptions SKIP = ReadOptions.DEFAULT.with(Damage.SKIP);

  @TempDir Path folder;

  /** What is left of a damaged dump. */
  private record Salvage(
      List<DocumentContent> documents, List<String> sections, List<DumpException> damages) {}

  private static Salvage salvage(DumpSource source) throws IOException {
    List<DocumentContent> documents = new ArrayList<>();
    List<String> sections = new ArrayList<>();
    try (DumpReader reader = Samples.FORMAT.open(source, SKIP);
        DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          try (part;
              DocumentCursor all = part.documents()) {
            documents.addAll(DumpContent.read(all));
          }
        } else if (entry instanceof Section section) {
          sections.add(SectionContent.of(section).name());
        }
      }
      cursor.finish();
      return new Salvage(documents, sections, cursor.damages());
    }
  }

  /** Content that does not pack well, so that a cut falls anywhere. */
  private static DumpContent noise() {
    Random random = new Random(7);
    List<DocumentContent> documents = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] bytes = new byte[100];
      random.nextBytes(bytes);
      String text = HexFormat.of().formatHex(bytes);
      documents.add(DocumentContent.of("{\"id\":%d,\"t\":\"%s\"}".formatted(i, text)));
    }
    IndexInfo index = IndexInfo.of("noise");
    return new DumpContent(
        DumpHeader.of(index), Map.of(index.name(), documents), Samples.everything().sections());
  }

  @Test
  void aSoundDumpHasNoDamage() throws IOException {
    Path file = Samples.file(folder, Samples.write(noise()));
    Salvage salvage = salvage(DumpSource.path(file));
    assertThat(salvage.damages()).isEmpty();
    assertThat(salvage.documents()).hasSize(400);
    assertThat(salvage.sections()).containsExactly("keys", "synonyms");
  }

  @Test
  void whatLiesBeforeACutIsSalvaged() throws IOException {
    DumpContent content = noise();
    List<DocumentContent> all = content.documents(content.header().indexes().get(0).name());
    byte[] dump = Samples.write(content, Samples.OPTIONS.withPartBytes(5_000));
    int most = 0;
    for (int cut = 400; cut < dump.length; cut += 997) {
      byte[] rest = Arrays.copyOf(dump, cut);
      Path file = Samples.file(folder, rest);
      assertThatExceptionOfType(TruncatedDumpException.class).isThrownBy(() -> Samples.read(file));
      for (DumpSource source : List.of(DumpSource.path(file), Samples.stream(rest))) {
        Salvage salvage = salvage(source);
        assertThat(salvage.damages()).hasAtLeastOneElementOfType(TruncatedDumpException.class);
        assertThat(salvage.documents()).isEqualTo(all.subList(0, salvage.documents().size()));
        most = Math.max(most, salvage.documents().size());
      }
    }
    assertThat(most).isGreaterThan(350);
  }

  @Test
  void aSectionThatIsCutIsNotTakenForAWholeOne() throws IOException {
    byte[] whole = Samples.write(Samples.everything());
    for (int cut = 300; cut < whole.length; cut++) {
      Path file = Samples.file(folder, Arrays.copyOf(whole, cut));
      try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), SKIP);
          DumpCursor cursor = reader.entries(name -> false)) {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          if (entry instanceof Section section) {
            assertThat(SectionContent.of(section)).isIn(Samples.everything().sections());
          }
        }
        cursor.finish();
        assertThat(cursor.damages()).isNotEmpty();
      } catch (DumpException e) {
        assertThat(e).isInstanceOf(TruncatedDumpException.class);
      }
    }
  }

  @Test
  void withoutAClosingPartItIsIncomplete() throws IOException {
    byte[] dump = Archive.of(Samples.write(Samples.everything())).without("manifest.json").bytes();
    Path file = Samples.file(folder, dump);
    assertThatThrownBy(() -> Samples.read(file))
        .isInstanceOf(TruncatedDumpException.class)
        .hasMessageContaining("manifest.json");
    Salvage salvage = salvage(DumpSource.path(file));
    assertThat(salvage.documents()).hasSize(5);
    assertThat(salvage.sections()).hasSize(2);
    assertThat(salvage.damages()).hasSize(1);
  }

  @Test
  void completenessIsKnownWhereEverythingWasLookedAt() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    String unlisted = "{\"format\":\"indexport\",\"version\":1}";
    Path file =
        Samples.file(
            folder, archive.with("metadata.json", unlisted).without("manifest.json").bytes());
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), SKIP)) {
      assertThat(reader.completeness()).isEqualTo(Completeness.INCOMPLETE);
      assertThat(reader.header().indexes()).hasSize(3);
    }
  }

  @Test
  void aDamagedLineCostsThatLine() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    byte[] dump =
        archive
            .changed(
                "indexes/movies/documents-000001.jsonl", text -> text.replace(":7.50", ":7.5x"))
            .bytes();
    Path file = Samples.file(folder, dump);
    assertThatThrownBy(() -> Samples.read(file))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("documents-000001.jsonl: line 1, byte 37");
    Salvage salvage = salvage(DumpSource.path(file));
    assertThat(salvage.documents()).hasSize(4);
    assertThat(salvage.damages()).hasSize(1);
  }

  @Test
  void aDamagedMemberCostsThatMember() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    byte[] dump = archive.with("indexes/movies/index.json", "{\"name\":").bytes();
    Salvage salvage = salvage(DumpSource.path(Samples.file(folder, dump)));
    assertThat(salvage.documents()).hasSize(2);
    assertThat(salvage.damages()).isNotEmpty();
    byte[] wrongName = archive.with("indexes/movies/index.json", "{\"name\":\"books\"}").bytes();
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> Samples.readStream(wrongName));
  }

  @Test
  void theManifestIsCompared() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    List<Archive> wrong =
        List.of(
            archive.changed("manifest.json", t -> t.replace("\"documents\":3", "\"documents\":4")),
            archive.changed("manifest.json", t -> t.replaceFirst("\"hash\":\"..", "\"hash\":\"00")),
            archive.changed(
                "manifest.json", t -> t.replaceFirst("\"idHash\":\"..", "\"idHash\":\"01")),
            archive.changed(
                "manifest.json", t -> t.replace("\"name\":\"movies\"", "\"name\":\"films\"")),
            archive.changed("manifest.json", t -> t.replaceFirst("\\{\"namespace.*?},", "")),
            archive.changed(
                "manifest.json", t -> t.replace("\"name\":\"keys\"", "\"name\":\"locks\"")),
            archive.changed(
                "manifest.json", t -> t.replaceFirst("\"sections\":.*]", "\"sections\":[]")),
            archive.changed(
                "manifest.json", t -> t.replaceFirst("(?s)(.*)\"bytes\":..,", "$1\"bytes\":1,")),
            archive.with("manifest.json", "[]"),
            archive.with("manifest.json", "{}"),
            archive.without("indexes/movies/documents-000001.jsonl"),
            archive.without("sections/0001-keys/content-000001.jsonl"),
            archive.without("sections/0001-keys/section.json"),
            archive.with("sections/0002-synonyms/attachments/empty/000003", "gap"),
            archive.with("indexes/movies/documents-000002.jsonl", "{}\n"),
            archive.with("indexes/more/index.json", "{\"name\":\"more\"}"));
    for (Archive one : wrong) {
      assertThat(one.bytes()).isNotEqualTo(archive.bytes());
      Path file = Samples.file(folder, one.bytes());
      assertThatExceptionOfType(CorruptDumpException.class)
          .as(String.valueOf(wrong.indexOf(one)))
          .isThrownBy(() -> Samples.read(file));
    }
  }

  @Test
  void digestsAndSizesAreOptional() throws IOException {
    byte[] dump =
        Archive.of(Samples.write(Samples.everything()))
            .changed(
                "manifest.json",
                text ->
                    text.replaceAll(",\"(hash|idHash|bytes|generator)\":(\"[^\"]*\"|[0-9]+)", ""))
            .bytes();
    assertThat(Samples.readStream(dump)).isEqualTo(Samples.everything());
  }

  @Test
  void finishingWithAnOpenPartIsMisuse() throws IOException {
    Path file = Samples.file(folder, Samples.write(Samples.everything()));
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries()) {
      assertThatThrownBy(cursor::finish).isInstanceOf(IllegalStateException.class);
      List<DocumentPart> parts = new ArrayList<>();
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          parts.add(part);
        }
      }
      assertThatThrownBy(cursor::finish).isInstanceOf(IllegalStateException.class);
      for (DocumentPart part : parts) {
        part.totals();
        part.close();
      }
      assertThat(cursor.finish()).isNotNull();
    }
    Files.delete(file);
  }
}
