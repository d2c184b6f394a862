package org.indexport.format.meilisearch.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.transfer.DumpConverter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 6 written again is the same, file by file and byte by byte. */
class SameDumpTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"v6-with-experimental", "v6-with-vectors", "v6-with-webhooks"})
  void everyFileStaysAsItIs(String name) throws IOException {
    Path original = folder.resolve("in.dump");
    try (InputStream in =
        SameDumpTest.class.getResourceAsStream("/meilisearch/" + name + ".dump")) {
      assertThat(in).isNotNull();
      Files.write(original, in == null ? new byte[0] : in.readAllBytes());
    }
    FormatMeilisearch format = new FormatMeilisearch();
    Path written = folder.resolve("out.dump");
    try (DumpReader reader = format.open(DumpSource.path(original), ReadOptions.DEFAULT)) {
      DumpConverter converter = DumpConverter.from(reader).to(format);
      try (DumpWriter writer =
          format.create(DumpSink.file(written), converter.header(), WriteOptions.DEFAULT)) {
        converter.into(writer);
      }
    }
    assertThat(new TreeMap<>(Unpacked.of(written).files())).isEqualTo(files(original));
  }

  private static Map<String, String> files(Path dump) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(dump)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        String name = entry.getName().replaceFirst("^\\./", "");
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (entry.isFile() && !last.startsWith("._")) {
          files.put(name, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }
}
