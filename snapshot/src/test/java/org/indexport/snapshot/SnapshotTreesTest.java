package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SnapshotTreesTest {
  private static final int PART = ArchiveWriting.PART_BYTES;

  /** A path and how many bytes it has; below zero for an empty folder. */
  record Entry(List<String> path, int length) {}

  @Property(tries = 60)
  void everyTreeComesBack(@ForAll("trees") Tree tree, @ForAll("workers") int workers)
      throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path folder = memory.getPath("/work");
      SnapshotOptions options = SnapshotOptions.builder().workers(workers).build();
      SnapshotFile file = SnapshotFile.at(folder.resolve("data.snapshot"), options);
      file.store(tree.source());
      assertThat(file.verify().damages()).isEmpty();
      RestoreOptions restoring = RestoreOptions.builder().workers(workers).build();
      file.restore(folder.resolve("data"), Tree.ENGINE, restoring);
      assertThat(Tree.of(folder.resolve("data"))).isEqualTo(tree);
    }
  }

  @Provide
  Arbitrary<Integer> workers() {
    return Arbitraries.integers().between(1, 5);
  }

  @Provide
  Arbitrary<Tree> trees() {
    return Combinators.combine(entries(), Arbitraries.longs()).as(SnapshotTreesTest::tree);
  }

  private static Arbitrary<List<Entry>> entries() {
    Arbitrary<List<String>> paths = segments().list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<Integer> lengths =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of(PART - 1, PART, PART + 1, 2 * PART)),
            Tuple.of(20, Arbitraries.integers().between(-1, 70_000)));
    return Combinators.combine(paths, lengths).as(Entry::new).list().ofMaxSize(12);
  }

  private static Arbitrary<String> segments() {
    return Arbitraries.oneOf(
        Arbitraries.of("a", "A", "..a", ".hidden", "x.zst", "%41", "000001", "manifest.json"),
        Arbitraries.strings()
            .withChars(' ', 'a', '.', '-', '%', '*', '"', '\n', 'é', 'ß', '日', '\u202e')
            .ofMinLength(1)
            .ofMaxLength(8)
            .filter(segment -> !segment.equals(".") && !segment.equals("..")));
  }

  /** Leaves out what is below a file, or a file where there is a folder. */
  private static Tree tree(List<Entry> entries, long seed) {
    Tree tree = new Tree();
    for (Entry entry : entries) {
      String path = String.join("/", entry.path());
      boolean isFree =
          tree.files.keySet().stream().noneMatch(other -> collide(path, other))
              && tree.emptyFolders.stream().noneMatch(other -> collide(path, other));
      if (isFree && entry.length() < 0) {
        tree.withFolder(path);
      } else if (isFree) {
        tree.with(path, Tree.bytes(entry.length(), seed));
      }
    }
    return tree;
  }

  private static boolean collide(String one, String other) {
    return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
  }
}
