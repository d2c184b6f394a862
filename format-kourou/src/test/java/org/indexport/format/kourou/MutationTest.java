package org.indexport.format.kourou;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;
import org.junit.jupiter.api.io.TempDir;

/** Small files of which a byte is wrong, or the end is missing. */
class MutationTest extends MutationContract {
  private static final String LINES =
      """
      {"type":"collection","index":"a","collection":"b"}
      {"_id":"1","body":{"t":"x}","n":[1.0,{"a":null}]}}
      {"_id":"\u00e9","body":{"a":1},"more":[1]}

      {"body":{"_id":"inner"},"_id":7}
      {"type":"collection","index":"a","collection":"quay"}
      {"_id":"4","body":{"b":{"c":{}}}}
      """;

  private static final String PAIRS =
      """
      {"type":"collection","index":"a","collection":"b"}
      {"a":{"b":[{"index":{"_id":"1"}},{"t":"x"},{"index":{"_id":"2"}},{"b":{"c":[]}}]}}
      """;

  private static final String MAPPINGS =
      """
      {"type":"mappings","content":{"a":{"b":{"mappings":{"dynamic":"true"}}}}}
      """;

  private static final String ROLES =
      """
      {"type":"roles","content":{"a":{"controllers":{"*":{"actions":{"*":true}}}}}}
      """;

  @TempDir Path folder;

  @Override
  protected DumpFormat format() {
    return new FormatKourou();
  }

  @Override
  protected List<Path> goldens() throws IOException {
    return List.of(
        Files.writeString(folder.resolve("documents.jsonl"), LINES),
        Files.write(folder.resolve("documents.jsonl.gz"), gzip(LINES)),
        Files.writeString(folder.resolve("documents.json"), PAIRS),
        Files.writeString(folder.resolve("mappings.json"), MAPPINGS),
        Files.writeString(folder.resolve("roles.json"), ROLES));
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
    return golden.toString().endsWith(".gz") ? Protection.CHECKSUMMED : Protection.NONE_OF_NAMES;
  }
}
