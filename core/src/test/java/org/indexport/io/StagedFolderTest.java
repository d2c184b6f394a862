package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFolderTest {
  @TempDir Path temporary;
  private final ScriptedFileSystem files =
      new ScriptedFileSystem(java.nio.file.FileSystems.getDefault());
  private Path staged = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    staged = Files.createDirectory(files.getPath(temporary.toString(), "staged"));
    target = files.getPath(temporary.toString(), "target");
    Files.createDirectory(staged.resolve("inner"));
    Files.writeString(staged.resolve("inner/file"), "text");
  }

  private void assertMoved() {
    assertThat(temporary.resolve("target/inner/file")).hasContent("text");
    assertThat(temporary.resolve("staged")).doesNotExist();
  }

  private void assertNotMoved() {
    assertThat(temporary.resolve("staged/inner/file")).hasContent("text");
  }

  @Test
  void getsItsName() throws IOException {
    StagedFolder.at(staged).moveTo(target);
    assertMoved();
  }

  @Test
  void takesThePlaceOfAnEmptyFolder() throws IOException {
    Files.createDirectory(target);
    StagedFolder.at(staged).moveTo(target);
    assertMoved();
  }

  @Test
  void alsoWhereAMoveDoesNot() throws IOException {
    Files.createDirectory(target);
    int[] moves = {0};
    files.script =
        (operation, path) -> {
          if (operation.equals("move") && moves[0]++ == 0) {
            throw new java.nio.file.FileAlreadyExistsException(path);
          }
        };
    StagedFolder.at(staged).moveTo(target);
    assertMoved();
  }

  @Test
  void leavesWhatIsThere() throws IOException {
    Files.createDirectory(target);
    Files.createFile(target.resolve("there"));
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> StagedFolder.at(staged).moveTo(target))
        .withMessageContaining("expected nothing or an empty folder");
    assertThat(temporary.resolve("target/there")).exists();
    assertNotMoved();
  }

  @Test
  void leavesWhatAppearsMeanwhile() throws IOException {
    for (Path there : new Path[] {target.resolve("there"), target}) {
      files.script =
          (operation, path) -> {
            if (operation.equals("move")) {
              files.script = (again, same) -> {};
              Files.createDirectories(there.getParent());
              Files.createFile(there);
            }
          };
      assertThatExceptionOfType(ExistingTargetException.class)
          .isThrownBy(() -> StagedFolder.at(staged).moveTo(target));
      assertThat(temporary.resolve(temporary.relativize(Path.of(there.toString())))).exists();
      assertNotMoved();
      TreeDeletion.delete(target);
    }
  }

  @Test
  void tellsWhereAnotherFileSystemIsMounted() throws IOException {
    Files.createDirectory(target);
    files.script =
        (operation, path) -> {
          if (operation.equals("move")) {
            throw new FileSystemException(path, target.toString(), "Device or resource busy");
          }
        };
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> StagedFolder.at(staged).moveTo(target))
        .withMessageContaining("Device or resource busy")
        .withMessageEndingWith(
            "; if another file system is mounted there, name a folder within it");
    assertNotMoved();
  }

  @Test
  void isNotMovedUnlessItIsDurable() {
    files.beforeForce =
        path -> {
          if (path.endsWith("file")) {
            throw new IOException("no fsync");
          }
        };
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> StagedFolder.at(staged).moveTo(target))
        .withMessageContaining("could not be made durable");
    assertNotMoved();
    assertThat(temporary.resolve("target")).doesNotExist();
  }

  @Test
  void isDeletedWithAllInIt() throws IOException {
    StagedFolder.at(staged).delete();
    StagedFolder.at(staged).delete();
    assertThat(temporary).isEmptyDirectory();
  }
}
