package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A gzipped tar as another implementation reads and writes it: the members, in order. */
final class Archive {
  private final Map<String, byte[]> members;

  private Archive(Map<String, byte[]> members) {
    this.members = new LinkedHashMap<>(members);
  }

  static Archive empty() {
    return new Archive(Map.of());
  }

  static Archive of(byte[] dump) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(dump)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        members.put(entry.getName(), tar.readAllBytes());
      }
    }
    return new Archive(members);
  }

  List<String> names() {
    return new ArrayList<>(members.keySet());
  }

  String text(String name) {
    return new String(members.get(name), UTF_8);
  }

  Archive with(String name, String text) {
    Map<String, byte[]> changed = new LinkedHashMap<>(members);
    changed.put(name, text.getBytes(UTF_8));
    return new Archive(changed);
  }

  Archive without(String name) {
    Map<String, byte[]> changed = new LinkedHashMap<>(members);
    changed.remove(name);
    return new Archive(changed);
  }

  Archive changed(String name, UnaryOperator<String> change) {
    return with(name, change.apply(text(name)));
  }

  Archive inOrder(List<String> names) {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    names.forEach(name -> changed.put(name, members.get(name)));
    return new Archive(changed);
  }

  byte[] bytes() throws IOException {
    return bytes(name -> name);
  }

  /** The gzipped tar, its members renamed, as GNU tar with long names would write it. */
  byte[] bytes(UnaryOperator<String> rename) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(rename.apply(member.getKey()), true);
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }
}
