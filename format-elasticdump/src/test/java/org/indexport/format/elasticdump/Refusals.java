package org.indexport.format.elasticdump;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;

/** Names that cannot be written. */
final class Refusals {
  private Refusals() {}

  static void ofNames(DumpFormat format, Function<Path, DumpSink> sinks, WriteOptions options)
      throws IOException {
    Path folder = Files.createTempDirectory("refused");
    try {
      List<IndexName> refused =
          List.of(
              IndexName.of("space", "a"),
              IndexName.of("a b"),
              IndexName.of("a/b"),
              IndexName.of(".."),
              IndexName.of("_a"),
              IndexName.of("a.split-3"),
              IndexName.of("a\u0000"),
              IndexName.of("x".repeat(250)));
      for (IndexName name : refused) {
        DumpSink sink = sinks.apply(folder.resolve("out"));
        DumpHeader header = DumpHeader.of(IndexInfo.builder(name).build());
        assertThatIllegalArgumentException()
            .as(name.toString())
            .isThrownBy(() -> format.create(sink, header, options))
            .withMessageContaining("rename it");
      }
    } finally {
      // Nothing was made in it.
      Files.delete(folder);
    }
  }
}
