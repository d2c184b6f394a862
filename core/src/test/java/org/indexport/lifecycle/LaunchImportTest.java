package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.lifecycle.LaunchDecision.Outcome;
import org.indexport.lifecycle.LaunchRequest.Flag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchImportTest {
  private static final LaunchImport.Loader LOADER =
      (source, folder) -> {
        Files.createDirectories(folder.resolve("movies"));
        Files.copy(source, folder.resolve("movies/documents"));
      };

  @TempDir Path temporary;
  private Path database = Path.of("");
  private Path staging = Path.of("");
  private LaunchRequest request = LaunchRequest.NONE;

  @BeforeEach
  void prepare() throws IOException {
    database = temporary.resolve("srv/data.db");
    staging = temporary.resolve("srv/.data.db.importing");
    Path dump = Files.writeString(temporary.resolve("movies.dump"), "whole");
    request = LaunchRequest.NONE.withDump(dump);
  }

  private LaunchDecision run(LaunchImport.Loader loader) throws LaunchException {
    return LaunchImport.into(database, request).dumps(loader).snapshots(loader).run();
  }

  private void assertWhole() throws IOException {
    assertThat(Trees.names(temporary.resolve("srv")))
        .containsExactly("data.db/", "data.db/movies/", "data.db/movies/documents");
    assertThat(database.resolve("movies/documents")).hasContent("whole");
  }

  @Test
  void importsIntoNothing() throws IOException {
    assertThat(run(LOADER).outcome()).isEqualTo(Outcome.IMPORT_DUMP);
    assertWhole();
  }

  @Test
  void importsIntoAnEmptyFolderAndKeepsWhoMayOpenIt() throws IOException {
    Files.createDirectories(database);
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rwxr-x---"));
    run(LOADER);
    assertWhole();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database)))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void importsToWhereALinkLeads() throws IOException {
    Path real = Files.createDirectories(temporary.resolve("disk/real"));
    Files.createDirectories(temporary.resolve("srv"));
    Files.createSymbolicLink(database, real);
    run(LOADER);
    assertThat(database).isSymbolicLink();
    assertThat(real.resolve("movies/documents")).hasContent("whole");
    assertThat(Trees.names(temporary.resolve("disk"))).hasSize(3);
  }

  @Test
  void importsSnapshotsByTheirLoader() throws IOException {
    request = LaunchRequest.NONE.withSnapshot(temporary.resolve("movies.dump"));
    List<Path> loaded = new ArrayList<>();
    LaunchDecision decision =
        LaunchImport.into(database, request)
            .snapshots(
                (source, folder) -> {
                  loaded.add(source);
                  LOADER.load(source, folder);
                })
            .run();
    assertThat(decision.outcome()).isEqualTo(Outcome.IMPORT_SNAPSHOT);
    assertThat(loaded).containsExactly(temporary.resolve("movies.dump"));
    assertWhole();
  }

  @Test
  void theLoaderGetsAPlaceOfItsOwn() throws IOException {
    run(
        (source, folder) -> {
          assertThat(folder).doesNotExist();
          assertThat(folder.getFileName()).hasToString("data.db");
          assertThat(folder.getParent()).isEmptyDirectory();
          assertThat(database).doesNotExist();
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staging)))
              .isEqualTo("rwx------");
          Files.createFile(folder.resolveSibling("left"));
          LOADER.load(source, folder);
        });
    assertWhole();
  }

  @Test
  void nothingInTheFileMakesAnEmptyDatabase() throws IOException {
    run((source, folder) -> {});
    assertThat(database).isEmptyDirectory();
  }

  @Test
  void decidingChangesNothing() throws IOException {
    LaunchImport launch = LaunchImport.into(database, request);
    assertThat(launch.decide().outcome()).isEqualTo(Outcome.IMPORT_DUMP);
    assertThat(temporary.resolve("srv")).doesNotExist();
    assertThat(LaunchImport.into(database, LaunchRequest.NONE).run().outcome())
        .isEqualTo(Outcome.START_EMPTY);
    assertThat(temporary.resolve("srv")).doesNotExist();
  }

  @Test
  void whatIsRefusedLeavesTheDatabaseAlone() throws IOException {
    Files.createDirectories(database);
    Files.createFile(database.resolve("old"));
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> run(LOADER))
        .withMessageStartingWith("database already exists at " + database)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
    request = request.with(Flag.IGNORE_DUMP_IF_DB_EXISTS);
    assertThat(run(LOADER).outcome()).isEqualTo(Outcome.START_EXISTING);
    request = request.with(Flag.IGNORE_MISSING_SNAPSHOT);
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> run(LOADER))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(2));
    assertThat(Trees.names(temporary.resolve("srv"))).containsExactly("data.db/", "data.db/old");
  }

  @Test
  void aPlainFileIsNoDatabase() throws IOException {
    Files.createDirectories(database.getParent());
    Files.writeString(database, "precious");
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> run(LOADER))
        .withMessageContaining("is not a folder")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
    assertThat(database).hasContent("precious");
  }

  @Test
  void loadersAreNeeded() {
    assertThatIllegalStateException().isThrownBy(() -> LaunchImport.into(database, request).run());
    LaunchRequest snapshot = LaunchRequest.NONE.withSnapshot(Path.of("x"));
    assertThatIllegalStateException().isThrownBy(() -> LaunchImport.into(database, snapshot).run());
  }

  /** What a loader can throw, and what is made of it. */
  private record Failure(Exception exception, int exitCode, String message) {
    void happen() throws IOException {
      if (exception instanceof IOException e) {
        throw e;
      }
      throw (RuntimeException) exception;
    }
  }

  static List<Failure> failures() {
    return List.of(
        new Failure(new DumpException("the dump is damaged"), 1, "failed: the dump is damaged"),
        new Failure(new IOException("disk full"), 1, "failed: java.io.IOException: disk full"),
        new Failure(new IllegalArgumentException("two names"), 1, "Exception: two names"),
        new Failure(new InterruptedIOException("stopped"), 130, "was interrupted"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailedImportLeavesNothing(Failure failure) throws IOException {
    Files.createDirectories(database);
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(
            () ->
                run(
                    (source, folder) -> {
                      LOADER.load(source, folder);
                      failure.happen();
                    }))
        .withMessageContaining(failure.message)
        .withMessageStartingWith("importing the dump ")
        .withCause(failure.exception)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(failure.exitCode));
    assertThat(Trees.names(temporary.resolve("srv"))).containsExactly("data.db/");
    run(LOADER);
    assertWhole();
  }

  @Test
  void noErrorLeavesAnything() throws IOException {
    assertThatThrownBy(
            () ->
                run(
                    (source, folder) -> {
                      LOADER.load(source, folder);
                      throw new OutOfMemoryError("no room");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(temporary.resolve("srv")).isEmptyDirectory();
  }

  /** Takes the files as they are in the middle of an import, which is what kill leaves. */
  private void killed() throws IOException {
    Path copy = temporary.resolve("copy");
    run(
        (source, folder) -> {
          LOADER.load(source, folder);
          Files.writeString(folder.resolve("movies/documents"), "half");
          Trees.copy(temporary.resolve("srv"), copy);
        });
    Trees.delete(temporary.resolve("srv"));
    Files.move(copy, temporary.resolve("srv"));
  }

  @Test
  void aKilledImportIsDoneAgain() throws IOException {
    killed();
    assertThat(staging).isDirectory();
    assertThat(database).doesNotExist();
    run(LOADER);
    assertWhole();
  }

  @Test
  void aKilledImportIsClearedAwayAlsoWithoutAnother() throws IOException {
    killed();
    request = LaunchRequest.NONE;
    assertThat(run(LOADER).outcome()).isEqualTo(Outcome.START_EMPTY);
    assertThat(temporary.resolve("srv")).isEmptyDirectory();
  }

  @Test
  void anImportKilledAfterTheMoveIsWhole() throws IOException {
    killed();
    Files.createDirectories(database);
    Files.createFile(database.resolve("whole"));
    request = request.with(Flag.IGNORE_DUMP_IF_DB_EXISTS);
    assertThat(run(LOADER).outcome()).isEqualTo(Outcome.START_EXISTING);
    assertThat(Trees.names(temporary.resolve("srv"))).containsExactly("data.db/", "data.db/whole");
  }

  @Test
  void anImportKilledAtItsStartOrEndIsClearedAway() throws IOException {
    Files.createDirectories(staging);
    run(LOADER);
    assertWhole();

    Trees.delete(database);
    Files.createDirectories(staging);
    Files.createFile(staging.resolve("indexport-import"));
    run(LOADER);
    assertWhole();
  }

  @Test
  void whatNoImportHasLeftStays() throws IOException {
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("precious"), "mine");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(LaunchException.class)
          .isThrownBy(() -> run(LOADER))
          .withMessageContaining("expected what an import leaves, found something else")
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(1));
      Files.writeString(staging.resolve("indexport-import"), "something else");
    }
    assertThat(staging.resolve("precious")).hasContent("mine");
    Trees.delete(staging);
    Files.createFile(staging);
    assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> run(LOADER));
    assertThat(staging).isRegularFile();
  }

  @Test
  void twoDoNotImportAtATime() throws IOException {
    run(
        (source, folder) -> {
          assertThatExceptionOfType(LaunchException.class)
              .isThrownBy(() -> run(LOADER))
              .withMessageContaining("another process is importing into it");
          LOADER.load(source, folder);
        });
    assertWhole();
  }

  @Test
  void anotherProcessIsLeftInPeace() throws IOException {
    killed();
    try (OtherProcess process = OtherProcess.locking(staging.resolve("indexport-import"))) {
      assertThat(process.hasLock()).isTrue();
      assertThatExceptionOfType(LaunchException.class)
          .isThrownBy(() -> run(LOADER))
          .withMessageContaining("another process is importing into it");
      assertThat(Trees.names(staging)).isNotEmpty();
    }
    run(LOADER);
    assertWhole();
  }

  @Test
  void whatAppearsMeanwhileStays() throws IOException {
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(
            () ->
                run(
                    (source, folder) -> {
                      LOADER.load(source, folder);
                      Files.createDirectories(database);
                      Files.createFile(database.resolve("new"));
                    }))
        .withMessageContaining("expected nothing or an empty folder");
    assertThat(Trees.names(temporary.resolve("srv"))).containsExactly("data.db/", "data.db/new");
  }

  @Test
  void whatIsNoFolderDoesNotBecomeTheDatabase() throws IOException {
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> run((source, folder) -> Files.createFile(folder)))
        .withMessageContaining("expected a folder to become the database");
    assertThat(temporary.resolve("srv")).isEmptyDirectory();
  }

  @Test
  void aPathWithoutANameIsRefused() {
    database = Path.of("/..");
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(() -> run(LOADER))
        .withMessageContaining("expected a path that ends in a name");
  }

  @Test
  void worksWhereAFolderDoesNotReplaceAnEmptyOne() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
      Path root = Files.createDirectories(files.getPath("C:\\srv"));
      Path dump = Files.writeString(root.resolve("movies.dump"), "whole");
      database = Files.createDirectory(root.resolve("data.db"));
      request = LaunchRequest.NONE.withDump(dump);
      run(LOADER);
      assertThat(database.resolve("movies/documents")).hasContent("whole");
      assertThat(Trees.names(root)).hasSize(4);
    }
  }
}
