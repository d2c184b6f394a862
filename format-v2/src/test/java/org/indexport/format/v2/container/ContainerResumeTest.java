package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.ExistingTargetException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Publication.Existing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerResumeTest {
  private static final Map<String, byte[]> MEMBERS = Sample.members(4);

  @TempDir Path temporary = Path.of("");

  private DumpSink sink(Packing packing) {
    return sink(temporary.resolve("a.dump"), packing);
  }

  private static DumpSink sink(Path path, Packing packing) {
    return new DumpSink(path, null, packing, Existing.REFUSE);
  }

  /** What writing in one go gives. */
  private static Map<String, byte[]> usual(Path folder, Packing packing) throws IOException {
    Path path = folder.resolve("usual");
    Sample.write(sink(path, packing), MEMBERS);
    return Resumed.tree(path);
  }

  private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    found.forEach((name, content) -> assertThat(content).as(name).isEqualTo(expected.get(name)));
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      return left.filter(path -> !path.endsWith("usual")).toList();
    }
  }

  /** What a killed writer may leave behind what is durable. */
  private static void litter(Path unfinished, Packing packing) throws IOException {
    if (packing == Packing.FILE) {
      Files.write(unfinished, Sample.utf8("half a frame"), StandardOpenOption.APPEND);
      return;
    }
    Files.createDirectories(unfinished.resolve("indexes").resolve("begun"));
    Files.createDirectories(unfinished.resolve("sections").resolve("begun").resolve("a"));
    Files.write(unfinished.resolve("sections").resolve("begun").resolve("b.json"), new byte[3]);
    Files.write(unfinished.resolve("manifest.json"), new byte[0]);
  }

  @ParameterizedTest
  @EnumSource
  void killedAfterAnyMemberItGoesOnAsIfNothingHadHappened(Packing packing) throws IOException {
    Map<String, byte[]> usual = usual(temporary, packing);
    for (int kill = 1; kill <= MEMBERS.size(); kill++) {
      for (int more = 0; more <= 2; more++) {
        DumpSink sink = sink(temporary.resolve("killed" + kill + more), packing);
        try (Resumed resumed = new Resumed(sink, MEMBERS)) {
          while (resumed.added < kill) {
            resumed.add();
          }
          resumed.sync();
          for (int i = 0; i < more && !resumed.isComplete(); i++) {
            resumed.add();
          }
          litter(resumed.unfinished(), packing);
          resumed.resume();
          assertSame(resumed.restored, resumed.expected());
          resumed.finish();
          assertThat(resumed.unfinished()).doesNotExist();
        }
        assertSame(Resumed.tree(Objects.requireNonNull(sink.path())), usual);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void killedWhenItWasAboutToAppearItGoesOn(Packing packing) throws IOException {
    Map<String, byte[]> usual = usual(temporary, packing);
    DumpSink sink = sink(packing);
    try (Resumed resumed = new Resumed(sink, MEMBERS)) {
      while (!resumed.isComplete()) {
        resumed.add();
      }
      resumed.sync();
      Path target = Objects.requireNonNull(sink.path());
      Files.createDirectory(target);
      assertThatThrownBy(resumed::finish).isInstanceOf(ExistingTargetException.class);
      assertThatThrownBy(resumed::resume).isInstanceOf(ExistingTargetException.class);
      Files.delete(target);
      resumed.resume();
      resumed.finish();
      assertSame(Resumed.tree(target), usual);
    }
  }

  /** Numbers: 0 to 4 add a member, 5 and 6 sync, 7 kills, 8 closes; both go on after that. */
  @Property(tries = 150)
  void anyHistoryLeadsToTheSameResult(
      @ForAll Packing packing, @ForAll @Size(max = 40) List<@IntRange(max = 8) Integer> history)
      throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path folder = Files.createDirectory(memory.getPath("dumps"));
      DumpSink sink = sink(folder.resolve("a.dump"), packing);
      try (Resumed resumed = new Resumed(sink, MEMBERS)) {
        resumed.add();
        resumed.sync();
        for (int step : history) {
          if (step >= 7) {
            if (step == 8) {
              resumed.writer().close();
            }
            resumed.resume();
            assertSame(resumed.restored, resumed.expected());
          } else if (step >= 5) {
            resumed.sync();
          } else if (!resumed.isComplete()) {
            resumed.add();
          }
        }
        resumed.finish();
      }
      assertSame(Resumed.tree(Objects.requireNonNull(sink.path())), usual(folder, packing));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingKeepsWhatIsDurableOnly(Packing packing) throws IOException {
    try (Resumed resumed = new Resumed(sink(packing), MEMBERS)) {
      resumed.add();
      assertThat(left()).containsExactly(resumed.unfinished());
      resumed.writer().close();
      assertThat(left()).isEmpty();
    }
    try (Resumed resumed = new Resumed(sink(packing), MEMBERS)) {
      resumed.add();
      resumed.sync();
      resumed.writer().close();
      assertThat(left()).containsExactly(resumed.unfinished());
      assertThatThrownBy(() -> ContainerWriter.createResumable(sink(packing), Sample.MODIFIED))
          .isInstanceOf(ExistingTargetException.class)
          .hasMessageContaining("resume it with its checkpoint, or delete it");
      assertThatThrownBy(() -> resumed.writer().abandon())
          .isInstanceOf(IllegalStateException.class);
      resumed.resume();
      resumed.writer().abandon();
      assertThat(left()).isEmpty();
      assertThatThrownBy(resumed::resume)
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("found nothing; start anew without the checkpoint");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyItsOwnerSeesWhatIsUnfinished(Packing packing) throws IOException {
    for (boolean isPrivate : new boolean[] {false, true}) {
      DumpSink sink = sink(temporary.resolve("private" + isPrivate), packing);
      Path path = Objects.requireNonNull(sink.path());
      try (Resumed resumed = new Resumed(sink, MEMBERS)) {
        resumed.add();
        resumed.sync();
        assertThat(othersIn(resumed.unfinished())).isFalse();
        Files.setPosixFilePermissions(
            resumed.unfinished(), Set.copyOf(List.of(PosixFilePermission.values())));
        resumed.resume();
        assertThat(othersIn(resumed.unfinished())).isFalse();
        if (isPrivate) {
          resumed.writer().keepPrivate();
        }
        resumed.finish();
      }
      assertThat(othersIn(path)).isEqualTo(!isPrivate);
    }
  }

  private static boolean othersIn(Path path) throws IOException {
    return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
  }

  @Test
  void whatCannotBeResumedIsRefused() throws IOException {
    DumpSink stream = DumpSink.stream(new ByteArrayOutputStream());
    assertThatThrownBy(() -> ContainerWriter.createResumable(stream, Sample.MODIFIED))
        .isInstanceOf(IllegalArgumentException.class);
    try (Resumed resumed = new Resumed(sink(Packing.FILE), MEMBERS)) {
      assertThatThrownBy(resumed::sync).isInstanceOf(IllegalStateException.class);
      resumed.add();
      resumed.sync();
      assertThatThrownBy(() -> resumed.resume(stream, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> resumed.resume(sink(Packing.FILE), 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> resumed.resume(sink(Packing.FOLDER), 1))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("expected an unfinished folder")
          .hasMessageContaining("found a file");
    }
    for (Packing packing : Packing.values()) {
      try (ContainerWriter writer =
          ContainerWriter.create(sink(temporary.resolve("once"), packing), Sample.MODIFIED)) {
        writer.addSmall(Sample.METADATA, new byte[1]);
        assertThatThrownBy(writer::sync).isInstanceOf(IllegalStateException.class);
        writer.abandon();
        assertThatThrownBy(writer::abandon).isInstanceOf(IllegalStateException.class);
      }
      assertThat(temporary.resolve("once")).doesNotExist();
    }
  }

  private static void assertRefused(
      Resumed resumed, long length, Class<? extends DumpException> error) throws IOException {
    Map<String, byte[]> before = Resumed.tree(resumed.unfinished());
    assertThatThrownBy(
            () -> resumed.resume(sink(target(resumed.unfinished()), packing(resumed)), length))
        .as("up to %d", length)
        .isInstanceOf(error)
        .hasMessageContaining(resumed.unfinished().toString())
        .hasMessageContaining("delete it and its checkpoint, and start anew");
    assertSame(Resumed.tree(resumed.unfinished()), before);
  }

  private static Path target(Path unfinished) {
    return unfinished.resolveSibling("a.dump");
  }

  private static Packing packing(Resumed resumed) {
    return Files.isDirectory(resumed.unfinished()) ? Packing.FOLDER : Packing.FILE;
  }

  @Test
  void aFileOfAnotherLengthIsRefused() throws IOException {
    try (Resumed resumed = new Resumed(sink(Packing.FILE), MEMBERS)) {
      for (int i = 0; i < 4; i++) {
        resumed.add();
      }
      long before = resumed.writer().sync();
      resumed.add();
      resumed.sync();
      for (long length = before + 1; length < resumed.durable; length++) {
        assertRefused(resumed, length, TruncatedDumpException.class);
      }
      assertRefused(resumed, resumed.durable + 1, TruncatedDumpException.class);
      resumed.resume();
    }
  }

  @Test
  void aChangedByteIsFoundOrMeansNothing() throws IOException {
    try (Resumed resumed = new Resumed(sink(Packing.FILE), Sample.members(1))) {
      while (!resumed.isComplete()) {
        resumed.add();
      }
      resumed.sync();
      byte[] sound = Files.readAllBytes(resumed.unfinished());
      for (int at = 0; at < sound.length; at++) {
        byte[] wrong = sound.clone();
        wrong[at] ^= 0x10;
        Files.write(resumed.unfinished(), wrong);
        try {
          resumed.resume();
          // Some bits of a frame mean nothing.
          assertSame(resumed.restored, resumed.expected());
        } catch (DumpException e) {
          assertThat(e).hasMessageContaining(resumed.unfinished().toString());
        }
        assertThat(resumed.unfinished()).hasBinaryContent(wrong);
      }
      Files.write(resumed.unfinished(), sound);
      resumed.resume();
      resumed.finish();
    }
  }

  @Test
  void whatAnotherWriterWroteIsRefused() throws IOException {
    byte[] metadata = Sample.utf8("{}");
    byte[] plain =
        HandMade.join(
            HandMade.tarHeader(Sample.METADATA, metadata.length), metadata, new byte[510]);
    byte[] finished = Sample.file(MEMBERS);
    try (Resumed resumed = new Resumed(sink(Packing.FILE), MEMBERS)) {
      resumed.add();
      resumed.sync();
      for (byte[] other : List.of(HandMade.frame(plain), finished)) {
        Files.write(resumed.unfinished(), other);
        assertRefused(resumed, other.length, CorruptDumpException.class);
      }
    }
  }

  @Test
  void aFolderThatLacksMembersIsRefused() throws IOException {
    try (Resumed resumed = new Resumed(sink(Packing.FOLDER), MEMBERS)) {
      for (int i = 0; i < 4; i++) {
        resumed.add();
      }
      resumed.sync();
      Path part = resumed.unfinished().resolve(Sample.PART.formatted(2) + ".zst");
      byte[] frame = Files.readAllBytes(part);
      Files.write(part, Arrays.copyOf(frame, frame.length - 1));
      assertRefused(resumed, resumed.durable, CorruptDumpException.class);
      Files.delete(part);
      assertRefused(resumed, resumed.durable, CorruptDumpException.class);
      Files.write(part, frame);
      Path stray = Files.write(resumed.unfinished().resolve("a stray file"), new byte[1]);
      assertRefused(resumed, resumed.durable, CorruptDumpException.class);
      Files.delete(stray);
      Files.write(resumed.unfinished().resolve(".DS_Store"), new byte[1]);
      resumed.resume();
      assertSame(resumed.restored, resumed.expected());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotLikeAMemberResumesNothing(Packing packing) throws IOException {
    try (Resumed resumed = new Resumed(sink(packing), MEMBERS)) {
      resumed.add();
      resumed.sync();
      long durable = resumed.durable;
      IOException reason = new IOException("not what it should be");
      Resumption picky =
          new Resumption() {
            @Override
            public long durable() {
              return durable;
            }

            @Override
            public boolean contains(String member) {
              return true;
            }

            @Override
            public void take(Member member) throws IOException {
              throw reason;
            }
          };
      assertThatThrownBy(
              () ->
                  ContainerWriter.resume(
                      sink(packing), picky, ReadLimits.DEFAULT, new FrameBuffers()))
          .isSameAs(reason);
      resumed.resume();
      resumed.finish();
    }
  }
}
