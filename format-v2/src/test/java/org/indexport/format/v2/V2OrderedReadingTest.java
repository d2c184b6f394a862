package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DocumentSink;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.CountingChannel;
import org.indexport.testkit.DumpArbitraries;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V2OrderedReadingTest {
  @TempDir Path folder;

  @Provide
  Arbitrary<DumpContent> dumps() {
    return DumpArbitraries.dumps(DumpSamples.FORMAT.traits());
  }

  /** At random, in order and through a pipe: all give the same. */
  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void allWaysReadTheSame(@ForAll("dumps") DumpContent content) throws IOException {
    byte[] dump = DumpSamples.write(content, DumpSamples.OPTIONS.withPartBytes(100));
    DumpContent random = read(dump, ReadOptions.DEFAULT);
    assertThat(read(dump, DumpSamples.IN_ORDER)).isEqualTo(random);
    assertThat(DumpSamples.read(DumpSamples.stream(dump), ReadOptions.DEFAULT)).isEqualTo(random);
  }

  private static DumpContent read(byte[] dump, ReadOptions options) throws IOException {
    return DumpSamples.read(DumpSource.channel("bytes", new CountingChannel(dump)), options);
  }

  @Test
  void theManifestIsTheSameInTheEnd() throws IOException {
    byte[] dump = DumpSamples.write(DumpSamples.everything());
    Path file = DumpSamples.file(folder, dump);
    try (DumpReader random = DumpSamples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT);
        DumpReader stream =
            DumpSamples.FORMAT.open(DumpSamples.stream(dump), ReadOptions.DEFAULT)) {
      assertThat(stream.completeness()).isNull();
      assertThat(stream.manifest()).isNull();
      assertThat(readAll(stream)).isEqualTo(random.manifest());
    }
  }

  private static Manifest readAll(DumpReader reader) throws IOException {
    try (DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          try (part) {
            part.totals();
          }
        }
      }
      return Objects.requireNonNull(cursor.finish());
    }
  }

  /** A frame is not unpacked before somebody wants its documents. */
  @Test
  void partsThatAreNotWantedAreNotUnpacked() throws IOException {
    byte[] dump =
        new Forgery(DumpSamples.write(DumpSamples.numbered(10)))
            .change("indexes/movies/documents-000001.jsonl", text -> "nonsense")
            .bytes();
    try (DumpReader reader =
            DumpSamples.FORMAT.open(DumpSamples.stream(dump), ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries(name -> false)) {
      assertThat(cursor.next()).isNull();
    }
  }

  @Test
  void lateIndexesAreEntries() throws IOException {
    IndexInfo early = IndexInfo.of("early");
    IndexInfo late = IndexInfo.builder(DumpSamples.EVENTS).primaryKey("x").build();
    Path file = folder.resolve("late.dump");
    try (DumpWriter writer =
        DumpSamples.FORMAT.create(DumpSink.file(file), DumpHeader.of(early), DumpSamples.OPTIONS)) {
      add(writer, early);
      writer.declare(late);
      add(writer, late);
      writer.finish();
    }
    List<String> found = new ArrayList<>();
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(file), DumpSamples.IN_ORDER);
        DumpCursor cursor = reader.entries()) {
      assertThat(reader.header().indexes()).containsExactly(early);
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        found.add(entry.toString());
        if (entry instanceof DocumentPart part) {
          part.totals();
          part.close();
        }
      }
      cursor.finish();
    }
    assertThat(found)
        .containsExactly("part 0 of early", late.toString(), "part 0 of " + late.name());
  }

  private static void add(DumpWriter writer, IndexInfo index) throws IOException {
    try (DocumentSink sink = writer.documents(index.name())) {
      sink.add("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** Documents do not come before what tells how to read them. */
  @Test
  void partsBeforeTheirIndexAreRefused() throws IOException {
    byte[] dump =
        new Forgery(DumpSamples.write(DumpSamples.numbered(10)))
            .moveToEnd("indexes/movies/index.json")
            .bytes();
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> DumpSamples.read(DumpSamples.stream(dump), ReadOptions.DEFAULT))
        .withMessageContaining("index.json of index movies before its documents");
  }

  @Test
  void aPipeIsReadUpToTheFirstDamage() throws IOException {
    byte[] dump =
        DumpSamples.write(DumpSamples.numbered(1_000), DumpSamples.OPTIONS.withPartBytes(500));
    byte[] cut = java.util.Arrays.copyOf(dump, dump.length / 2);
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSamples.stream(cut), DumpSamples.SKIP)) {
      DumpSamples.Outcome outcome = DumpSamples.salvage(reader);
      List<String> found = Objects.requireNonNull(outcome.documents().get(DumpSamples.MOVIES));
      assertThat(found)
          .isNotEmpty()
          .isEqualTo(DumpSamples.documents(1_000).subList(0, found.size()));
      assertThat(outcome.damages()).hasSize(1);
      assertThat(outcome.finished()).isFalse();
    }
    assertThatExceptionOfType(TruncatedDumpException.class)
        .isThrownBy(() -> DumpSamples.read(DumpSamples.stream(cut), ReadOptions.DEFAULT));
  }
}
