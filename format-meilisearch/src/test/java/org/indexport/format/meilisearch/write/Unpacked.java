package org.indexport.format.meilisearch.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A dump as somebody else's tar reads it, in which each rule for writers was checked that holds for
 * all dumps.
 *
 * @param files the text of each file, in the order of the archive
 * @param folders the folders
 */
record Unpacked(Map<String, String> files, List<String> folders) {
  static Unpacked of(Path dump) throws IOException {
    return of(Files.readAllBytes(dump));
  }

  static Unpacked of(byte[] dump) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    Map<String, Integer> folders = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(onlyMember(dump)), "UTF-8")) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        String name = entry.getName();
        if (entry.isDirectory()) {
          assertThat(entry.getMode() & 0777).as(name).isEqualTo(0755);
          assertThat(folders.put(name.substring(0, name.length() - 1), 1)).as(name).isNull();
        } else {
          assertThat(entry.isFile()).as(name).isTrue();
          assertThat(entry.getMode() & 0777).as(name).isEqualTo(0644);
          int slash = name.lastIndexOf('/');
          if (slash > 0) {
            assertThat(folders).as("before " + name).containsKey(name.substring(0, slash));
          }
          String text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
          assertThat(files.put(name, text)).as(name).isNull();
        }
        assertThat(entry.getUserName()).as(name).isEqualTo("indexport");
      }
    }
    assertThat(files.keySet()).startsWith("metadata.json");
    assertThat(files).containsKeys("keys.jsonl", "tasks/queue.jsonl");
    assertThat(folders).containsKey("indexes");
    return new Unpacked(files, List.copyOf(folders.keySet()));
  }

  /** The content of a gzip file that is one member and nothing else. */
  private static byte[] onlyMember(byte[] gzip) {
    Inflater inflater = new Inflater(true);
    try {
      int header = 10;
      assertThat(gzip[3]).as("flags").isZero();
      inflater.setInput(gzip, header, gzip.length - header);
      byte[] plain = new byte[64 << 20];
      int length = 0;
      while (!inflater.finished()) {
        int n = inflater.inflate(plain, length, plain.length - length);
        assertThat(n > 0 || inflater.finished()).as("going on").isTrue();
        length += n;
      }
      assertThat(inflater.getRemaining()).as("bytes after the member's data").isEqualTo(8);
      return java.util.Arrays.copyOf(plain, length);
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  String file(String name) {
    assertThat(files).containsKey(name);
    return String.valueOf(files.get(name));
  }
}
