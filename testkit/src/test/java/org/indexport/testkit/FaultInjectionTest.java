package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.indexport.IndexInfo;
import org.indexport.spi.BatchResult;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.junit.jupiter.api.Test;

/** The injectors do what they say, so that contracts that use them prove something. */
class FaultInjectionTest {
  private static final byte[] BYTES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  private static InputStream in() {
    return new ByteArrayInputStream(BYTES);
  }

  @Test
  void throttledStreamsGiveSmallPortions() throws IOException {
    try (InputStream slow = new ThrottledInputStream(in(), 3)) {
      byte[] buffer = new byte[10];
      assertThat(slow.read(buffer, 0, 10)).isEqualTo(1);
      assertThat(slow.read(buffer, 1, 9)).isEqualTo(2);
      assertThat(slow.read(buffer, 3, 7)).isEqualTo(3);
      assertThat(slow.available()).isZero();
      assertThat(slow.skip(5)).isEqualTo(1);
      assertThat(slow.readAllBytes()).containsExactly(7, 8, 9);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new ThrottledInputStream(in(), 0));
  }

  @Test
  void truncatedStreamsEndEarly() throws IOException {
    for (int length = 0; length <= 10; length++) {
      assertThat(new TruncatedInputStream(in(), length).readAllBytes()).hasSize(length);
      InputStream single = new TruncatedInputStream(in(), length);
      for (int i = 0; i < length; i++) {
        assertThat(single.read()).isEqualTo(i);
      }
      assertThat(single.read()).isEqualTo(-1);
      assertThat(single.skip(1)).isZero();
    }
  }

  @Test
  void oneBitIsFlippedHoweverItIsRead() throws IOException {
    byte[] expected = BYTES.clone();
    expected[6] ^= 0x10;
    assertThat(new BitFlippingInputStream(in(), 6, 4).readAllBytes()).isEqualTo(expected);
    InputStream single = new BitFlippingInputStream(in(), 6, 4);
    assertThat(single.skip(3)).isEqualTo(3);
    for (int i = 3; i < 10; i++) {
      assertThat(single.read()).isEqualTo(expected[i]);
    }
    assertThat(single.read()).isEqualTo(-1);
    assertThatIllegalArgumentException().isThrownBy(() -> new BitFlippingInputStream(in(), 0, 8));
  }

  @Test
  void failingStreamsFailThereAndEverAfter() throws IOException {
    InputStream bytes = FailingInputStream.afterBytes(in(), 4);
    assertThat(bytes.readNBytes(4)).containsExactly(0, 1, 2, 3);
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(bytes::read);
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> bytes.skip(1));
    InputStream calls = FailingInputStream.atCall(in(), 2);
    assertThat(calls.read()).isZero();
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(calls::read);

    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    OutputStream out = FailingOutputStream.afterBytes(taken, 4);
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> out.write(BYTES));
    assertThat(taken.toByteArray()).containsExactly(0, 1, 2, 3);
    OutputStream second = FailingOutputStream.atCall(taken, 2);
    second.write(1);
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(second::flush);
  }

  @Test
  void theFileSystemFailsAtTheCallThatWasToldAndKnowsWhatIsOpen() throws IOException {
    try (Scratch scratch = Scratch.create()) {
      FaultyFileSystem files = scratch.files();
      Path file = scratch.path("file");
      files.failAt(Operation.WRITE, 2);
      try (OutputStream out = Files.newOutputStream(file)) {
        assertThat(files.openFiles()).hasSize(1);
        out.write(1);
        assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> out.write(2));
        assertThat(files.hasFailed()).isTrue();
        out.write(3);
      }
      assertThat(files.openFiles()).isEmpty();
      assertThat(Files.readAllBytes(file)).containsExactly(1, 3);

      files.failAt(Operation.FORCE, 1);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> channel.force(true));
        channel.force(true);
      }
      files.failAt(Operation.MOVE, 1);
      Path moved = scratch.path("moved");
      assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> Files.move(file, moved));
      assertThat(scratch.names()).containsExactly("file");
      Files.move(file, moved);
      files.failAt(Operation.DELETE, 1);
      assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> Files.delete(moved));
      files.failAt(Operation.OPEN, 1);
      files.heal();
      assertThat(Files.readAllBytes(moved)).hasSize(2);
      assertThat(files.calls(Operation.MOVE)).isEqualTo(2);
    }
  }

  @Test
  void theFileSystemFailsForGoodAsForAProcessThatWasKilled() throws IOException {
    try (Scratch scratch = Scratch.create()) {
      FaultyFileSystem files = scratch.files();
      Path file = scratch.path("file");
      files.failAllAfter(2);
      Files.createFile(file);
      Files.delete(file);
      assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> Files.createFile(file));
      assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> Files.createFile(file));
      assertThat(files.hasFailed()).isTrue();
      files.heal();
      Files.createFile(file);
      assertThatIllegalArgumentException().isThrownBy(() -> files.failAllAfter(-1));
    }
  }

  @Test
  void theFileSystemIsAsWeakAsAnObjectStore() throws IOException {
    try (Scratch scratch = Scratch.create()) {
      FaultyFileSystem files = scratch.files();
      files.refuseAtomicMoves();
      files.freezeListings();
      Path folder = Files.createDirectory(scratch.path("folder"));
      Path file = Files.createFile(folder.resolve("file"));
      Path moved = folder.resolve("moved");
      assertThatExceptionOfType(AtomicMoveNotSupportedException.class)
          .isThrownBy(() -> Files.move(file, moved, StandardCopyOption.ATOMIC_MOVE));
      assertThat(listed(folder)).containsExactly(file);
      Files.move(file, moved);
      assertThat(listed(folder)).containsExactly(file);
      files.refreshListings();
      assertThat(listed(folder)).containsExactly(moved);
    }
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void theIndexerAnswersAsPlanned() throws IOException {
    IndexInfo index = IndexInfo.of("movies");
    InMemoryEngine engine = new InMemoryEngine();
    try (FaultyIndexer indexer =
        new FaultyIndexer(new InMemoryIndexer(engine))
            .answerAt(1, new BatchResult.NotSent("busy"))
            .loseAnswerAt(2)
            .failAt(3)
            .failAtSync(1)
            .tooLargeAbove(3)
            .reject("d0", "no")) {
      indexer.createIndex(index, IfExists.REFUSE);
      var one = Batches.of(index, Batches.numbered(1, 2, "a"));
      assertThat(indexer.addDocuments(one)).isEqualTo(new BatchResult.NotSent("busy"));
      assertThat(engine.contents(index.name())).isEmpty();
      assertThat(indexer.addDocuments(one)).isInstanceOf(BatchResult.NotSent.class);
      assertThat(engine.contents(index.name())).hasSize(1);
      assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> indexer.addDocuments(one));
      assertThatExceptionOfType(InjectedFault.class).isThrownBy(indexer::sync);
      assertThat(indexer.addDocuments(Batches.of(index, Batches.numbered(0, 4, "a"))))
          .isInstanceOf(BatchResult.TooLarge.class);
      assertThat(indexer.addDocuments(Batches.of(index, Batches.numbered(0, 3, "a"))))
          .isEqualTo(new BatchResult.Delivered(Map.of(0, BatchResult.Outcome.rejected("no"))));
      assertThat(indexer.batches()).isEqualTo(5);
      assertThat(engine.contents(index.name())).containsOnlyKeys("d1", "d2");
    }
  }
}
