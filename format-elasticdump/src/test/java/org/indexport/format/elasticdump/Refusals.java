package org.indexport.format.elasticdump;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  /**
   * Names that cannot be written.
   *
   * @param more names that are refused besides those that no server takes
   */
  static void ofNames(
      DumpFormat format, Function<Path, DumpSink> sinks, WriteOptions options, String... more)
      throws IOException {
    Path folder = Files.createTempDirectory("refused");
    try {
      List<IndexName> refused = new ArrayList<>();
      Arrays.stream(more).map(IndexName::of).forEach(refused::add);
      refused.addAll(
          List.of(
              IndexName.of("space", "a"),
              IndexName.of("a b"),
              IndexName.of("a/b"),
              IndexName.of(".."),
              IndexName.of("_a"),
              IndexName.of("a\u0000")));
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
