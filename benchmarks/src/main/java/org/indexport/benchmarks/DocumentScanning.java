package org.indexport.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.Dumps;
import org.indexport.ReadOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One core walking documents that lie in memory: cut, checked and hashed, against a bare walk over
 * Jackson's tokens. {@code -Dcorpus=FILE} names the corpus.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DocumentScanning {
  private final JsonFactory json = new JsonFactory();
  private byte[] lines = {};

  /** Reads the corpus. */
  @Setup
  public void read() throws IOException {
    Path corpus =
        Path.of(System.getProperty("corpus", "examples/data/debian-packages-10k.jsonl.gz"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (DumpReader dump = Dumps.open(corpus);
        DocumentCursor cursor = dump.documents(dump.header().indexes().get(0).name())) {
      for (Document document; (document = cursor.next()) != null; ) {
        all.write(document.array(), document.offset(), document.length());
        all.write('\n');
      }
    }
    lines = all.toByteArray();
  }

  /** Ours, with every line checked. */
  @Benchmark
  public long checked() throws IOException {
    return walk(ReadOptions.DEFAULT);
  }

  /** Ours, trusting the input. */
  @Benchmark
  public long trusted() throws IOException {
    return walk(ReadOptions.DEFAULT.with(ReadOptions.Checking.TRUSTED));
  }

  private long walk(ReadOptions options) throws IOException {
    DumpSource source = DumpSource.stream("memory", new ByteArrayInputStream(lines));
    long bytes = 0;
    try (DumpReader dump = Dumps.open(source, options);
        DumpCursor cursor = dump.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          bytes += walk(part);
        }
      }
    }
    return bytes;
  }

  private static long walk(DocumentPart entry) throws IOException {
    long bytes = 0;
    try (DocumentPart part = entry;
        DocumentCursor documents = part.documents()) {
      for (Document document; (document = documents.next()) != null; ) {
        bytes += document.length();
      }
    }
    return bytes;
  }

  /** The peer: tokens only, no hash, no documents. */
  @Benchmark
  public long jacksonTokens() throws IOException {
    long tokens = 0;
    try (JsonParser parser = json.createParser(lines)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }
}
