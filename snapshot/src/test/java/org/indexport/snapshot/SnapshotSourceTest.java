package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.indexport.snapshot.Tree.ENGINE;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.SnapshotSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that do not keep their word, that are slow, and callers that lose patience. */
class SnapshotSourceTest {
  @TempDir Path temp;

  private String former = "";

  private SnapshotFile file() {
    return SnapshotFile.at(temp.resolve("data.snapshot"));
  }

  @BeforeEach
  void aFormerSnapshotIsThere() throws IOException {
    file().store(Tree.small().source());
    former = file().describe().id();
  }

  private void nothingHasChanged() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      assertThat(all.map(path -> String.valueOf(path.getFileName())))
          .containsExactly("data.snapshot");
    }
    assertThat(file().describe().id()).isEqualTo(former);
  }

  /** An engine of which one file is opened otherwise; knows whether it was closed. */
  private static final class Odd implements SnapshotSource {
    private final InputStream content;
    private final List<String> open = new ArrayList<>();

    Odd(InputStream content) {
      this.content = content;
    }

    @Override
    public Tree.Pinned pin() {
      open.add("pin");
      return new Tree.Pinned(Tree.small()) {
        @Override
        public ReadableByteChannel open(PinnedFile file) throws IOException {
          if (!file.path().equals("_0.cfs")) {
            return super.open(file);
          }
          open.add("channel");
          InputStream watched =
              new FilterInputStream(content) {
                @Override
                public void close() throws IOException {
                  open.remove("channel");
                  super.close();
                }
              };
          return Channels.newChannel(watched);
        }

        @Override
        public void close() {
          open.remove("pin");
        }
      };
    }
  }

  @Test
  void aFileThatWasCutIsNoticed() throws IOException {
    Odd source = new Odd(new ByteArrayInputStream(Tree.bytes(299, 1)));
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> file().store(source))
        .withMessageContainingAll("_0.cfs", "300 bytes", "299 bytes");
    assertThat(source.open).isEmpty();
    nothingHasChanged();
  }

  @Test
  void aFileThatHasGrownIsNoticed() throws IOException {
    Odd source = new Odd(new ByteArrayInputStream(Tree.bytes(301, 1)));
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> file().store(source))
        .withMessageContainingAll("_0.cfs", "300 bytes", "more");
    assertThat(source.open).isEmpty();
    nothingHasChanged();
  }

  @Test
  void whatTheEngineSaysOfItsFileIsPassedOn() throws IOException {
    CorruptDumpException said = new CorruptDumpException("a wrong checksum");
    Odd source =
        new Odd(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw said;
              }

              @Override
              public int read(byte[] target, int from, int length) throws IOException {
                return read();
              }
            });
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> file().store(source))
        .isSameAs(said);
    assertThat(source.open).isEmpty();
    nothingHasChanged();
  }

  @Test
  void anEngineThatCannotBePinnedChangesNothing() throws IOException {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                file()
                    .store(
                        () -> {
                          throw new IOException("closed");
                        }))
        .withMessage("closed");
    nothingHasChanged();
  }

  @Test
  void pathsThatCannotLieBelowOneFolderAreRefused() throws IOException {
    for (Tree tree :
        List.of(
            new Tree().with("a", "").with("a/b", ""),
            new Tree().with("a", "").withFolder("a"),
            new Tree().with("a/b", "").withFolder("a"),
            new Tree().with("\ud800", ""),
            new Tree().with("é".repeat(2_000), ""))) {
      assertThatExceptionOfType(DumpException.class)
          .as(tree.toString())
          .isThrownBy(() -> file().store(tree.source()))
          .withMessageContaining("below one folder");
      nothingHasChanged();
    }
  }

  @Test
  void aPathTwiceIsRefused() throws IOException {
    SnapshotSource source =
        () ->
            new Tree.Pinned(Tree.small()) {
              @Override
              public List<PinnedFile> files() {
                PinnedFile file = new PinnedFile("a", 0, null);
                return List.of(file, file);
              }
            };
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> file().store(source))
        .withMessageContaining("twice");
    nothingHasChanged();
  }

  @Test
  void whoIsInterruptedStopsAndLeavesNothing() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    InputStream blocking =
        new InputStream() {
          @Override
          public int read() throws IOException {
            reading.countDown();
            try {
              TimeUnit.MINUTES.sleep(1);
            } catch (InterruptedException e) {
              throw new ClosedByInterruptException();
            }
            return -1;
          }

          @Override
          public int read(byte[] target, int from, int length) throws IOException {
            return read();
          }
        };
    Odd source = new Odd(blocking);
    List<Throwable> thrown = new ArrayList<>();
    List<Boolean> interrupted = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                file().store(source);
              } catch (IOException e) {
                thrown.add(e);
              }
              interrupted.add(Thread.currentThread().isInterrupted());
            });
    thread.start();
    reading.await();
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(thread.isAlive()).isFalse();
    assertThat(thrown).singleElement().isInstanceOf(ClosedByInterruptException.class);
    assertThat(interrupted).containsExactly(true);
    assertThat(source.open).isEmpty();
    nothingHasChanged();
  }

  @Test
  void whoWasInterruptedBeforeRestoresNothing() throws IOException {
    Path target = temp.resolve("data");
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(ClosedByInterruptException.class)
          .isThrownBy(() -> file().restore(target, ENGINE, RestoreOptions.DEFAULT));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    nothingHasChanged();
  }

  @Test
  void noMoreIsReadInASecondThanAllowed() throws IOException {
    Tree tree = new Tree().with("a", new byte[1 << 20]);
    SnapshotOptions slow = SnapshotOptions.builder().bytesPerSecond(2 << 20).build();
    Duration took = SnapshotFile.at(file().path(), slow).store(tree.source()).took();
    // The first quarter need not wait.
    assertThat(took).isBetween(Duration.ofMillis(350), Duration.ofSeconds(20));
    assertThat(file().verify().isSound()).isTrue();
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    for (int workers : new int[] {-1, 0, 257}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SnapshotOptions.builder().workers(workers));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RestoreOptions.builder().workers(workers));
    }
    for (int level : new int[] {0, 20}) {
      assertThatIllegalArgumentException().isThrownBy(() -> SnapshotOptions.builder().level(level));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotOptions.builder().bytesPerSecond(0));
    assertThat(SnapshotOptions.DEFAULT.level()).isEqualTo(1);
  }
}
