package org.indexport.snapshot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.indexport.EngineVersion;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotSource;

/** Files and empty folders in memory: what an engine has, or what was restored. */
final class Tree {
  static final EngineVersion ENGINE = new EngineVersion("lucene", "9.12.3");

  final SortedMap<String, byte[]> files = new TreeMap<>();
  final SortedSet<String> emptyFolders = new TreeSet<>();

  /** What a folder holds. */
  static Tree of(Path folder) throws IOException {
    Tree tree = new Tree();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        String name = folder.relativize(path).toString();
        if (Files.isRegularFile(path)) {
          tree.with(name, Files.readAllBytes(path));
        } else if (!path.equals(folder) && isEmpty(path)) {
          tree.withFolder(name);
        }
      }
    }
    return tree;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  /** Files of all kinds, some hundred bytes in sum. */
  static Tree small() {
    return new Tree()
        .with("segments_2", "two")
        .with("_0.cfs", bytes(300, 1))
        .with("sub/empty", "")
        .with("sub/inner/Ünïcode \u65e5\u672c%/x.zst", "odd")
        .withFolder("sub/nothing");
  }

  /** Bytes that hardly get smaller. */
  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  Tree with(String path, String content) {
    return with(path, content.getBytes(StandardCharsets.UTF_8));
  }

  Tree with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  Tree withFolder(String path) {
    emptyFolders.add(path);
    return this;
  }

  /** An engine that has these files. */
  SnapshotSource source() {
    return () -> new Pinned(this);
  }

  /** The files as an engine gives them, in an order of its own. */
  static class Pinned implements PinnedFiles {
    private final Tree tree;
    boolean closed;

    Pinned(Tree tree) {
      this.tree = tree;
    }

    @Override
    public EngineVersion engine() {
      return ENGINE;
    }

    @Override
    public List<PinnedFile> files() {
      List<PinnedFile> files = new ArrayList<>();
      for (Map.Entry<String, byte[]> file : tree.files.entrySet()) {
        files.add(new PinnedFile(file.getKey(), file.getValue().length, null));
      }
      Collections.reverse(files);
      return files;
    }

    @Override
    public List<String> emptyFolders() {
      return List.copyOf(tree.emptyFolders);
    }

    @Override
    public ReadableByteChannel open(PinnedFile file) throws IOException {
      return Channels.newChannel(new ByteArrayInputStream(content(file.path())));
    }

    byte[] content(String path) {
      return Objects.requireNonNull(tree.files.get(path));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tree tree
        && tree.emptyFolders.equals(emptyFolders)
        && tree.files.keySet().equals(files.keySet())
        && files.keySet().stream()
            .allMatch(path -> Arrays.equals(files.get(path), tree.files.get(path)));
  }

  @Override
  public int hashCode() {
    return Objects.hash(files.keySet(), emptyFolders);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("tree of");
    files.forEach(
        (path, content) -> text.append(' ').append(path).append(':').append(content.length));
    return text + " and " + emptyFolders;
  }
}
