package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V1WriterTest {
  private static final IndexInfo MOVIES = IndexInfo.of("movies");

  @TempDir Path folder;

  @AfterEach
  void nothingTemporaryIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  private DumpWriter writer(Path file) throws IOException {
    return Samples.FORMAT.create(DumpSink.file(file), DumpHeader.of(MOVIES), Samples.OPTIONS);
  }

  private static Section section(Sensitivity sensitivity, Attachment... attachments) {
    return Section.of(
        "s", null, MediaType.JSON, sensitivity, "{}".getBytes(UTF_8), List.of(attachments));
  }

  @Test
  void abandoningLeavesNoFile() throws IOException {
    Path file = folder.resolve("a.dump");
    try (DumpWriter writer = writer(file)) {
      DocumentSink sink = writer.documents(MOVIES.name());
      sink.add("{}".getBytes(UTF_8));
      assertThat(file).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void abandoningAStreamLeavesItSeenAsCut() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumpWriter writer =
        Samples.FORMAT.create(DumpSink.stream(out), DumpHeader.of(MOVIES), Samples.OPTIONS)) {
      writer.add(section(Sensitivity.OPEN));
    }
    assertThatThrownBy(() -> Samples.readStream(out.toByteArray()))
        .isInstanceOf(org.indexport.TruncatedDumpException.class);
  }

  @Test
  void anExistingFileStaysUnlessReplacingIsAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("a.dump"), "mine");
    assertThatThrownBy(() -> writer(file)).isInstanceOf(ExistingTargetException.class);
    DumpSink replacing = DumpSink.file(file).replacing();
    try (DumpWriter abandoned =
        Samples.FORMAT.create(replacing, DumpHeader.of(MOVIES), Samples.OPTIONS)) {
      assertThat(abandoned.format()).isEqualTo("v1");
    }
    assertThat(file).hasContent("mine");
    try (DumpWriter writer =
        Samples.FORMAT.create(replacing, DumpHeader.of(MOVIES), Samples.OPTIONS)) {
      writer.finish();
    }
    assertThat(Samples.read(file).header().indexes()).containsExactly(MOVIES);
  }

  @Test
  void secretsAreForTheOwnerOnly() throws IOException {
    Path usual = Files.createFile(folder.resolve("usual"));
    Path open = folder.resolve("open.dump");
    try (DumpWriter writer = writer(open)) {
      writer.add(section(Sensitivity.OPEN));
      writer.finish();
    }
    assertThat(permissions(open)).isEqualTo(permissions(usual));
    Path keys = folder.resolve("keys.dump");
    try (DumpWriter writer = writer(keys)) {
      writer.add(section(Sensitivity.OPEN));
      writer.add(section(Sensitivity.SENSITIVE));
      writer.finish();
    }
    assertThat(permissions(keys)).isEqualTo("rw-------");
    Path settings = folder.resolve("settings.dump");
    try (DumpWriter writer = writer(settings)) {
      writer.declare(
          IndexInfo.builder(IndexName.of("x"))
              .settings(new Settings("lucene", null, "{\"key\":1}", List.of("/key")))
              .build());
      writer.finish();
    }
    assertThat(permissions(settings)).isEqualTo("rw-------");
    Path documents = folder.resolve("documents.dump");
    try (DumpWriter writer = writer(documents)) {
      writer.declare(
          IndexInfo.builder(IndexName.of("x"))
              .extensions(Map.of(IndexInfo.SENSITIVE, "true"))
              .build());
      writer.finish();
    }
    assertThat(permissions(documents)).isEqualTo("rw-------");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void outputDependsOnInputAndOptionsAlone() throws IOException {
    DumpContent content = Samples.everything();
    byte[] first = Samples.write(content);
    assertThat(Samples.write(content, Samples.OPTIONS.withWorkers(5))).isEqualTo(first);
    assertThat(Samples.write(content, Samples.OPTIONS.withPartBytes(10))).isNotEqualTo(first);
  }

  @Test
  void itIsOneGzipMember() throws IOException {
    byte[] dump = Samples.write(Samples.everything());
    ByteArrayInputStream in = new ByteArrayInputStream(dump);
    long first = GzipMembersInputStream.firstMember(in).readAllBytes().length;
    long all =
        GzipMembersInputStream.allMembers(new ByteArrayInputStream(dump)).readAllBytes().length;
    assertThat(first).isEqualTo(all);
  }

  @Test
  void membersComeInTheOrderOfTheFormat() throws IOException {
    assertThat(Archive.of(Samples.write(Samples.everything())).names())
        .startsWith(
            "metadata.json",
            "indexes/movies/index.json",
            "indexes/nyc/taxi%20rides%2F2026/index.json",
            "indexes/nyc/empty/index.json",
            "indexes/movies/documents-000001.jsonl")
        .endsWith("manifest.json");
  }

  @Test
  void misuseIsRefused() throws IOException {
    Path file = folder.resolve("a.dump");
    try (DumpWriter writer = writer(file)) {
      assertThatThrownBy(() -> writer.documents(IndexName.of("other")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.declare(MOVIES)).isInstanceOf(IllegalArgumentException.class);
      IndexInfo tooLong = IndexInfo.of("é".repeat(1_000));
      assertThatThrownBy(() -> writer.declare(tooLong))
          .isInstanceOf(IllegalArgumentException.class);
      DocumentSink sink = writer.documents(MOVIES.name());
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      sink.close();
      writer.finish();
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.documents(MOVIES.name()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(file).exists();
    DumpSink folderSink = DumpSink.folder(folder.resolve("b"));
    assertThatThrownBy(
            () -> Samples.FORMAT.create(folderSink, DumpHeader.of(MOVIES), Samples.OPTIONS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void badDocumentsAreRefusedAndOthersFollow() throws IOException {
    Path file = folder.resolve("a.dump");
    try (DumpWriter writer = writer(file)) {
      try (DocumentSink sink = writer.documents(MOVIES.name())) {
        for (String bad : List.of("", "[]", "{", "{}x", "{\"a\":01}", "\u0000")) {
          assertThatThrownBy(() -> sink.add(Document.of(bad)))
              .isInstanceOf(CorruptDumpException.class);
        }
        sink.add(Document.of(" {\"a\":\r\n1}\n"));
      }
      assertThat(writer.finish().indexes().get(0).documents()).isEqualTo(1);
    }
    assertThat(Samples.read(file).documents(MOVIES.name()).get(0).json()).isEqualTo("{\"a\":  1}");
  }

  @Test
  void afterAFailureNothingCanBeFinished() throws IOException {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("no more");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("no more");
          }
        };
    Path file = folder.resolve("a.dump");
    try (DumpWriter writer = writer(file)) {
      Section section = section(Sensitivity.OPEN, new Attachment("a", failing));
      assertThatThrownBy(() -> writer.add(section)).hasMessage("no more");
      assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    }
    assertThat(file).doesNotExist();
    Attachment one = new Attachment("a", InputStream.nullInputStream());
    try (DumpWriter writer = writer(file)) {
      assertThatThrownBy(() -> writer.add(section(Sensitivity.OPEN, one, one)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aStreamThatFailsFailsTheDump() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    try (DumpWriter writer =
        Samples.FORMAT.create(DumpSink.stream(full), DumpHeader.of(MOVIES), Samples.OPTIONS)) {
      assertThatThrownBy(writer::finish).hasMessageContaining("disk full");
    }
  }

  @Test
  void aDumpWithoutAnythingIsADump() throws IOException {
    DumpContent nothing = new DumpContent(DumpHeader.of(), Map.of(), List.of());
    assertThat(Samples.readStream(Samples.write(nothing))).isEqualTo(nothing);
  }
}
