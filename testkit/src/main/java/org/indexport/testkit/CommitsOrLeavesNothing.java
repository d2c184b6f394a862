package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link DumpFormatContract} about writing: a dump appears whole, or nothing does, and
 * a failing disk is an {@link IOException}.
 */
public interface CommitsOrLeavesNothing extends FormatUnderTest {
  /** Closing without finishing leaves nothing, at whatever point. */
  @Test
  default void closingAloneLeavesNothing() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    try (Scratch scratch = Scratch.create()) {
      dumps.create(scratch.path(outputName()), content.header()).close();
      assertThat(scratch.names()).isEmpty();
      try (DumpWriter writer = dumps.create(scratch.path(outputName()), content.header())) {
        content.writeTo(writer);
        assertThat(scratch.names()).doesNotContain(outputName());
      }
      assertThat(scratch.names()).isEmpty();
      try (DumpWriter writer = dumps.create(scratch.path(outputName()), content.header())) {
        DocumentSink leftOpen = writer.documents(content.header().indexes().get(0).name());
        leftOpen.add(Document.of("{}"));
      }
      assertThat(scratch.names()).isEmpty();
    }
  }

  /**
   * What exists is refused and stays, unless it is to be replaced: then the new one replaces it.
   */
  @Test
  default void whatExistsIsRefusedOrReplaced() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent before = dumps.one(Samples.documents(3));
    DumpContent after = dumps.one(Samples.documents(5));
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(before, path);
      assertThatExceptionOfType(ExistingTargetException.class)
          .isThrownBy(() -> dumps.create(path, after.header()))
          .withMessageContaining(outputName());
      dumps.check(before, dumps.read(DumpSource.path(path), before.header()));

      DumpSink replacing = sink(path).replacing();
      format().create(replacing, after.header(), writeOptions()).close();
      dumps.check(before, dumps.read(DumpSource.path(path), before.header()));
      dumps.write(after, replacing, writeOptions());
      dumps.check(after, dumps.read(DumpSource.path(path), after.header()));
      assertThat(scratch.names()).containsExactly(outputName());
    }
  }

  /** After {@code finish} nothing can be added; closing again does nothing. */
  @Test
  default void aFinishedDumpTakesNothingMore() throws IOException {
    Dumping dumps = new Dumping(this);
    IndexInfo index = index("movies");
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      DumpWriter writer = dumps.create(path, DumpHeader.of(index));
      DocumentSink sink = writer.documents(index.name());
      sink.add(Document.of("{}"));
      assertThatIllegalStateException().as("with an open sink").isThrownBy(writer::finish);
      sink.close();
      assertThatIllegalStateException()
          .as("adding to a closed sink")
          .isThrownBy(() -> sink.add(Document.of("{}")));
      writer.finish();
      takesNothing(writer, index);
      writer.close();
      writer.close();
      takesNothing(writer, index);
      assertThat(scratch.names()).containsExactly(outputName());
    }
  }

  private void takesNothing(DumpWriter writer, IndexInfo index) {
    assertThatIllegalStateException().isThrownBy(() -> writer.documents(index.name()));
    assertThatIllegalStateException().isThrownBy(() -> writer.declare(index("more")));
    assertThatIllegalStateException().isThrownBy(() -> writer.finish());
    if (traits().contains(FormatTrait.SECTIONS)) {
      Section section =
          Section.of(
              "keys", null, Section.MediaType.JSON, Section.Sensitivity.OPEN, new byte[] {'1'});
      assertThatIllegalStateException().isThrownBy(() -> writer.add(section));
    }
  }

  /** What is not one JSON object is refused at once, and no dump appears. */
  @Test
  default void malformedDocumentsAreRefused() throws IOException {
    Dumping dumps = new Dumping(this);
    IndexInfo index = index("movies");
    try (Scratch scratch = Scratch.create()) {
      for (byte[] malformed : HostileDocuments.malformed()) {
        try (DumpWriter writer = dumps.create(scratch.path(outputName()), DumpHeader.of(index))) {
          DocumentSink sink = writer.documents(index.name());
          sink.add(Document.of("{}"));
          assertThatExceptionOfType(CorruptDumpException.class)
              .as(new String(malformed, StandardCharsets.ISO_8859_1))
              .isThrownBy(() -> sink.add(malformed));
        }
        assertThat(scratch.names()).isEmpty();
      }
    }
  }

  /** Unknown options are refused, and the message names them. */
  @Test
  default void unknownOptionsAreRefused() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpHeader header = DumpHeader.of(index("movies"));
    WriteOptions unknown = writeOptions().with("no-such-option", "1");
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> format().create(sink(path), header, unknown))
          .withMessageContaining("no-such-option");
      assertThat(scratch.names()).isEmpty();
      dumps.write(dumps.one(List.of()), path);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  dumps.open(
                      DumpSource.path(path), readOptions(header).with("no-such-option", "1")))
          .withMessageContaining("no-such-option");
    }
  }

  /**
   * Whatever call of the file system fails, there is an {@link IOException} and nothing under the
   * final name, or the dump is whole in spite of it. Nothing stays open.
   */
  @Test
  default void aFailingDiskLeavesNothing() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    for (Operation operation : Operation.values()) {
      for (long call : calls(dumps, content, operation)) {
        try (Scratch scratch = Scratch.create()) {
          new FailingWrite(dumps, content, scratch).intoNothing(operation, call);
        }
      }
    }
  }

  /** When replacing fails, what was there stays. */
  @Test
  default void aFailingDiskLeavesWhatWasThere() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    for (Operation operation : List.of(Operation.WRITE, Operation.FORCE, Operation.MOVE)) {
      for (long call : calls(dumps, content, operation)) {
        try (Scratch scratch = Scratch.create()) {
          new FailingWrite(dumps, content, scratch).overOther(operation, call);
        }
      }
    }
  }

  /** Which calls of an operation are to fail, the first ones, the last ones and some between. */
  private Set<Long> calls(Dumping dumps, DumpContent content, Operation operation)
      throws IOException {
    try (Scratch scratch = Scratch.create()) {
      long before = scratch.files().calls(operation);
      dumps.write(content, scratch.path(outputName()));
      long all = scratch.files().calls(operation) - before;
      Set<Long> calls = new TreeSet<>();
      for (long call = 1; call <= all; call++) {
        if (call <= 6 || call > all - 6 || call % (all / 10) == 0) {
          calls.add(call);
        }
      }
      return calls;
    }
  }

  /** A stream that fails is an {@link IOException}, at whatever call; it is closed all the same. */
  @Test
  default void aFailingStreamIsAnError() throws IOException {
    Dumping dumps = new Dumping(this);
    if (!dumps.streams()) {
      // What is written as a folder has no stream that could fail.
      return;
    }
    DumpContent content = Samples.ofEverything(dumps);
    List<Long> places = new ArrayList<>();
    long length = dumps.bytes(content).length;
    for (long place = 0; place < length; place += Math.max(1, length / 20)) {
      places.add(place);
    }
    for (long place : places) {
      List<String> closed = new ArrayList<>();
      OutputStream watched =
          new ByteArrayOutputStream() {
            @Override
            public void close() {
              closed.add("closed");
            }
          };
      DumpSink failing = DumpSink.stream(FailingOutputStream.afterBytes(watched, place));
      assertThatExceptionOfType(IOException.class)
          .as("failing after %s of %s bytes", place, length)
          .isThrownBy(() -> dumps.write(content, failing, writeOptions()));
      assertThat(closed).as("closing after a failure").isNotEmpty();
    }
  }
}
