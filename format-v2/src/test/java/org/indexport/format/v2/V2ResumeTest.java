package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.DocumentSink;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ExistingTargetException;
import org.indexport.ReadOptions;
import org.indexport.ResumedDump;
import org.indexport.WriteOptions;
import org.indexport.io.Publication;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class V2ResumeTest {
  private static final DumpContent CONTENT = DumpSamples.numbered(60);
  private static final List<String> DOCUMENTS = DumpSamples.documents(60);

  @TempDir Path folder;
  private Path target;
  private Path checkpoint;
  private WriteOptions options;

  @BeforeEach
  void name() {
    target = folder.resolve("dump");
    checkpoint = folder.resolve("checkpoint");
    options = WriteOptions.DEFAULT.withPartBytes(300).withCheckpoint(checkpoint);
  }

  private DumpSink sink(Packing packing) {
    return packing == Packing.FILE ? DumpSink.file(target) : DumpSink.folder(target);
  }

  private DumpWriter begin(Packing packing) throws IOException {
    return DumpSamples.FORMAT.create(sink(packing), CONTENT.header(), options);
  }

  private static void add(DumpWriter writer, int from, int to) throws IOException {
    try (DocumentSink sink = writer.documents(DumpSamples.MOVIES)) {
      for (String document : DOCUMENTS.subList(from, to)) {
        sink.add(document.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  private DumpContent read(ReadOptions reading) throws IOException {
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(target), reading)) {
      return DumpContent.read(reader);
    }
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void goesOnBehindEachCheckpoint(Packing packing) throws IOException {
    try (DumpWriter writer = begin(packing)) {
      add(writer, 0, 10);
      writer.checkpoint("at 10");
      add(writer, 10, 25);
    }
    int before = 10;
    for (int next : List.of(20, 40, 60)) {
      int written = before;
      ResumedDump resumed = DumpSamples.FORMAT.resume(target, options);
      try (DumpWriter writer = resumed.writer()) {
        assertThat(resumed.note()).isEqualTo("at " + written);
        assertThat(resumed.written().indexes())
            .singleElement()
            .satisfies(index -> assertThat(index.documents()).isEqualTo(written));
        add(writer, written, next);
        writer.checkpoint("at " + next);
        if (next < DOCUMENTS.size()) {
          add(writer, 0, 7);
        } else {
          writer.finish();
        }
      }
      before = next;
    }

    assertThat(read(ReadOptions.DEFAULT)).isEqualTo(CONTENT);
    assertThat(read(DumpSamples.IN_ORDER)).isEqualTo(CONTENT);
    assertThat(names()).containsExactly("dump");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isTheSameFileAsIfNothingHadHappened() throws IOException {
    try (DumpWriter writer = begin(Packing.FILE)) {
      add(writer, 0, 30);
      writer.checkpoint("");
      add(writer, 30, 60);
      writer.finish();
    }
    byte[] uninterrupted = Files.readAllBytes(target);
    Files.delete(target);
    try (DumpWriter writer = begin(Packing.FILE)) {
      add(writer, 0, 30);
      writer.checkpoint("");
      add(writer, 30, 50);
    }
    try (DumpWriter writer = DumpSamples.FORMAT.resume(target, options).writer()) {
      add(writer, 30, 60);
      writer.finish();
    }

    assertThat(target).hasBinaryContent(uninterrupted);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void keepsSectionsAndLateIndexes(Packing packing) throws IOException {
    DumpContent everything = DumpSamples.everything();
    try (DumpWriter writer =
        DumpSamples.FORMAT.create(
            sink(packing), everything.header().withIndexes(List.of()), options)) {
      writer.declare(everything.header().indexes().get(0));
      writer.add(everything.sections().get(0).toSection());
      writer.checkpoint("");
      writer.declare(everything.header().indexes().get(1));
      writer.add(everything.sections().get(1).toSection());
    }
    ResumedDump resumed = DumpSamples.FORMAT.resume(target, options);
    assertThat(resumed.written().sections()).hasSize(1);
    assertThat(resumed.written().indexes()).hasSize(1);
    try (DumpWriter writer = resumed.writer()) {
      writer.add(everything.sections().get(1).toSection());
      writer.finish();
    }

    DumpContent found = read(DumpSamples.IN_ORDER);
    assertThat(found.sections()).isEqualTo(everything.sections());
    assertThat(found.header().indexes()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void isBegunAnewWhereNothingWasDurable(Packing packing) throws IOException {
    begin(packing).close();
    org.indexport.spi.WriteCheckpoint.write(checkpoint, FormatV2.ID, "dump", "", null);

    assertThatThrownBy(() -> DumpSamples.FORMAT.resume(target, options))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("nothing was durable");
    try (DumpWriter writer = begin(packing)) {
      add(writer, 0, 60);
      writer.finish();
    }
    assertThat(read(ReadOptions.DEFAULT)).isEqualTo(CONTENT);
  }

  @Test
  void doesNotForgetAnEarlierDump() throws IOException {
    try (DumpWriter writer = begin(Packing.FILE)) {
      add(writer, 0, 30);
      writer.checkpoint("");
    }

    assertThatThrownBy(() -> begin(Packing.FILE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("resume that dump");
    assertThat(Publication.unfinished(target)).exists();
  }

  @Test
  void refusesAnotherDumpsCheckpoint() throws IOException {
    begin(Packing.FILE).close();

    assertThatThrownBy(() -> DumpSamples.FORMAT.resume(folder.resolve("other"), options))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("found that of dump");
  }

  /** It was killed after the dump had appeared, and before its checkpoint was removed. */
  @Test
  void saysThatADumpIsFinished() throws IOException {
    byte[] before;
    try (DumpWriter writer = begin(Packing.FILE)) {
      add(writer, 0, 10);
      writer.checkpoint("");
      before = Files.readAllBytes(checkpoint);
      writer.finish();
    }
    Files.write(checkpoint, before);
    assertThatThrownBy(() -> DumpSamples.FORMAT.resume(target, options))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("which is finished; verify it, and remove its checkpoint");
  }

  /** Of replacing the checkpoint a killed process may leave a file. */
  @Test
  void leavesNothingOfItsCheckpoints() throws IOException {
    Path leftover = folder.resolve(".checkpoint.0123456789abcdef.tmp");
    Path other = folder.resolve(".checkpoint.mine.tmp");
    Files.createFile(other);
    try (DumpWriter writer = begin(Packing.FILE)) {
      add(writer, 0, 10);
      Files.createFile(leftover);
      writer.checkpoint("");
      writer.finish();
    }
    assertThat(leftover).doesNotExist();
    assertThat(checkpoint).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void noticesWhenWhatWasWrittenIsGone() throws IOException {
    try (DumpWriter writer = begin(Packing.FILE)) {
      add(writer, 0, 30);
      writer.checkpoint("");
    }
    byte[] unfinished = Files.readAllBytes(Publication.unfinished(target));
    List<Throwable> told = new ArrayList<>();
    for (int length : List.of(0, 1, unfinished.length / 2, unfinished.length - 1)) {
      Files.write(Publication.unfinished(target), java.util.Arrays.copyOf(unfinished, length));
      try {
        DumpSamples.FORMAT.resume(target, options).writer().close();
      } catch (DumpException e) {
        told.add(e);
      }
    }
    assertThat(told).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void isTheSameWhateverTheNumberOfWorkers(int workers) throws IOException {
    WriteOptions with = WriteOptions.DEFAULT.withPartBytes(300).withWorkers(workers);

    assertThat(DumpSamples.write(CONTENT, with))
        .isEqualTo(DumpSamples.write(CONTENT, with.withWorkers(3)));
  }
}
