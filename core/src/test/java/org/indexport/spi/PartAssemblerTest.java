package org.indexport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentHasher;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.Hash128;
import org.indexport.IndexInfo;
import org.indexport.Lines;
import org.indexport.WriteOptions;
import org.junit.jupiter.api.Test;

class PartAssemblerTest {
  private static final IndexInfo INDEX = IndexInfo.of("movies");

  private final List<String> parts = Collections.synchronizedList(new ArrayList<>());

  private PartAssembler assembler(int partBytes, int workers) {
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(partBytes).withWorkers(workers);
    return new PartAssembler(
        options,
        100,
        part -> {
          parts.add(text(part));
          part.release();
        });
  }

  private static String text(FilledPart part) {
    return part.index().name()
        + "#"
        + part.ordinal()
        + ":"
        + new String(part.buffer(), 0, part.length(), StandardCharsets.UTF_8);
  }

  @Test
  void cutsBeforeAPartGrowsTooLarge() throws IOException {
    PartAssembler assembler = assembler(20, 1);
    try (DocumentSink sink = assembler.sink(INDEX)) {
      sink.add(Document.of("{\"a\":1}"));
      sink.add(Document.of("{\"a\":2}"));
      sink.add(Document.of("{\"a\":3}"));
      sink.add(Document.of("{\"long\":\"" + "x".repeat(50) + "\"}"));
      sink.add(Document.of("{}"));
    }
    assembler.finish();
    assertThat(parts)
        .containsExactly(
            "movies#0:{\"a\":1}\n{\"a\":2}\n",
            "movies#1:{\"a\":3}\n",
            "movies#2:{\"long\":\"" + "x".repeat(50) + "\"}\n",
            "movies#3:{}\n");
    assertThat(assembler.totals(INDEX.name()).documents()).isEqualTo(5);
  }

  @Test
  void checksAndReformatsDocuments() throws IOException {
    PartAssembler assembler = assembler(1_000, 1);
    DocumentSink sink = assembler.sink(INDEX);
    sink.add(Document.of(" {\"a\":\n1}\n"));
    assertThatThrownBy(() -> sink.add(Document.of("{\"a\":")))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("document 2 of index movies");
    assertThatThrownBy(() -> sink.add(Document.of("{} {}")))
        .isInstanceOf(CorruptDumpException.class);
    sink.add(Document.of("{}"));
    assertThatThrownBy(assembler::finish).isInstanceOf(IllegalStateException.class);
    sink.close();
    assembler.finish();
    assertThat(parts).containsExactly("movies#0:{\"a\": 1}\n{}\n");
    assertThat(assembler.totals(INDEX.name()).reformatted()).isEqualTo(1);
    DocumentHasher hasher = new DocumentHasher();
    hasher.add("{\"a\": 1}".getBytes(StandardCharsets.UTF_8), 0, 8);
    hasher.add("{}".getBytes(StandardCharsets.UTF_8), 0, 2);
    assertThat(assembler.totals(INDEX.name()).hash()).isEqualTo(hasher.hash());
    assertThatThrownBy(() -> sink.add(Document.of("{}"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void writesEnvelopesOnlyWhereDeclared() throws IOException {
    PartAssembler assembler = assembler(1_000, 1);
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    Document document = Document.of("7", "r", 3L, json, 0, 2);
    try (DocumentSink sink = assembler.sink(INDEX)) {
      assertThatThrownBy(() -> sink.add(document)).isInstanceOf(IllegalArgumentException.class);
    }
    try (DocumentSink sink = assembler.sink(INDEX.toBuilder().lines(Lines.ENVELOPE).build())) {
      sink.add(document);
    }
    assertThat(parts)
        .containsExactly("movies#0:{\"id\":\"7\",\"routing\":\"r\",\"version\":3,\"source\":{}}\n");
  }

  @Test
  void manySinksShareFewBuffers() throws IOException {
    PartAssembler assembler = assembler(1_000, 2);
    List<DocumentSink> sinks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sinks.add(assembler.sink(IndexInfo.of("index" + i)));
    }
    for (int round = 0; round < 3; round++) {
      for (DocumentSink sink : sinks) {
        sink.add(Document.of("{\"round\":" + round + "}"));
      }
    }
    for (DocumentSink sink : sinks) {
      sink.close();
    }
    assembler.finish();
    for (int i = 0; i < 100; i++) {
      assertThat(assembler.totals(IndexInfo.of("index" + i).name()).documents()).isEqualTo(3);
    }
  }

  @Test
  void threadsLoseNothing() throws Exception {
    PartAssembler assembler = assembler(500, 1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int thread = t;
      running.add(
          threads.submit(
              () -> {
                try (DocumentSink sink = assembler.sink(INDEX)) {
                  for (int i = 0; i < 2_000; i++) {
                    sink.add(Document.of("{\"n\":" + (thread * 2_000 + i) + "}"));
                  }
                }
                return null;
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();
    assembler.finish();
    assertThat(assembler.totals(INDEX.name()).documents()).isEqualTo(16_000);
    assertThat(parts.stream().flatMap(part -> part.substring(part.indexOf(':') + 1).lines()))
        .hasSize(16_000)
        .doesNotHaveDuplicates();
  }

  @Test
  void goesOnWhereItIsTold() throws IOException {
    PartAssembler assembler = assembler(100, 1);
    DocumentTotals before = new DocumentTotals(5, 50, 0, Hash128.ZERO, Hash128.ZERO);
    assembler.continueAt(INDEX.name(), 7, before);
    try (DocumentSink sink = assembler.sink(INDEX)) {
      sink.add(Document.of("{}"));
    }
    assembler.finish();
    assertThat(parts).containsExactly("movies#7:{}\n");
    assertThat(assembler.totals(INDEX.name()).documents()).isEqualTo(6);
  }

  @Test
  void flushCutsWhatSinksHold() throws IOException {
    PartAssembler assembler = assembler(100, 1);
    try (DocumentSink sink = assembler.sink(INDEX);
        DocumentSink other = assembler.sink(IndexInfo.of("other"))) {
      sink.add(Document.of("{\"a\":1}"));
      other.add(Document.of("{\"a\":2}"));
      assembler.flush();
      assertThat(parts).containsExactlyInAnyOrder("movies#0:{\"a\":1}\n", "other#0:{\"a\":2}\n");
      sink.add(Document.of("{\"a\":3}"));
    }
    assembler.finish();
    assertThat(parts).hasSize(3).endsWith("movies#1:{\"a\":3}\n");
  }
}
