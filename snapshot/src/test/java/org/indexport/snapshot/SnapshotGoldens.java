package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.indexport.json.JsonObject;

/** Snapshot files that are published, so that every later version can be tried on them. */
final class SnapshotGoldens {
  static final Path FOLDER = Path.of("..", "docs", "format", "golden", "v2-snapshot");
  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");
  static final String EXPECTED = "expected.json";

  private SnapshotGoldens() {}

  /** Writes the cases that are named, or those that are missing. */
  public static void main(String[] names) throws IOException {
    List<String> named = List.of(names);
    Files.createDirectories(FOLDER);
    for (Map.Entry<String, Tree> golden : cases().entrySet()) {
      Path path = path(golden.getKey());
      if (named.isEmpty() ? Files.notExists(path) : named.contains(golden.getKey())) {
        write(golden.getValue(), path);
        System.out.println(path);
      }
    }
    Files.writeString(FOLDER.resolve(EXPECTED), expected());
  }

  /** By name. Once there was a release with them, they never change; new ones may be added. */
  static Map<String, Tree> cases() {
    int part = ArchiveWriting.PART_BYTES;
    Map<String, Tree> cases = new TreeMap<>();
    cases.put("empty", new Tree());
    cases.put(
        "everything",
        new Tree()
            .with("segments_2", "two")
            .with("_0.cfs", Tree.bytes(300, 1))
            .with("two-parts", "0123456789abcdef".repeat(part / 16) + "x")
            .with("sub/empty", "")
            .with("sub/inner/\u00dcn\u00efcode \u65e5\u672c%/.hidden.zst", "odd")
            .withFolder("sub/nothing/in/it"));
    return cases;
  }

  static Tree tree(String name) {
    return Objects.requireNonNull(cases().get(name));
  }

  static Path path(String name) {
    return FOLDER.resolve(name + ".snapshot");
  }

  static void write(Tree tree, Path path) throws IOException {
    SnapshotOptions options = SnapshotOptions.builder().clock(InstantSource.fixed(CREATED)).build();
    SnapshotFile.at(path, options).store(tree.source());
  }

  /** What is in them, for readers in other languages. */
  static String expected() {
    StringBuilder text = new StringBuilder("[");
    cases()
        .forEach(
            (name, tree) ->
                text.append(text.length() == 1 ? "\n" : ",\n").append(expected(name, tree)));
    return text.append("\n]\n").toString();
  }

  private static String expected(String name, Tree tree) {
    List<String> files =
        tree.files.entrySet().stream()
            .map(
                file ->
                    new JsonObject.Builder()
                        .put("path", file.getKey())
                        .put("length", (long) file.getValue().length)
                        .put("sha256", Hashing.sha256(file.getValue()).toString())
                        .build())
            .toList();
    String engine =
        new JsonObject.Builder()
            .put("name", Tree.ENGINE.name())
            .put("version", Tree.ENGINE.version())
            .build();
    return new JsonObject.Builder()
        .put("file", name + ".snapshot")
        .put("createdAt", CREATED.toString())
        .putRaw("engine", engine)
        .putRaw("files", files)
        .put("emptyFolders", tree.emptyFolders)
        .build();
  }
}
