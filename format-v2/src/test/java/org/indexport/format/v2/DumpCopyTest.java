package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.indexport.format.v2.DumpSamples.EVENTS;
import static org.indexport.format.v2.DumpSamples.MOVIES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.WriteOptions;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpCopyTest {
  private static final WriteOptions SMALL_PARTS = DumpSamples.OPTIONS.withPartBytes(256);

  @TempDir Path folder;

  /** A dump of everything, with members and JSON members that nobody knows. */
  private static byte[] strange() throws IOException {
    return strange(DumpSamples.write(DumpSamples.everything()));
  }

  private static byte[] strange(byte[] dump) throws IOException {
    Forgery forgery = new Forgery(dump);
    forgery
        .change("metadata.json", text -> text.replaceFirst("\\{", "{ \"x-meta\" : 1.0 ,"))
        .put("extra/note.txt", new byte[] {1, 2, 3})
        .putPayload("extra/blob.bin", "blob ".repeat(1000))
        .putPayload("indexes/movies/vectors.bin", "v".repeat(500))
        .put("sections/0001-keys/more.txt", new byte[0]);
    return Derived.dump(
        forgery,
        manifest ->
            manifest
                .replaceFirst("\"indexes\":", "\"x-top\":{\"a\":1.50},\"indexes\":")
                .replaceFirst("\"parts\":\\[\\{", "\"x-index\":[],\"parts\":[{\"x-part\":\"p\",")
                .replaceFirst("\"sections\":\\[\\{", "\"sections\":[{\"x-section\":null,"));
  }

  private static DumpContent read(byte[] dump) throws IOException {
    return DumpSamples.read(DumpSamples.stream(dump), ReadOptions.DEFAULT);
  }

  private static Map<String, Sha256> parts(Map<String, Sha256> digests) {
    Map<String, Sha256> parts = new java.util.TreeMap<>(digests);
    parts.keySet().removeIf(name -> !name.endsWith(".jsonl"));
    return parts;
  }

  @Test
  void aFolderAndBackIsTheSameFile() throws Exception {
    byte[] dump = strange();
    Path unpacked = folder.resolve("unpacked");

    DumpCopy.of(Frames.source(dump)).to(DumpSink.folder(unpacked));
    byte[] packed = Frames.copy(DumpCopy.of(DumpSource.path(unpacked)));

    assertThat(Frames.digests(DumpSource.path(unpacked)))
        .containsExactlyInAnyOrderEntriesOf(Frames.digests(dump));
    assertThat(Frames.digests(packed)).containsExactlyInAnyOrderEntriesOf(Frames.digests(dump));
    assertThat(DumpSamples.read(unpacked)).isEqualTo(read(dump));
    assertThat(new Forgery(packed).manifest()).contains("x-top", "x-index", "x-part", "x-section");
    verifyDeeply(packed);
    verifyDeeply(DumpSource.path(unpacked));
  }

  @Test
  void aCopyOfAFileIsTheSameFile() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything(), SMALL_PARTS);

    assertThat(Frames.copy(DumpCopy.of(Frames.source(dump)))).isEqualTo(dump);
  }

  @Test
  void aFilterKeepsWhatBelongsToAnIndex() throws Exception {
    byte[] dump = strange();

    byte[] movies = Frames.copy(DumpCopy.of(Frames.source(dump)).indexes(MOVIES::equals));

    DumpContent all = DumpSamples.everything();
    DumpContent read = read(movies);
    assertThat(read.documents()).containsOnlyKeys(MOVIES);
    assertThat(read.documents(MOVIES)).isEqualTo(all.documents(MOVIES));
    assertThat(read.sections()).isEqualTo(all.sections());
    assertThat(read.header().indexes()).containsExactly(all.header().index(MOVIES));
    Map<String, Sha256> expected = Frames.digests(dump);
    expected.keySet().removeIf(name -> name.startsWith("indexes/nyc"));
    expected.remove("metadata.json");
    assertThat(Frames.digests(movies)).containsAllEntriesOf(expected);
    assertThat(new Forgery(movies).manifest()).contains("x-top", "x-meta", "1.50");
    verifyDeeply(movies);
  }

  @Test
  void aFilterLeavesSectionsOfOtherIndexesOut() throws Exception {
    byte[] dump = strange();

    byte[] events = Frames.copy(DumpCopy.of(Frames.source(dump)).indexes(EVENTS::equals));

    DumpContent read = read(events);
    assertThat(read.sections()).extracting(SectionContent::name).containsExactly("keys");
    assertThat(Frames.digests(events))
        .containsKeys("extra/blob.bin", "sections/0001-keys/more.txt")
        .doesNotContainKey("indexes/movies/vectors.bin");
    verifyDeeply(events);
  }

  @Test
  void sectionsCanBeLeftOut() throws Exception {
    byte[] open =
        Frames.copy(
            DumpCopy.of(Frames.source(strange()))
                .sections(section -> section.sensitivity() == Sensitivity.OPEN));

    assertThat(read(open).sections()).extracting(SectionContent::name).containsExactly("synonyms");
    assertThat(Frames.digests(open)).doesNotContainKey("sections/0001-keys/more.txt");
    verifyDeeply(open);
  }

  @Test
  void mergingWhatWasFilteredRestoresIt() throws Exception {
    byte[] dump = strange();
    byte[] movies = Frames.copy(DumpCopy.of(Frames.source(dump)).indexes(MOVIES::equals));
    byte[] others = Frames.copy(DumpCopy.of(Frames.source(dump)).indexes(n -> !n.equals(MOVIES)));

    byte[] merged =
        Frames.copy(DumpCopy.merging(List.of(Frames.source(movies), Frames.source(others))));

    assertThat(read(merged)).isEqualTo(read(dump));
    Map<String, Sha256> expected = Frames.digests(dump);
    assertThat(parts(Frames.digests(merged))).isEqualTo(parts(expected));
    assertThat(Frames.digests(merged)).containsOnlyKeys(expected.keySet());
    verifyDeeply(merged);
  }

  @Test
  void sectionsOfAnIndexGoWithIt() throws Exception {
    byte[] movies = Frames.copy(DumpCopy.of(Frames.source(strange())).indexes(MOVIES::equals));
    DumpContent songs = other("songs");
    byte[] merged =
        Frames.copy(
            DumpCopy.merging(
                List.of(Frames.source(movies), Frames.source(DumpSamples.write(songs)))));

    assertThat(read(merged).sections())
        .extracting(SectionContent::name)
        .containsExactly("keys", "synonyms", "aliases");
    assertThat(Frames.digests(merged)).containsKey("sections/0003-aliases/section.json");
    verifyDeeply(merged);
  }

  private static DumpContent other(String name) {
    IndexInfo index = IndexInfo.of(name);
    DumpContent content = DumpContent.of(index, List.of("{\"id\":1}"));
    SectionContent aliases =
        new SectionContent(
            "aliases", index.name(), MediaType.JSON, Sensitivity.OPEN, "{}", Map.of());
    SectionContent global =
        new SectionContent("global", null, MediaType.JSON, Sensitivity.OPEN, "{}", Map.of());
    return new DumpContent(content.header(), content.documents(), List.of(aliases, global));
  }

  @Test
  void whatOnlyTheFirstMayHaveIsToldOf() throws Exception {
    byte[] songs = DumpSamples.write(other("songs"));
    byte[] books = strange(DumpSamples.write(other("books")));

    CopyReport report =
        DumpCopy.merging(List.of(Frames.source(songs), Frames.source(books)))
            .to(DumpSink.file(folder.resolve("merged")));

    assertThat(report.leftOut())
        .containsExactlyInAnyOrder(
            "section global of a dump",
            "member extra/note.txt of a dump",
            "member extra/blob.bin of a dump",
            "member indexes/movies/vectors.bin of a dump",
            "member sections/0001-keys/more.txt of a dump");
    assertThat(report.manifest().indexes())
        .extracting(Manifest.IndexSummary::name)
        .containsExactly(IndexName.of("songs"), IndexName.of("books"));
    assertThat(report.id()).hasSize(32);
  }

  @Test
  void equalNamesAreRefusedBeforeAnythingIsWritten() throws Exception {
    byte[] dump = strange();
    Path target = folder.resolve("merged.dump");

    assertThatExceptionOfType(EqualIndexNamesException.class)
        .isThrownBy(
            () ->
                DumpCopy.merging(List.of(Frames.source(dump), Frames.source(dump)))
                    .to(DumpSink.file(target)))
        .withMessageContaining("movies")
        .satisfies(e -> assertThat(e.names()).contains(MOVIES, EVENTS));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void damageStopsACopyAndNothingIsLeft() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything());
    byte[] damaged = dump.clone();
    damaged[firstPart(dump) + 20] ^= 1;

    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(
            () ->
                DumpCopy.of(Frames.source(damaged)).to(DumpSink.folder(folder.resolve("unpacked"))))
        .withMessageContaining("index movies, part 0");
    assertThat(folder).isEmptyDirectory();
    byte[] cut = java.util.Arrays.copyOf(dump, dump.length - 30);
    assertThatExceptionOfType(TruncatedDumpException.class)
        .isThrownBy(() -> Frames.copy(DumpCopy.of(Frames.source(cut))));
  }

  /** Where the frame of the first part of an index begins. */
  private static int firstPart(byte[] dump) throws IOException {
    try (SourceDump opened = SourceDump.open(Frames.source(dump), ReadLimits.DEFAULT)) {
      Manifest.IndexSummary movies =
          Objects.requireNonNull(opened.listed().manifest().index(MOVIES));
      return (int) Objects.requireNonNull(movies.parts()).get(0).offset();
    }
  }

  @Test
  void otherFormatsAndPipesAreRefused() throws Exception {
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> Frames.copy(DumpCopy.of(Frames.source("{\"id\":1}\n".getBytes(UTF_8)))));
    byte[] dump = DumpSamples.write(DumpSamples.everything());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Frames.copy(DumpCopy.of(DumpSamples.stream(dump))));
    assertThatIllegalArgumentException().isThrownBy(() -> DumpCopy.merging(List.of()));
  }

  @Test
  void whatExistsIsNotReplacedUnasked() throws Exception {
    Path target = Files.createFile(folder.resolve("there"));
    byte[] dump = DumpSamples.write(DumpSamples.everything());

    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> DumpCopy.of(Frames.source(dump)).to(DumpSink.file(target)));
    DumpCopy.of(Frames.source(dump)).to(DumpSink.file(target).replacing());
    assertThat(target).hasBinaryContent(dump);
  }

  @Test
  void secretsStayTheOwners() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything());
    Path secret = folder.resolve("secret");
    Path open = folder.resolve("open");
    DumpCopy.of(Frames.source(dump)).to(DumpSink.file(secret));
    DumpCopy.of(Frames.source(dump))
        .sections(section -> section.sensitivity() == Sensitivity.OPEN)
        .to(DumpSink.file(open));
    assertThat(permissions(secret)).isEqualTo("rw-------");
    assertThat(permissions(open)).startsWith("rw-r");

    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-------"));
    DumpCopy.of(DumpSource.path(open)).to(DumpSink.folder(folder.resolve("still")));
    assertThat(permissions(folder.resolve("still"))).isEqualTo("rwx------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void progressIsTold() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.numbered(100), SMALL_PARTS);
    List<Long> documents = new ArrayList<>();

    Frames.copy(DumpCopy.of(Frames.source(dump)).listener((count, bytes) -> documents.add(count)));

    assertThat(documents).isSorted().hasSizeGreaterThan(5).endsWith(100L);
  }

  private static void verifyDeeply(byte[] dump) throws IOException {
    verifyDeeply(DumpSamples.stream(dump));
    verifyDeeply(Frames.source(dump));
  }

  /** Reading in order derives the manifest anew and compares. */
  private static void verifyDeeply(DumpSource source) throws IOException {
    try (source;
        DumpReader reader = DumpSamples.FORMAT.open(source, DumpSamples.IN_ORDER)) {
      DumpContent.read(reader);
    }
  }
}
