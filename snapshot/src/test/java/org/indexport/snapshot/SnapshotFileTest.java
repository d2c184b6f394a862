package org.indexport.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.indexport.snapshot.Tree.ENGINE;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.indexport.Completeness;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.EngineVersion;
import org.indexport.ExistingTargetException;
import org.indexport.IncompatibleSnapshotException;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.WriteOptions;
import org.indexport.format.v2.FormatV2;
import org.indexport.spi.SnapshotReport;
import org.indexport.tar.TarOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir Path temp;

  private SnapshotFile file(SnapshotOptions.Builder options) {
    return SnapshotFile.at(
        temp.resolve("data.snapshot"), options.clock(InstantSource.fixed(CREATED)).build());
  }

  private SnapshotFile file() {
    return file(SnapshotOptions.builder());
  }

  private Path target() {
    return temp.resolve("restored");
  }

  private RestoreReport restore(SnapshotFile file) throws IOException {
    return file.restore(target(), ENGINE, RestoreOptions.DEFAULT);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(path -> String.valueOf(path.getFileName())).toList().stream();
    }
  }

  @Test
  void whatWasStoredIsRestored() throws IOException {
    SnapshotReport stored = file().store(Tree.small().source());
    assertThat(stored.name()).isEqualTo("data.snapshot");
    assertThat(stored.engine()).isEqualTo(ENGINE);
    assertThat(stored.created()).isEqualTo(CREATED);
    assertThat(stored.files()).isEqualTo(4).isEqualTo(stored.newFiles());
    assertThat(stored.bytes()).isEqualTo(306);
    assertThat(stored.storedBytes()).isEqualTo(Files.size(file().path()));

    RestoreReport restored = restore(file());
    assertThat(Tree.of(target())).isEqualTo(Tree.small());
    assertThat(restored.folder()).isEqualTo(target());
    assertThat(restored.engine()).isEqualTo(ENGINE);
    assertThat(restored.created()).isEqualTo(CREATED);
    assertThat(restored.files()).isEqualTo(4);
    assertThat(restored.bytes()).isEqualTo(306);
    assertThat(names()).containsExactlyInAnyOrder("data.snapshot", "restored");
  }

  @Test
  void itDescribesAndVerifiesItself() throws IOException {
    file().store(Tree.small().source());
    SnapshotDescription description = file().describe();
    assertThat(description.engine()).isEqualTo(ENGINE);
    assertThat(description.created()).isEqualTo(CREATED);
    assertThat(description.files()).isEqualTo(4);
    assertThat(description.bytes()).isEqualTo(306);
    assertThat(description.storedBytes()).isEqualTo(Files.size(file().path()));
    assertThat(description.id()).hasSize(32);

    SnapshotVerification verification = file().verify();
    assertThat(verification.isSound()).isTrue();
    assertThat(verification.completeness()).isEqualTo(Completeness.COMPLETE);
    assertThat(verification.files()).isEqualTo(4);
    assertThat(verification.bytes()).isEqualTo(306);
    assertThat(verification.damages()).isEmpty();
  }

  @Test
  void anEmptyEngineHasASnapshotToo() throws IOException {
    file().store(new Tree().source());
    assertThat(file().verify().isSound()).isTrue();
    restore(file());
    assertThat(Tree.of(target())).isEqualTo(new Tree());
  }

  @Test
  void filesOfSeveralPartsAreWholeAgainWhateverTheWorkers() throws IOException {
    int part = ArchiveWriting.PART_BYTES;
    Tree tree =
        new Tree()
            .with("several", Tree.bytes(3 * part + 17, 2))
            .with("exact", Tree.bytes(part, 3))
            .with("less", new byte[part - 1])
            .with("more", new byte[part + 1]);
    byte[] first = null;
    for (int workers : new int[] {1, 2, 7}) {
      file(SnapshotOptions.builder().workers(workers)).store(tree.source());
      byte[] bytes = Files.readAllBytes(file().path());
      if (first == null) {
        first = bytes;
      }
      assertThat(bytes).isEqualTo(first);
      assertThat(file(SnapshotOptions.builder().workers(workers)).verify().isSound()).isTrue();
      RestoreOptions options = RestoreOptions.builder().workers(workers).replaceExisting().build();
      file().restore(target(), ENGINE, options);
      assertThat(Tree.of(target())).isEqualTo(tree);
    }
  }

  @Test
  void theLevelChangesTheSizeOnly() throws IOException {
    Tree tree = new Tree().with("text", "Carol and Therese. ".repeat(10_000) + "x");
    file(SnapshotOptions.builder().level(19)).store(tree.source());
    assertThat(file().verify().isSound()).isTrue();
    restore(file());
    assertThat(Tree.of(target())).isEqualTo(tree);
  }

  @Test
  void filesThatAreNearlyEmptyComeBackToo() throws IOException {
    Tree tree = new Tree().with("preallocated", new byte[80 << 20]);
    file().store(tree.source());
    assertThat(Files.size(file().path())).isLessThan(20_000);
    assertThat(file().verify().isSound()).isTrue();
    restore(file());
    assertThat(Tree.of(target())).isEqualTo(tree);
  }

  @Test
  void aNewSnapshotTakesThePlaceOfTheFormer() throws IOException {
    file().store(Tree.small().source());
    String former = file().describe().id();
    Tree later = Tree.small().with("segments_3", "three");
    file().store(later.source());
    assertThat(file().describe().id()).isNotEqualTo(former);
    assertThat(names()).containsExactly("data.snapshot");
    restore(file());
    assertThat(Tree.of(target())).isEqualTo(later);
  }

  @Test
  void equalFilesGiveEqualBytes() throws IOException {
    file().store(Tree.small().source());
    byte[] first = Files.readAllBytes(file().path());
    file().store(Tree.small().source());
    assertThat(Files.readAllBytes(file().path())).isEqualTo(first);
  }

  @Test
  void aForeignEngineIsRefusedBeforeAnythingIsWritten() throws IOException {
    file().store(Tree.small().source());
    for (EngineVersion other :
        new EngineVersion[] {
          new EngineVersion("tantivy", "9.12.3"), new EngineVersion("lucene", "9.12.2")
        }) {
      assertThatExceptionOfType(IncompatibleSnapshotException.class)
          .isThrownBy(() -> file().restore(target(), other, RestoreOptions.DEFAULT))
          .withMessageContaining("dump");
      assertThat(names()).containsExactly("data.snapshot");
    }
  }

  @Test
  void aLaterVersionOfTheEngineMayRestore() throws IOException {
    file().store(Tree.small().source());
    file().restore(target(), new EngineVersion("lucene", "10.0"), RestoreOptions.DEFAULT);
    assertThat(Tree.of(target())).isEqualTo(Tree.small());
  }

  @Test
  void anExistingDatabaseIsReplacedOnlyWhenAskedFor() throws IOException {
    file().store(Tree.small().source());
    Files.createDirectory(target());
    Files.writeString(target().resolve("precious"), "data");
    assertThatExceptionOfType(ExistingTargetException.class).isThrownBy(() -> restore(file()));
    assertThat(Tree.of(target())).isEqualTo(new Tree().with("precious", "data"));

    RestoreOptions replacing = RestoreOptions.builder().replaceExisting().build();
    file().restore(target(), ENGINE, replacing);
    assertThat(Tree.of(target())).isEqualTo(Tree.small());
    assertThat(names()).containsExactlyInAnyOrder("data.snapshot", "restored");
  }

  @Test
  void anEmptyFolderIsAsGoodAsNone() throws IOException {
    file().store(Tree.small().source());
    Files.createDirectory(target());
    restore(file());
    assertThat(Tree.of(target())).isEqualTo(Tree.small());
    assertThat(names()).containsExactlyInAnyOrder("data.snapshot", "restored");
  }

  @Test
  void aFileInTheWayIsNeverReplaced() throws IOException {
    file().store(Tree.small().source());
    Files.writeString(target(), "a file");
    assertThatExceptionOfType(ExistingTargetException.class).isThrownBy(() -> restore(file()));
    RestoreOptions replacing = RestoreOptions.builder().replaceExisting().build();
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> file().restore(target(), ENGINE, replacing));
    assertThat(target()).hasContent("a file");
  }

  @Test
  void restoredFilesHaveTheUsualPermissions() throws IOException {
    file().store(Tree.small().source());
    restore(file());
    Path usual = Files.createFile(temp.resolve("usual"));
    for (Path path : new Path[] {target().resolve("_0.cfs"), file().path()}) {
      assertThat(Files.getPosixFilePermissions(path))
          .contains(PosixFilePermission.OWNER_WRITE)
          .isEqualTo(Files.getPosixFilePermissions(usual));
    }
  }

  @Test
  void aDumpIsNoSnapshot() throws IOException {
    FormatV2 format = new FormatV2();
    try (DumpWriter writer =
        format.create(DumpSink.file(file().path()), DumpHeader.of(), WriteOptions.DEFAULT)) {
      writer.finish();
    }
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> file().describe())
        .withMessageContainingAll("a dump", "import it");
    assertThatExceptionOfType(UnknownFormatException.class).isThrownBy(() -> file().verify());
    assertThatExceptionOfType(UnknownFormatException.class).isThrownBy(() -> restore(file()));

    byte[] dump = Files.readAllBytes(file().path());
    Files.write(file().path(), java.util.Arrays.copyOf(dump, dump.length - 50));
    assertThatExceptionOfType(UnknownFormatException.class)
        .as("half a dump")
        .isThrownBy(() -> file().verify());
  }

  @Test
  void aSnapshotIsNoDump() throws IOException {
    file().store(Tree.small().source());
    FormatV2 format = new FormatV2();
    for (ReadOptions options :
        new ReadOptions[] {
          ReadOptions.DEFAULT, ReadOptions.DEFAULT.with(FormatV2.READING, FormatV2.IN_ORDER)
        }) {
      assertThatExceptionOfType(UnknownFormatException.class)
          .isThrownBy(
              () -> {
                try (DumpSource source = DumpSource.path(file().path())) {
                  format.open(source, options).close();
                }
              })
          .withMessageContainingAll("snapshot", "restore");
    }
  }

  @Test
  void otherFilesAreNoSnapshots() throws IOException {
    Files.writeString(file().path(), "{\"id\":1}\n");
    assertThatExceptionOfType(UnknownFormatException.class).isThrownBy(() -> file().describe());
    Files.write(file().path(), new byte[0]);
    assertThatExceptionOfType(TruncatedDumpException.class).isThrownBy(() -> file().describe());
    assertThat(file().verify().completeness()).isEqualTo(Completeness.INCOMPLETE);
    Files.delete(file().path());
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> file().describe());
    Files.createDirectory(file().path());
    assertThatExceptionOfType(UnknownFormatException.class).isThrownBy(() -> file().describe());
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> file().store(Tree.small().source()));
  }

  @Test
  void anyFileSystemWillDo() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path folder = memory.getPath("/work");
      SnapshotFile file = SnapshotFile.at(folder.resolve("data.snapshot"));
      file.store(Tree.small().source());
      file.restore(folder.resolve("data"), ENGINE, RestoreOptions.DEFAULT);
      assertThat(Tree.of(folder.resolve("data"))).isEqualTo(Tree.small());
      assertThat(file.verify().isSound()).isTrue();
    }
  }

  private void pack(String... paths) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(temp.resolve("data.snapshot")))) {
      TarOutput tar = new TarOutput(out, 0);
      tar.addFolder(".");
      for (String path : paths) {
        byte[] content = path.endsWith("VERSION") ? "1.11.3\n".getBytes(UTF_8) : new byte[5_000];
        tar.add(path, content, content.length);
      }
      tar.finish();
    }
  }

  @Test
  void aSnapshotOfMeilisearchIsTold() throws IOException {
    pack("./VERSION", "./tasks/data.mdb", "./indexes/0/data.mdb");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(UnknownFormatException.class)
          .isThrownBy(() -> restore(file()))
          .withMessageContaining("a snapshot of Meilisearch 1.11.3 itself")
          .withMessageContaining("start that engine with it, take a dump there");
      pack("./data.mdb", "./auth/data.mdb", "./VERSION");
    }
    for (String other : new String[] {"./metadata.json", "./tasks/data.mdb", "./VERSION"}) {
      pack(other);
      assertThatExceptionOfType(UnknownFormatException.class)
          .isThrownBy(() -> restore(file()))
          .withMessageContaining("import the file if it is a dump");
    }
    pack("./VERSION", "./tasks/data.mdb");
    Path path = file().path();
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, 20));
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> file().describe())
        .withMessageContaining("import the file if it is a dump");
  }
}
