package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every file of a small repository is damaged in many ways. */
class RepositoryDamageTest {
  private static final Tree FIRST = new Tree().with("a", "a".repeat(200)).with("empty", "");
  private static final Tree SECOND =
      new Tree().with("a", "a".repeat(200)).with("b/c", Tree.bytes(60, 1)).withFolder("d");

  /** Each byte has its turn in some run. */
  private static final int MOST_STEP = 15;

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final Path root = files.getPath("/folder/repository");
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private String first = "";
  private int targets;

  @BeforeEach
  void create() throws IOException {
    SnapshotRepository repository = SnapshotRepository.initialize(root);
    first = repository.store(CountingEngine.of(FIRST)).name();
    repository.store(CountingEngine.of(SECOND));
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  /** Damages a file. */
  private interface Damage {
    byte[] of(byte[] bytes, int place);
  }

  @Test
  void aWrongBitIsFoundOrMeansNothing() throws IOException {
    everywhere(
        (bytes, place) -> {
          byte[] changed = bytes.clone();
          changed[place] ^= (byte) (1 << random.nextInt(8));
          return changed;
        });
  }

  @Test
  void aWrongByteIsFoundOrMeansNothing() throws IOException {
    everywhere(
        (bytes, place) -> {
          byte[] changed = bytes.clone();
          changed[place] ^= (byte) (1 + random.nextInt(255));
          return changed;
        });
  }

  @Test
  void aCutIsFoundOrMeansNothing() throws IOException {
    everywhere((bytes, place) -> Arrays.copyOf(bytes, place));
  }

  @Test
  void bytesThatFollowAreFoundOrMeanNothing() throws IOException {
    everywhere(
        (bytes, place) -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + place % 50);
          longer[longer.length - 1] = (byte) random.nextInt();
          return longer;
        });
  }

  private void everywhere(Damage damage) throws IOException {
    for (String name : Repositories.files(root)) {
      Path file = root.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (int place = 0; place < sound.length; place += 1 + random.nextInt(MOST_STEP)) {
        Files.write(file, damage.of(sound, place));
        // Former generations are not read.
        check(name + " at " + place + ", seed " + seed, name.equals("index-1.json"));
      }
      Files.write(file, sound);
    }
  }

  @Test
  void aMissingFileIsFound() throws IOException {
    for (String name : Repositories.files(root)) {
      Path file = root.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      Files.delete(file);
      if (name.equals("index-2.json")) {
        assertThat(SnapshotRepository.open(root).points())
            .as("a state that was taken away cannot be told from one that never was")
            .hasSize(1);
      } else {
        check(name, false);
      }
      Files.write(file, sound);
    }
  }

  private void check(String damaged, boolean mayBeSound) throws IOException {
    try {
      SnapshotRepository repository = SnapshotRepository.open(root);
      RepositoryVerification found = repository.verify();
      assertThat(found.isSound()).as(damaged).isEqualTo(mayBeSound);
      found.problems().forEach(problem -> assertThat(damaged).startsWith(problem.file()));
      boolean all = restores(repository, first, FIRST);
      all &= restores(repository, repository.points().get(1).id(), SECOND);
      assertThat(all).isEqualTo(mayBeSound);
    } catch (DumpException e) {
      assertThat(e.getMessage()).as(damaged).contains("expected");
    }
  }

  /** Whether all is as it was; never is it restored otherwise. */
  private boolean restores(SnapshotRepository repository, String point, Tree tree)
      throws IOException {
    Path target = files.getPath("/folder/out" + targets++);
    try {
      repository.restore(point, target, Tree.ENGINE, RestoreOptions.DEFAULT);
    } catch (DumpException e) {
      assertThat(Files.exists(target)).isFalse();
      return false;
    }
    assertThat(Tree.of(target)).isEqualTo(tree);
    return true;
  }

  private void seal(String name, String from, String to) throws IOException {
    Path file = root.resolve(name);
    Files.write(file, Sealing.changed(Files.readAllBytes(file), from, to));
  }

  @Test
  void newerVersionsAreRefused() throws IOException {
    seal("repository.json", "\"version\":1", "\"version\":2");
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> SnapshotRepository.open(root))
        .satisfies(e -> assertThat(e.found()).isEqualTo("2"));
  }

  @Test
  void newerVersionsThatEndInAnotherWayAreRefused() throws IOException {
    Files.writeString(root.resolve("repository.json"), "{\"format\":\"indexport\",\"version\":3}");
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> SnapshotRepository.open(root));
  }

  @Test
  void newerGenerationsAreRefused() throws IOException {
    SnapshotRepository repository = SnapshotRepository.open(root);
    seal("index-2.json", "\"version\":1", "\"version\":2");
    assertThatExceptionOfType(UnsupportedVersionException.class).isThrownBy(repository::points);
    assertThatExceptionOfType(UnsupportedVersionException.class)
        .isThrownBy(() -> repository.store(FIRST.source()));
  }

  @Test
  void forgedFilesAreRefused() throws IOException {
    SnapshotRepository repository = SnapshotRepository.open(root);
    String[][] forgeries = {
      {"\"generation\":2", "\"generation\":3"},
      {"\"id\":\"2", "\"id\":\"../2"},
      {"\"version\":\"9.12.3\"", "\"version\":\"x\""},
      {"\"files\":2", "\"files\":-2"},
      {"\"pointSha256\":\"", "\"pointSha256\":\"0"},
      {"\"createdAt\":\"2", "\"createdAt\":\"+9992"},
      {repository.id(), "0".repeat(32)},
    };
    Path file = root.resolve("index-2.json");
    byte[] sound = Files.readAllBytes(file);
    for (String[] forgery : forgeries) {
      seal("index-2.json", forgery[0], forgery[1]);
      assertThatExceptionOfType(CorruptDumpException.class)
          .as(forgery[1])
          .isThrownBy(repository::points);
      Files.write(file, sound);
    }
  }

  @Test
  void anotherFileOfAPointIsNotThatPoint() throws IOException {
    seal("points/" + first + ".json", "\"path\":\"a\"", "\"path\":\"z\"");
    SnapshotRepository repository = SnapshotRepository.open(root);
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(
            () ->
                repository.restore(
                    first, files.getPath("/folder/x"), Tree.ENGINE, RestoreOptions.DEFAULT));
    assertThat(repository.verify().problems()).hasSize(1);
  }

  /** Puts another file in the place of that of the only point, as if it had always been there. */
  private SnapshotRepository forge(Path folder, String from, String to) throws IOException {
    RepositoryPoint point = SnapshotRepository.open(folder).points().get(0);
    Path file = folder.resolve("points/" + point.id() + ".json");
    byte[] sound = Files.readAllBytes(file);
    byte[] forged = Sealing.changed(sound, from, to);
    Files.write(file, forged);
    Path generation = folder.resolve("index-1.json");
    byte[] listing = Files.readAllBytes(generation);
    String seal = RepositoryJson.sealOf(sound).toString();
    Files.write(
        generation, Sealing.changed(listing, seal, RepositoryJson.sealOf(forged).toString()));
    return SnapshotRepository.open(folder);
  }

  private Path newRepository(Tree tree) throws IOException {
    Path folder = files.getPath("/folder/forged" + targets++);
    SnapshotRepository.initialize(folder).store(CountingEngine.of(tree));
    return folder;
  }

  private void assertIsNotRestored(SnapshotRepository repository) {
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(
            () ->
                repository.restoreLatest(
                    files.getPath("/folder/never"), Tree.ENGINE, RestoreOptions.DEFAULT));
    assertThat(Files.exists(files.getPath("/folder/never"))).isFalse();
  }

  @Test
  void chunksInAnotherOrderAreFound() throws IOException {
    byte[] chunk = Tree.bytes(BlobStore.CHUNK_BYTES, 1);
    byte[] twice = Arrays.copyOf(chunk, 2 * chunk.length);
    Path folder = newRepository(new Tree().with("long", twice));
    String one = "\"" + Hashing.sha256(chunk) + "\"";
    String other = "\"" + Hashing.sha256(new byte[chunk.length]) + "\"";
    SnapshotRepository repository = SnapshotRepository.open(folder);
    assertThat(repository.verify().isSound()).isTrue();
    forge(folder, one, "\"x\"".replace("x", "0".repeat(64)));
    forge(folder, other, one);
    forge(folder, "\"" + "0".repeat(64) + "\"", other);
    RepositoryVerification found = repository.verify();
    assertThat(found.problems()).hasSize(1);
    assertThat(found.problems().get(0).file()).startsWith("points/");
    assertThat(found.problems().get(0).hit().get(0).path()).isEqualTo("long");
    assertIsNotRestored(repository);
  }

  @Test
  void contentOfAnotherFileIsFound() throws IOException {
    Path folder = newRepository(new Tree().with("a", "content"));
    String digest = Hashing.sha256("content".getBytes(StandardCharsets.UTF_8)).toString();
    SnapshotRepository repository =
        forge(folder, "\"sha256\":\"" + digest, "\"sha256\":\"" + "0".repeat(64));
    assertThat(repository.verify().problems()).hasSize(1);
    assertIsNotRestored(repository);
  }

  @Test
  void pathsThatLeadAwayAreFound() throws IOException {
    for (String path : new String[] {"../a", "/a", "", "a/./b", "a\\\\b", "b"}) {
      Path folder = newRepository(new Tree().with("a", "content").with("b", "content"));
      SnapshotRepository repository = forge(folder, "\"path\":\"a\"", "\"path\":\"" + path + "\"");
      assertThat(repository.verify().isSound()).as(path).isFalse();
      assertIsNotRestored(repository);
    }
  }

  @Test
  void sizesThatCannotBeAreRefused() throws IOException {
    String[][] forgeries = {
      {"\"length\":7", "\"length\":8"},
      {"\"length\":7", "\"length\":9000000"},
      {"\"length\":7", "\"length\":0"},
      {"\"length\":7", "\"length\":-7"},
      {"\"files\":[", "\"files\":null,\"others\":["},
      {"\"blob\":\"", "\"blob\":\"x"},
    };
    for (String[] forgery : forgeries) {
      Path folder = newRepository(new Tree().with("a", "content"));
      SnapshotRepository repository = forge(folder, forgery[0], forgery[1]);
      assertThat(repository.verify().isSound()).as(forgery[1]).isFalse();
      assertIsNotRestored(repository);
    }
  }

  @Test
  void aClockThatShowsNoTimeIsRefused() throws IOException {
    Path folder = newRepository(FIRST);
    RepositoryOptions absurd = Repositories.options(() -> Instant.parse("+12000-01-01T00:00:00Z"));
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> SnapshotRepository.open(folder, absurd).store(SECOND.source()))
        .withMessageContaining("clock");
    assertThat(SnapshotRepository.open(folder).points()).hasSize(1);
  }
}
