package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.spi.FormatTrait;

/** Writes, reads and compares dumps as a {@link FormatUnderTest} wants it. */
record Dumping(FormatUnderTest test) {
  boolean can(FormatTrait trait) {
    return test.traits().contains(trait);
  }

  /** Whether a dump can be written to a stream, and read from one. */
  boolean streams() {
    return test.sink(Path.of("any")).packing() == Packing.FILE;
  }

  DumpWriter create(Path path, DumpHeader header) throws IOException {
    return test.format().create(test.sink(path), header, test.writeOptions());
  }

  Manifest write(DumpContent content, Path path) throws IOException {
    return write(content, test.sink(path), test.writeOptions());
  }

  Manifest write(DumpContent content, DumpSink sink, WriteOptions options) throws IOException {
    try (DumpWriter writer = test.format().create(sink, content.header(), options)) {
      content.writeTo(writer);
      return writer.finish();
    }
  }

  /** The dump as it is written to a stream. */
  byte[] bytes(DumpContent content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(content, DumpSink.stream(out), test.writeOptions());
    return out.toByteArray();
  }

  /** Opens what was written with this header. */
  DumpReader open(DumpSource source, DumpHeader written) throws IOException {
    return open(source, test.readOptions(written));
  }

  DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    try {
      return test.format().open(source, options);
    } catch (IOException | RuntimeException e) {
      // A failed open leaves the source to who opened it.
      source.close();
      throw e;
    }
  }

  DumpContent read(DumpSource source, DumpHeader written) throws IOException {
    return read(source, test.readOptions(written));
  }

  DumpContent read(DumpSource source, ReadOptions options) throws IOException {
    try (DumpReader reader = open(source, options)) {
      return DumpContent.read(reader);
    }
  }

  static DumpSource stream(byte[] bytes) {
    return stream(new ByteArrayInputStream(bytes));
  }

  static DumpSource stream(InputStream in) {
    return DumpSource.stream("a stream", in);
  }

  /** Compares what was read with what was written. */
  void check(DumpContent written, DumpContent found) {
    DumpContent expected = test.carried(written);
    if (can(FormatTrait.SETTINGS)) {
      assertThat(found.header()).isEqualTo(expected.header());
    } else {
      assertThat(names(found)).isEqualTo(names(expected));
    }
    assertThat(found.documents()).isEqualTo(expected.documents());
    assertThat(found.sections()).containsExactlyInAnyOrderElementsOf(expected.sections());
  }

  private static Set<IndexName> names(DumpContent content) {
    return content.header().indexes().stream().map(IndexInfo::name).collect(Collectors.toSet());
  }

  /** A dump of one index and these documents. */
  DumpContent one(List<String> documents) {
    return DumpContent.of(test.index("movies"), documents);
  }
}
