package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.indexport.snapshot.Tree.ENGINE;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.indexport.Completeness;
import org.indexport.DumpException;
import org.indexport.ReadLimits;
import org.indexport.format.v2.container.Placement;
import org.indexport.snapshot.SnapshotVerification.Damage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotDamageTest {
  private static final SnapshotOptions OPTIONS = SnapshotOptions.builder().workers(1).build();
  private static final RestoreOptions RESTORING = RestoreOptions.builder().workers(1).build();
  private static final int PART = ArchiveWriting.PART_BYTES;

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path folder = memory.getPath("/work");
  private final Path target = folder.resolve("data");
  private final SnapshotFile file = SnapshotFile.at(folder.resolve("data.snapshot"), OPTIONS);

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private byte[] stored(Tree tree) throws IOException {
    file.store(tree.source());
    return Files.readAllBytes(file.path());
  }

  @Test
  void aWrongByteAnywhereIsAnErrorOrHarmless() throws IOException {
    Random random = new Random(2);
    byte[] sound = stored(Tree.small());
    for (int place = 0; place < sound.length; place++) {
      byte[] wrong = sound.clone();
      wrong[place] ^= (byte) (1 + random.nextInt(255));
      isAnErrorOrHarmless(wrong, "byte " + place);
    }
  }

  @Test
  void aCutAnywhereIsAnError() throws IOException {
    byte[] sound = stored(Tree.small());
    for (int length = 0; length < sound.length; length++) {
      Files.write(file.path(), Arrays.copyOf(sound, length));
      assertThat(isRestored()).as("cut to %s bytes", length).isFalse();
      assertThat(file.verify().completeness())
          .as("cut to %s bytes", length)
          .isEqualTo(Completeness.INCOMPLETE);
    }
  }

  @Test
  void somethingBehindTheEndIsAnError() throws IOException {
    byte[] sound = stored(Tree.small());
    Files.write(file.path(), Arrays.copyOf(sound, sound.length + 1));
    assertThat(isRestored()).isFalse();
    assertThat(file.verify().isSound()).isFalse();
  }

  private void isAnErrorOrHarmless(byte[] wrong, String what) throws IOException {
    Files.write(file.path(), wrong);
    boolean isRestored = isRestored();
    assertThat(isSound()).as(what).isEqualTo(isRestored);
  }

  private boolean isSound() throws IOException {
    try {
      return file.verify().isSound();
    } catch (DumpException e) {
      return false;
    }
  }

  /** Whether all is restored; otherwise there is nothing, and the failure is of the right type. */
  private boolean isRestored() throws IOException {
    try {
      file.restore(target, ENGINE, RESTORING);
    } catch (DumpException e) {
      assertThat(names()).containsExactly("data.snapshot");
      return false;
    }
    assertThat(Tree.of(target)).isEqualTo(Tree.small());
    try (Stream<Path> all = Files.walk(target)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    return true;
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> String.valueOf(path.getFileName())).toList().stream();
    }
  }

  @Test
  void everyDamagedPartIsNamed() throws IOException {
    byte[] bytes =
        stored(
            new Tree()
                .with("a", Tree.bytes(2 * PART + 1_000, 1))
                .with("b", Tree.bytes(500, 2))
                .with("c/d", Tree.bytes(PART, 3)));
    Placement second;
    Placement last;
    try (OpenSnapshot snapshot = OpenSnapshot.open(file.path(), ReadLimits.DEFAULT)) {
      second = snapshot.manifest().files().get(0).parts().placement(1);
      last = snapshot.manifest().files().get(2).parts().placement(0);
    }
    bytes[(int) (second.offset() + second.packedBytes() / 2)] ^= 1;
    bytes[(int) (last.offset() + last.packedBytes() / 2)] ^= 1;
    Files.write(file.path(), bytes);

    SnapshotVerification found = file.verify();
    assertThat(found.completeness()).isEqualTo(Completeness.DAMAGED);
    assertThat(found.files()).isEqualTo(3);
    assertThat(found.damages())
        .extracting(Damage::file, Damage::from, Damage::to, Damage::offset, Damage::packedBytes)
        .containsExactly(
            tuple("a", (long) PART, 2L * PART, second.offset(), second.packedBytes()),
            tuple("c/d", 0L, (long) PART, last.offset(), last.packedBytes()));
    assertThat(found.damages())
        .allSatisfy(damage -> assertThat(damage.reason()).contains("expected", "found"));
  }
}
