package org.indexport.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.indexport.format.v2.container.Container;
import org.indexport.json.JsonObject;

/**
 * The {@code manifest.json} of a snapshot file: where everything lies, and what its digests are.
 *
 * @param metadata the text of {@code metadata.json}
 * @param files all files, in the order of their paths
 * @param emptyFolders paths of folders that no file is in
 * @param members all members but parts and the manifest
 */
record SnapshotManifest(
    String metadata,
    List<ArchivedFile> files,
    List<String> emptyFolders,
    List<ListedMember> members) {
  /** The most plain bytes of a part. */
  static final int MOST_PART_BYTES = 8 << 20;

  /**
   * Writes the text, file by file: it may be large. Equal manifests give equal bytes.
   *
   * @param out where it goes; not closed here
   */
  void writeTo(OutputStream out) throws IOException {
    String head =
        new JsonObject.Builder()
            .put("format", SnapshotJson.FORMAT)
            .put("version", SnapshotJson.VERSION)
            .put("generator", SnapshotJson.GENERATOR)
            .putRaw("metadata", metadata)
            // So that a reader of dumps gets as far as the kind, and can say what this is.
            .putRaw("indexes", "[]")
            .build();
    write(out, head.substring(0, head.length() - 1) + ",\"files\":[");
    String comma = "";
    for (ArchivedFile file : files) {
      write(out, comma);
      write(file, out);
      comma = ",";
    }
    List<String> folders =
        emptyFolders.stream()
            .map(path -> new JsonObject.Builder().put("path", path).build())
            .toList();
    List<String> others = members.stream().map(SnapshotManifest::text).toList();
    String rest =
        new JsonObject.Builder().putRaw("emptyFolders", folders).putRaw("members", others).build();
    write(out, "]," + rest.substring(1) + "\n");
  }

  private static void write(ArchivedFile file, OutputStream out) throws IOException {
    String json =
        new JsonObject.Builder()
            .put("path", file.path())
            .put("length", file.length())
            .put("sha256", file.sha256().toString())
            .build();
    write(out, json.substring(0, json.length() - 1) + ",\"parts\":[");
    FileParts parts = file.parts();
    for (int i = 0; i < parts.count(); i++) {
      JsonObject.Builder part =
          new JsonObject.Builder()
              .put("plainBytes", (long) parts.plainBytes(i))
              .put("packedBytes", parts.placement(i).packedBytes())
              .put("offset", parts.placement(i).offset())
              .put("sha256", parts.sha256(i).toString());
      write(out, (i == 0 ? "" : ",") + part.build());
    }
    write(out, "]}");
  }

  private static String text(ListedMember member) {
    return new JsonObject.Builder()
        .put("name", member.name())
        .put("payload", member.kind() == ListedMember.Kind.PAYLOAD ? true : null)
        .put("plainBytes", member.plainBytes())
        .put("packedBytes", member.placement().packedBytes())
        .put("offset", member.placement().offset())
        .put("sha256", member.sha256().toString())
        .build();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The sum of the files' lengths. */
  long bytes() {
    return files.stream().mapToLong(ArchivedFile::length).sum();
  }

  /** The most plain bytes of any part. */
  int mostPartBytes() {
    int most = 1;
    for (ArchivedFile file : files) {
      for (int i = 0; i < file.parts().count(); i++) {
        most = Math.max(most, file.parts().plainBytes(i));
      }
    }
    return most;
  }

  /** Makes sure that the container has these members and no others. */
  void checkCount(Container container) throws IOException {
    long payloads =
        members.stream().filter(member -> member.kind() == ListedMember.Kind.PAYLOAD).count();
    long small = members.size() - payloads;
    for (ArchivedFile file : files) {
      payloads += file.parts().count();
    }
    container.checkCount(small, payloads);
  }
}
