package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.indexport.snapshot.Tree.ENGINE;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.snapshot.SnapshotVerification.Damage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots whose checksums are right and which want no good. */
class HostileSnapshotTest {
  private static final byte[] CONTENT = {'c', 'o', 'n', 't', 'e', 'n', 't'};

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path folder = memory.getPath("/work");
  private final Path path = folder.resolve("data.snapshot");
  private final Path target = folder.resolve("data");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private Forgery forgery() throws IOException {
    return new Forgery(path);
  }

  private <T extends DumpException> void isRefused(Class<T> type, String... hints)
      throws IOException {
    isRefused(RestoreOptions.DEFAULT.limits(), type, hints);
  }

  private <T extends DumpException> void isRefused(
      ReadLimits limits, Class<T> type, String... hints) throws IOException {
    RestoreOptions options = RestoreOptions.builder().limits(limits).build();
    assertThatExceptionOfType(type)
        .isThrownBy(() -> SnapshotFile.at(path).restore(target, ENGINE, options))
        .satisfies(
            thrown ->
                List.of(hints).forEach(hint -> assertThat(thrown).hasMessageContaining(hint)));
    try (Stream<Path> all = Files.walk(memory.getPath("/"))) {
      assertThat(all.filter(Files::isRegularFile)).containsExactly(path);
    }
    assertThat(target).doesNotExist();
  }

  private void isDamagedTo(Damage expected) throws IOException {
    SnapshotVerification found = SnapshotFile.at(path).verify();
    assertThat(found.isSound()).isFalse();
    assertThat(found.damages())
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("reason")
        .isEqualTo(expected);
  }

  @Test
  void whatIsNotForgedIsRestored() throws IOException {
    forgery().file("a", CONTENT).empty("b").folder("c/d").finish();
    SnapshotFile.at(path).restore(target, ENGINE, RestoreOptions.DEFAULT);
    assertThat(Tree.of(target))
        .isEqualTo(new Tree().with("a", CONTENT).with("b", "").withFolder("c/d"));
    assertThat(SnapshotFile.at(path).verify().isSound()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/passwd",
        "a/../../outside",
        "a/./b",
        "a//b",
        "a/",
        "",
        ".",
        "..",
        "..\\outside",
        "C:\\outside",
        "a\u0000b"
      })
  void pathsStayBelowTheFolder(String outside) throws IOException {
    forgery().file("a", CONTENT).empty(outside).finish();
    isRefused(CorruptDumpException.class, "below one folder");
    forgery().file("a", CONTENT).folder(outside).finish();
    isRefused(CorruptDumpException.class, "below one folder");
    assertThat(SnapshotFile.at(path).verify().isSound()).isFalse();
  }

  @Test
  void noPathComesTwice() throws IOException {
    forgery().empty("a").empty("b").empty("a").finish();
    isRefused(CorruptDumpException.class, "twice");
    forgery().empty("a").folder("a").finish();
    isRefused(CorruptDumpException.class, "twice");
    forgery().empty("a").empty("a/b").finish();
    isRefused(CorruptDumpException.class, "below one folder");
    forgery().folder("a").empty("a/b").finish();
    isRefused(CorruptDumpException.class, "below one folder");
  }

  @Test
  void aLengthIsTheSumOfTheParts() throws IOException {
    try (Forgery forgery = forgery()) {
      FileParts parts = forgery.part("files/a/000001", CONTENT, CONTENT.length);
      forgery.entry(new ArchivedFile("a", 1L << 40, Hashing.sha256(CONTENT), parts)).finish();
    }
    isRefused(CorruptDumpException.class, "the sum of the parts");
  }

  @Test
  void aPartHasTheBytesThatAreTold() throws IOException {
    try (Forgery forgery = forgery()) {
      FileParts parts = forgery.part("files/a/000001", CONTENT, 3);
      forgery.entry(new ArchivedFile("a", 3, Hashing.sha256(CONTENT), parts)).finish();
    }
    isRefused(CorruptDumpException.class, "3 bytes");
  }

  @Test
  void aFileHasTheDigestThatIsTold() throws IOException {
    try (Forgery forgery = forgery()) {
      FileParts parts = forgery.part("files/a/000001", CONTENT, CONTENT.length);
      forgery
          .entry(new ArchivedFile("a", CONTENT.length, Hashing.sha256(new byte[1]), parts))
          .finish();
    }
    isRefused(CorruptDumpException.class, "SHA-256");
    isDamagedTo(new Damage("a", 0, CONTENT.length, -1, 0, ""));
  }

  @Test
  void aPartIsThatOfItsFile() throws IOException {
    try (Forgery forgery = forgery()) {
      FileParts parts = forgery.part("files/other/000001", CONTENT, CONTENT.length);
      forgery.entry(new ArchivedFile("a", CONTENT.length, Hashing.sha256(CONTENT), parts)).finish();
    }
    isRefused(CorruptDumpException.class, "files/a/000001");
  }

  @Test
  void nothingIsLeftOut() throws IOException {
    try (Forgery forgery = forgery()) {
      forgery.payload("files/a/000001", CONTENT);
      forgery.finish();
    }
    isRefused(CorruptDumpException.class, "frames");
  }

  @Test
  void whatIsNotKnownIsVerified() throws IOException {
    try (Forgery forgery = forgery()) {
      forgery.small("x-later/notes", "later").with(forgery.listed("x-later/more", CONTENT));
      forgery.file("a", CONTENT).finish(text -> "{\"x-later\":1," + text.substring(1));
    }
    assertThat(SnapshotFile.at(path).verify().damages()).isEmpty();
    SnapshotFile.at(path).restore(target, ENGINE, RestoreOptions.DEFAULT);
    assertThat(Tree.of(target)).isEqualTo(new Tree().with("a", CONTENT));
  }

  @Test
  void aWrongDigestOfAMemberIsDamage() throws IOException {
    try (Forgery forgery = forgery()) {
      ListedMember sound = forgery.listed("x-later/more", CONTENT);
      forgery
          .with(
              new ListedMember(
                  sound.kind(),
                  sound.name(),
                  sound.plainBytes(),
                  sound.placement(),
                  Hashing.sha256(CONTENT)))
          .finish();
      isDamagedTo(
          new Damage(null, 0, 0, sound.placement().offset(), sound.placement().packedBytes(), ""));
    }
  }

  @Test
  void framesThatUnpackToMuchAreRefused() throws IOException {
    byte[] bomb = new byte[64 << 20];
    try (Forgery forgery = forgery()) {
      FileParts parts = forgery.part("files/a/000001", bomb, bomb.length);
      forgery.entry(new ArchivedFile("a", bomb.length, Hashing.sha256(bomb), parts)).finish();
    }
    isRefused(CorruptDumpException.class, "plainBytes");
    try (Forgery forgery = forgery()) {
      FileParts parts = forgery.part("files/a/000001", bomb, 1);
      forgery.entry(new ArchivedFile("a", 1, Hashing.sha256(bomb), parts)).finish();
    }
    isRefused(DumpException.class);
  }

  @Test
  void thereAreLimits() throws IOException {
    Forgery forgery = forgery();
    for (int i = 0; i < 20; i++) {
      forgery.empty("file-" + i + "x".repeat(i));
    }
    forgery.finish();
    isRefused(
        new ReadLimits(1 << 20, 10, 4096, 19, 1, 1 << 20, 100),
        LimitExceededException.class,
        "entries");
    isRefused(
        new ReadLimits(1 << 20, 10, 20, 100, 1, 1 << 20, 100),
        LimitExceededException.class,
        "names");
    isRefused(
        new ReadLimits(1 << 20, 1, 4096, 100, 1, 1 << 20, 100),
        LimitExceededException.class,
        "depth");
    isRefused(
        new ReadLimits(1 << 20, 10, 4096, 100, 1, 200, 100),
        LimitExceededException.class,
        "metadata");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"files\":[ -> \"filez\":[",
        "\"files\":[ -> \"files\":[],\"files\":[",
        "\"emptyFolders\":[ -> \"folders\":[",
        "\"members\":[ -> \"others\":[",
        "\"emptyFolders\":[] -> \"emptyFolders\":{}",
        "\"emptyFolders\":[] -> \"emptyFolders\":[\"a\"]",
        "\"path\":\"a\" -> \"path\":7",
        "\"length\":7 -> \"length\":-7",
        "\"length\":7 -> \"length\":8",
        "\"plainBytes\":7 -> \"plainBytes\":0",
        "\"offset\": -> \"offset\":-",
        "\"offset\": -> \"offset\":99999999999999999999",
        "\"packedBytes\": -> \"packedBytes\":99999",
        "\"sha256\":\" -> \"sha256\":\"z",
        "\"kind\":\"snapshot\" -> \"kind\":\"snapshots\"",
        "]} -> ]",
        "\n -> \n{}"
      })
  void aManifestIsWhatItShouldBe(String change) throws IOException {
    String[] parts = change.split(" -> ", 2);
    try (Forgery forgery = forgery()) {
      forgery
          .file("a", CONTENT)
          .finish(
              text -> {
                assertThat(text).contains(parts[0]);
                return text.replace(parts[0], parts[1]);
              });
    }
    isRefused(CorruptDumpException.class);
    SnapshotVerification found = SnapshotFile.at(path).verify();
    assertThat(found.isSound()).isFalse();
  }

  @Test
  void theVersionComesFirst() throws IOException {
    new Forgery(path, Forgery.METADATA.replace("\"version\":2", "\"version\":3")).finish();
    isRefused(UnsupportedVersionException.class, "3");
    new Forgery(path, "{\"format\":\"indexport\",\"version\":9}").finish();
    isRefused(UnsupportedVersionException.class, "9");
  }

  @Test
  void otherKindsAreRefused() throws IOException {
    new Forgery(path, Forgery.METADATA.replace("\"snapshot\"", "\"dump\"")).finish();
    isRefused(UnknownFormatException.class, "a dump", "import");
    new Forgery(path, Forgery.METADATA.replace("\"snapshot\"", "\"picture\"")).finish();
    isRefused(UnknownFormatException.class, "another kind");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"format\":\"indexport\" -> \"format\":\"other\"",
        "\"version\":2, -> ",
        "\"engine\": -> \"engines\":",
        "\"name\":\"lucene\" -> \"name\":\" \"",
        "\"version\":\"9.12.3\" -> \"version\":\"nine\"",
        "\"createdAt\": -> \"created\":",
        "2026-01-02T -> 2026-01-42T"
      })
  void metadataIsWhatItShouldBe(String change) throws IOException {
    String[] parts = change.split(" -> ", 2);
    assertThat(Forgery.METADATA).contains(parts[0]);
    new Forgery(path, Forgery.METADATA.replace(parts[0], parts[1])).finish();
    isRefused(CorruptDumpException.class, "metadata.json");
    assertThat(SnapshotFile.at(path).verify().damages()).hasSize(1);
  }
}
