package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.indexport.ReadOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;
import org.junit.jupiter.api.io.TempDir;

/** Small files of which a byte is wrong, or the end is missing. */
class MutationTest extends MutationContract {
  private static final String HITS =
      """
      {"_index":"a","_id":"1","_score":1,"_source":{"t":"x}","n":[1.0,{"a":null}]}}
      {"_index":"a","_id":"\u00e9","_version":3,"_score":1,"_routing":"r","_source":{"a":1}}
      {"_index":"a","_id":"3","_seq_no":7,"_score":null,"_source":{},"sort":[1]}
      {"_index":"a","_id":"4","_score":1,"_source":{"b":{"c":{}}}}
      """;

  private static final String SETTINGS =
      """
      "{\\"a\\":{\\"settings\\":{\\"index\\":{\\"number_of_shards\\":\\"1\\"}}},\\"b\\":{}}"
      """;

  @TempDir Path folder;

  @Override
  protected DumpFormat format() {
    return new FormatElasticdump();
  }

  /** What hits hold beside documents is not given of streams, so it could not be compared. */
  @Override
  protected ReadOptions readOptions(Path golden) {
    return ReadOptions.DEFAULT
        .with(FormatElasticdump.INDEX, "a")
        .with(FormatElasticdump.HIT_METADATA_OPTION, "drop");
  }

  @Override
  protected List<Path> goldens() throws IOException {
    String array = "[" + HITS.strip().replace("}\n{", "},\n{") + "]";
    return List.of(
        Files.writeString(folder.resolve("hits.json"), HITS),
        Files.writeString(folder.resolve("array.json"), array),
        Files.writeString(folder.resolve("pretty.json"), HITS.replace(",\"_", ",\n \"_")),
        Files.write(folder.resolve("hits.json.gz"), gzip(HITS)),
        Files.writeString(folder.resolve("settings.json"), SETTINGS));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  @Override
  protected Protection protection(Path golden) {
    return golden.toString().endsWith(".gz") ? Protection.CHECKSUMMED : Protection.NONE;
  }
}
