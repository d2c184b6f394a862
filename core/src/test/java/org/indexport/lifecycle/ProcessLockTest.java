package org.indexport.lifecycle;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("lock");
  }

  private ProcessLock acquired() throws IOException {
    return Objects.requireNonNull(ProcessLock.tryAcquire(file, CREATE, READ, WRITE));
  }

  @Test
  void oneHasIt() throws IOException {
    try (ProcessLock lock = acquired()) {
      assertThat(lock.isProven()).isTrue();
      assertThat(ProcessLock.tryAcquire(file, WRITE)).isNull();
      Path other = folder.resolve("x").resolveSibling("lock");
      assertThat(ProcessLock.tryAcquire(other, WRITE)).isNull();
    }
    acquired().close();
  }

  @Test
  void closingTwiceLeavesItToWhoHasItThen() throws IOException {
    ProcessLock first = acquired();
    first.close();
    try (ProcessLock second = acquired()) {
      first.close();
      assertThat(second.isProven()).isTrue();
      assertThat(ProcessLock.tryAcquire(file, WRITE)).isNull();
    }
  }

  @Test
  void aNewFileIsWhatWasAskedFor() throws IOException {
    Files.createFile(file);
    assertThatThrownBy(() -> ProcessLock.tryAcquire(file, CREATE_NEW, WRITE))
        .isInstanceOf(FileAlreadyExistsException.class);
    acquired().delete();
    assertThat(file).doesNotExist();
  }

  @Test
  void holdsText() throws IOException {
    try (ProcessLock lock = acquired()) {
      assertThat(lock.read(10)).isEmpty();
      lock.write("a text of some length");
      assertThat(lock.read(6)).isEqualTo("a text");
      assertThat(lock.read(100)).isEqualTo("a text of some length");
    }
  }

  @Test
  void otherCodeOfThisProcessKeepsItsLock() throws IOException, InterruptedException {
    try (FileChannel other = FileChannel.open(file, CREATE, WRITE)) {
      Objects.requireNonNull(other.tryLock());
      assertThat(ProcessLock.tryAcquire(file, WRITE)).isNull();
      // Had the attempt closed its channel, another process could have the lock now.
      try (OtherProcess process = OtherProcess.locking(file)) {
        assertThat(process.hasLock()).isFalse();
      }
    }
  }

  @Test
  void anotherProcessHasItUntilItIsKilled() throws IOException, InterruptedException {
    try (OtherProcess process = OtherProcess.locking(file)) {
      assertThat(process.hasLock()).isTrue();
      assertThat(ProcessLock.tryAcquire(file, WRITE)).isNull();
    }
    acquired().close();
  }
}
