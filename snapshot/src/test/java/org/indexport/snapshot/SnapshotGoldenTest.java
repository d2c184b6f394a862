package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was once written is read for ever. {@link SnapshotGoldens} writes new cases. */
class SnapshotGoldenTest {
  static List<String> names() {
    return List.copyOf(SnapshotGoldens.cases().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachIsStillRestored(String name, @TempDir Path temp) throws IOException {
    SnapshotFile golden = SnapshotFile.at(SnapshotGoldens.path(name));
    Tree expected = SnapshotGoldens.tree(name);
    SnapshotDescription description = golden.describe();
    assertThat(description.engine()).isEqualTo(Tree.ENGINE);
    assertThat(description.created()).isEqualTo(SnapshotGoldens.CREATED);
    assertThat(golden.verify().damages()).isEmpty();
    golden.restore(temp.resolve("data"), Tree.ENGINE, RestoreOptions.DEFAULT);
    assertThat(Tree.of(temp.resolve("data"))).isEqualTo(expected);
  }

  /** All but what depends on the version of zstd. */
  @ParameterizedTest
  @MethodSource("names")
  void todaysWriterWritesTheSame(String name, @TempDir Path temp) throws IOException {
    Path now = temp.resolve("now.snapshot");
    SnapshotGoldens.write(SnapshotGoldens.tree(name), now);
    assertThat(manifest(now)).isEqualTo(manifest(SnapshotGoldens.path(name)));
  }

  private static List<Object> manifest(Path path) throws IOException {
    try (OpenSnapshot snapshot = OpenSnapshot.open(path, SnapshotOptions.DEFAULT.limits())) {
      SnapshotManifest manifest = snapshot.manifest();
      List<Object> said = new ArrayList<>(List.of(manifest.metadata(), manifest.emptyFolders()));
      for (ArchivedFile file : manifest.files()) {
        said.addAll(List.of(file.path(), file.length(), file.sha256()));
        for (int i = 0; i < file.parts().count(); i++) {
          said.add(file.parts().plainBytes(i));
        }
      }
      return said;
    }
  }

  @Test
  void everyCaseIsPublishedAndDescribed() throws IOException {
    List<String> expected = new ArrayList<>(List.of(SnapshotGoldens.EXPECTED));
    names().forEach(name -> expected.add(name + ".snapshot"));
    try (Stream<Path> found = Files.list(SnapshotGoldens.FOLDER)) {
      assertThat(found.map(path -> String.valueOf(path.getFileName())))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(SnapshotGoldens.FOLDER.resolve(SnapshotGoldens.EXPECTED))
        .hasContent(SnapshotGoldens.expected());
  }
}
