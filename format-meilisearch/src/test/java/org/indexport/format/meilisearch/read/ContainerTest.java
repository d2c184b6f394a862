package org.indexport.format.meilisearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.Settings;
import org.indexport.TruncatedDumpException;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as they are found in the wild, and as they should not be. */
class ContainerTest {
  private static final ReadOptions LENIENT = ReadOptions.DEFAULT.with(Damage.SKIP);

  @TempDir Path folder;

  private Dumped read(byte[] bytes) throws IOException {
    return Dumped.of(TarBuilder.write(folder, bytes));
  }

  private Dumped lenient(byte[] bytes) throws IOException {
    return Dumped.of(DumpSource.path(TarBuilder.write(folder, bytes)), LENIENT);
  }

  private static Dumped stream(byte[] bytes) throws IOException {
    return Dumped.of(
        DumpSource.stream("a stream", new ByteArrayInputStream(bytes)), ReadOptions.DEFAULT);
  }

  private static void assertSample(Dumped dump) {
    assertThat(dump.header.indexes())
        .extracting(index -> index.name().name())
        .containsExactlyInAnyOrder("books", "other");
    assertThat(dump.documents.get("books"))
        .containsExactly("{\"isbn\":1,\"n\":-0.0}", "{\"isbn\":2,\"t\":\"é\"}");
    assertThat(dump.documents.get("other")).isEmpty();
    assertThat(dump.sections)
        .containsOnlyKeys(
            "keys",
            "tasks",
            "batches",
            "experimental-features",
            "network",
            "webhooks",
            "chat-completions-settings/ws",
            "dynamic-search-rules/1",
            "file:notes/read.me");
    assertThat(dump.sections)
        .containsEntry("tasks", "{\"uid\":0,\"status\":\"succeeded\"}\n{\"uid\":7}\r\n{\"uid\":9}")
        .containsEntry("file:notes/read.me", "unknown");
    assertThat(dump.attachments.get("tasks"))
        .isEqualTo(Map.of("7.jsonl", "{\"id\":1.50}\n{\"id\":2}\n", "9.jsonl", "{\"id\":3}\n"));
  }

  @Test
  void filesComeInAnyOrder() throws IOException {
    List<Map.Entry<String, String>> files = new ArrayList<>(SampleDumps.v6().entrySet());
    Random random = new Random(1);
    for (int turn = 0; turn < 30; turn++) {
      Map<String, String> ordered = new LinkedHashMap<>();
      files.forEach(file -> ordered.put(file.getKey(), file.getValue()));
      byte[] bytes = new TarBuilder().files(ordered).packed();
      assertSample(read(bytes));
      assertSample(stream(bytes));
      assertSample(
          Dumped.of(
              DumpSource.channel("a channel", new SeekableInMemoryByteChannel(bytes)),
              ReadOptions.DEFAULT));
      Collections.shuffle(files, random);
    }
  }

  @Test
  void namesAreWrittenInManyWays() throws IOException {
    TarBuilder tar = new TarBuilder().folder("./").folder("./indexes/").folder("indexes");
    SampleDumps.v6().forEach((name, content) -> tar.file("./" + name, content));
    assertSample(read(tar.zeros(20 * TarBuilder.BLOCK).packed()));
    TarBuilder rooted = new TarBuilder();
    SampleDumps.v6().forEach((name, content) -> rooted.file("//" + name, content));
    assertSample(read(rooted.packed()));
  }

  @Test
  void oldHeadersAndUnknownTypesAreRead() throws IOException {
    TarBuilder tar = new TarBuilder();
    SampleDumps.v6()
        .forEach(
            (name, content) ->
                tar.entry(
                    name,
                    name.endsWith("l") ? '\0' : 'Q',
                    content.getBytes(UTF_8),
                    header -> Arrays.fill(header, 257, 265, (byte) 0)));
    assertSample(read(tar.packed()));
  }

  @Test
  void paxHeadersAndCompanionsOfMacOsAreUnderstood() throws IOException {
    TarBuilder tar = new TarBuilder().pax('g', "comment=x", "path=ignored");
    SampleDumps.v6()
        .forEach(
            (name, content) -> {
              String companion = name.replaceFirst("([^/]*)$", "._$1");
              tar.file(companion, "\0\5\26\7 Mac OS X");
              int size = content.getBytes(UTF_8).length;
              tar.pax(
                  'x', "path=" + name, "size=" + size, "LIBARCHIVE.xattr.a=\u0001", "mtime=1.5");
              tar.file("short", content);
            });
    tar.file("indexes/._books", "x");
    assertSample(read(tar.packed()));
  }

  @Test
  void longNamesAndLargeNumbersOfGnuAreUnderstood() throws IOException {
    Map<String, String> files = SampleDumps.v6();
    String name = "b".repeat(180);
    TarBuilder tar = new TarBuilder();
    for (String file : List.of("metadata.json", "settings.json", "documents.jsonl")) {
      tar.longName(
          "indexes/" + name + "/" + file,
          Objects.requireNonNull(files.remove("indexes/books/" + file)));
    }
    files.forEach(
        (path, content) ->
            tar.entry(
                path,
                '0',
                content.getBytes(UTF_8),
                header -> {
                  Arrays.fill(header, 124, 136, (byte) 0);
                  header[124] = (byte) 0x80;
                  header[134] = (byte) (content.getBytes(UTF_8).length >> 8);
                  header[135] = (byte) content.getBytes(UTF_8).length;
                }));
    Dumped dump = read(tar.packed());
    assertSample(dump);
    assertThat(dump.index("books").extensions().get("x-meilisearch")).contains(name);
  }

  @Test
  void sparseFilesAreFilledWithZeros() throws IOException {
    byte[] packed = "abcd".getBytes(UTF_8);
    byte[] tar =
        new TarBuilder()
            .files(SampleDumps.v6())
            .entry("data.bin", 'S', packed, header -> sparse(header, 10, 3, 2, 7, 2))
            .packed();
    assertThat(read(tar).sections).containsEntry("file:data.bin", "\0\0\0ab\0\0cd\0");
    byte[] bomb =
        new TarBuilder()
            .files(SampleDumps.v6())
            .entry("data.bin", 'S', packed, header -> sparse(header, 1L << 32, 3, 2, 7, 2))
            .packed();
    assertThatThrownBy(() -> read(bomb)).isInstanceOf(LimitExceededException.class);
    byte[] wrong =
        new TarBuilder()
            .files(SampleDumps.v6())
            .entry("data.bin", 'S', packed, header -> sparse(header, 10, 7, 2, 3, 2))
            .packed();
    assertThatThrownBy(() -> read(wrong)).isInstanceOf(CorruptDumpException.class);
  }

  private static void sparse(byte[] header, long size, long... pieces) {
    TarBuilder.put(header, 257, "ustar  \0");
    for (int i = 0; i < pieces.length; i++) {
      TarBuilder.put(header, 386 + 12 * i, String.format("%011o", pieces[i]));
    }
    TarBuilder.put(header, 483, String.format("%011o", size));
  }

  @Test
  void archivesOfAnotherLibraryAreRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, String> file : SampleDumps.v6().entrySet()) {
        byte[] content = file.getValue().getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        entry.addPaxHeader("mtime", "1.25");
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    assertSample(read(TarBuilder.pack(bytes.toByteArray())));
  }

  @Test
  void endsAreToldGenerously() throws IOException {
    byte[] tar = new TarBuilder().files(SampleDumps.v6()).plain();
    assertSample(read(TarBuilder.pack(tar)));
    byte[] oneBlock = Arrays.copyOf(tar, tar.length + TarBuilder.BLOCK);
    assertSample(read(TarBuilder.pack(oneBlock)));
    byte[] garbage = Arrays.copyOf(tar, tar.length + 3 * TarBuilder.BLOCK);
    Arrays.fill(garbage, garbage.length - 300, garbage.length, (byte) 'x');
    assertSample(read(TarBuilder.pack(garbage)));
    byte[] cut = Arrays.copyOf(tar, tar.length - TarBuilder.BLOCK);
    assertThatThrownBy(() -> read(TarBuilder.pack(Arrays.copyOf(cut, cut.length - 3))))
        .isInstanceOf(DumpException.class);
  }

  @Test
  void onlyTheFirstMemberOfTheGzipCounts() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new TarBuilder().files(SampleDumps.v6()).packed());
    bytes.writeBytes(TarBuilder.pack("more".getBytes(UTF_8)));
    assertSample(read(bytes.toByteArray()));
    bytes.writeBytes("no gzip at all".getBytes(UTF_8));
    assertSample(read(bytes.toByteArray()));
    assertSample(stream(bytes.toByteArray()));
  }

  @Test
  void theLaterOfTwoFilesCounts() throws IOException {
    byte[] bytes =
        new TarBuilder()
            .file("indexes/books/documents.jsonl", "{\"isbn\":99}\n")
            .file("network.json", "{}")
            .file("metadata.json", "{\"dumpVersion\":\"V1\"}")
            .files(SampleDumps.v6())
            .packed();
    Dumped dump = read(bytes);
    assertSample(dump);
    assertThat(dump.sections).containsEntry("network", "{\"self\":null}");
    assertThat(dump.notices).hasSize(3).allMatch(notice -> notice.contains("more than once"));
  }

  @Test
  void linksAreRefused() throws IOException {
    for (char type : new char[] {'1', '2'}) {
      byte[] bytes =
          new TarBuilder()
              .entry("././@LongLink", 'K', "x".repeat(200).getBytes(UTF_8), header -> {})
              .link("evil", type, "/etc/passwd")
              .files(SampleDumps.v6())
              .packed();
      assertThatThrownBy(() -> read(bytes))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("a link");
      Dumped dump = lenient(bytes);
      assertSample(dump);
      assertThat(dump.damages).singleElement().asString().contains("a link");
    }
  }

  @Test
  void namesThatLeadElsewhereArePassedOver() throws IOException {
    byte[] bytes =
        new TarBuilder()
            .file("../keys.jsonl", "x")
            .file("indexes/../../x", "y")
            .files(SampleDumps.v6())
            .packed();
    Dumped dump = read(bytes);
    assertSample(dump);
    assertThat(dump.notices).hasSize(2).allMatch(notice -> notice.contains(".."));
  }

  @Test
  void oneFolderAroundEverythingIsLeftOut() throws IOException {
    TarBuilder tar = new TarBuilder().folder("my dump/");
    SampleDumps.v6().forEach((name, content) -> tar.file("my dump/" + name, content));
    Dumped dump = read(tar.packed());
    assertSample(dump);
    assertThat(dump.notices).singleElement().asString().contains("my dump/");
    TarBuilder other = new TarBuilder();
    SampleDumps.v6().forEach((name, content) -> other.file("my dump/" + name, content));
    byte[] two = other.file("other/x", "").packed();
    assertThatThrownBy(() -> read(two)).hasMessageContaining("metadata.json");
  }

  @Test
  void deepFoldersAreRefused() {
    byte[] deep =
        new TarBuilder()
            .files(SampleDumps.v6())
            .pax('x', "path=" + "a/".repeat(101) + "b")
            .file("x", "")
            .packed();
    assertThatThrownBy(() -> read(deep)).hasMessageContaining("nested");
  }

  @Test
  void streamsAreBounded() {
    byte[] bytes = new TarBuilder().files(SampleDumps.v6()).packed();
    ReadOptions options = ReadOptions.DEFAULT.with(FormatMeilisearch.SPILL_LIMIT, "100");
    assertThatThrownBy(
            () ->
                Dumped.of(DumpSource.stream("a stream", new ByteArrayInputStream(bytes)), options))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("spill-limit");
  }

  /** Our own writer promises that documents come last. */
  private static byte[] promised(Map<String, String> files) {
    TarBuilder tar = new TarBuilder();
    files.forEach(
        (name, content) ->
            tar.entry(
                name,
                '0',
                content.getBytes(UTF_8),
                header -> TarBuilder.put(header, 265, "indexport")));
    return tar.packed();
  }

  @Test
  void promisedOrderNeedsNoTemporaryFile() throws IOException {
    byte[] bytes = promised(SampleDumps.v6());
    Dumped ofStream = stream(bytes);
    assertSample(ofStream);
    assertThat(ofStream.notices).isEmpty();
    assertThat(ofStream.late).isEmpty();
    assertSample(read(bytes));
    Map<String, String> late = new LinkedHashMap<>();
    Map<String, String> indexes = new LinkedHashMap<>();
    SampleDumps.v6()
        .forEach((name, text) -> (name.startsWith("indexes/") ? indexes : late).put(name, text));
    late.putAll(indexes);
    Dumped streamed = stream(promised(late));
    assertThat(streamed.late).hasSize(2);
    assertThat(streamed.documents.get("books")).hasSize(2);
    assertThat(streamed.lateIndex("books").settings())
        .isNotNull()
        .returns(SampleDumps.SETTINGS, Settings::json);
    assertSample(read(promised(late)));
  }

  @Test
  void sectionsThatAreCalledLikeDescriptionsAreGivenOfStreams() throws IOException {
    for (String name :
        List.of(
            "chat-completions-settings/settings.json",
            "chat-completions-settings/metadata.json",
            "meta.json",
            "keys",
            "a/documents.jsonl")) {
      Map<String, String> files = new LinkedHashMap<>();
      files.put("metadata.json", Objects.requireNonNull(SampleDumps.v6().get("metadata.json")));
      files.put(name, "{\"source\":\"vLlm\"}");
      files.putAll(SampleDumps.v6());
      String section = name.startsWith("c") ? name.replace(".json", "") : "file:" + name;
      for (Dumped dump : List.of(stream(promised(files)), read(promised(files)))) {
        assertThat(dump.sections).containsEntry(section, "{\"source\":\"vLlm\"}").hasSize(10);
        assertThat(dump.documents.get("books")).hasSize(2);
      }
    }
  }

  @Test
  void brokenPromisesAreSeen() {
    Map<String, String> files = SampleDumps.v6();
    files.remove("indexes/folder/documents.jsonl");
    assertThatThrownBy(() -> read(promised(files))).hasMessageContaining("folder/documents.jsonl");
    assertThatThrownBy(() -> stream(promised(files)))
        .hasMessageContaining("folder/documents.jsonl");
    Map<String, String> noKeys = SampleDumps.v6();
    noKeys.remove("keys.jsonl");
    assertThatThrownBy(() -> stream(promised(noKeys))).hasMessageContaining("keys.jsonl");
  }

  @Test
  void everyCutIsTyped() throws IOException {
    byte[] plain = new TarBuilder().files(SampleDumps.v6()).zeros(1024).plain();
    for (int length = 0; length < plain.length; length += 211) {
      byte[] cut = TarBuilder.pack(Arrays.copyOf(plain, length));
      assertTyped(cut);
    }
    byte[] packed = TarBuilder.pack(plain);
    for (int length = 0; length < packed.length; length += 5) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(TruncatedDumpException.class);
      assertTyped(cut);
    }
  }

  @Test
  void everyFlippedByteIsTyped() throws IOException {
    byte[] plain = new TarBuilder().files(SampleDumps.v6()).zeros(1024).plain();
    for (int place = 0; place < plain.length; place += 29) {
      byte[] flipped = plain.clone();
      flipped[place] ^= (byte) (1 << (place % 8));
      assertTyped(TarBuilder.pack(flipped));
    }
  }

  /** Reading gives a dump or a typed error, whatever the bytes. */
  private void assertTyped(byte[] bytes) throws IOException {
    for (ReadOptions options : List.of(ReadOptions.DEFAULT, LENIENT)) {
      try (DumpSource source =
          DumpSource.channel("a channel", new SeekableInMemoryByteChannel(bytes))) {
        Dumped.of(source, options);
      } catch (DumpException expected) {
        assertThat(expected).hasMessageContaining("a channel");
      }
    }
  }
}
