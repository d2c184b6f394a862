package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderContainerTest {
  private static final String PART = Sample.PART.formatted(1);
  private final Map<String, byte[]> members = Sample.members(3);

  @TempDir Path temporary;

  private Path written() throws IOException {
    Path folder = temporary.resolve("dump");
    Sample.write(DumpSink.folder(folder), members);
    return folder;
  }

  @Test
  void membersAreFiles() throws IOException {
    Path folder = temporary.resolve("dump");
    Map<String, Placement> placements = Sample.write(DumpSink.folder(folder), members);
    assertThat(folder.resolve(Sample.METADATA)).hasBinaryContent(members.get(Sample.METADATA));
    assertThat(folder.resolve("manifest.json")).hasBinaryContent(Sample.manifest());
    assertThat(folder.resolve(PART + ".zst")).exists();
    assertThat(Sample.readAt(DumpSource.path(folder), placements))
        .containsExactlyEntriesOf(Sample.withManifest(members));
  }

  @Test
  void namesThatNoFileCanHaveAreRefused() throws IOException {
    Path folder = temporary.resolve("dump");
    String longest = "x".repeat(255);
    members.put("sections/" + longest, new byte[1]);
    Sample.write(DumpSink.folder(folder), members);
    assertThat(folder.resolve("sections").resolve(longest)).exists();

    members.put("sections/" + longest + "y", new byte[1]);
    Path other = temporary.resolve("other");
    assertThatThrownBy(() -> Sample.write(DumpSink.folder(other), members))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("a name of 256 bytes, of at most 255 in a folder");
    assertThat(temporary).isDirectoryNotContaining("glob:**/*other*");
  }

  @Test
  void theyComeInAnOrderOfTheirOwn() throws IOException {
    Map<String, byte[]> read = Sample.read(DumpSource.path(written()));
    assertThat(read).containsExactlyInAnyOrderEntriesOf(Sample.withManifest(members));
    List<String> names = List.copyOf(read.keySet());
    assertThat(names.get(0)).isEqualTo(Sample.METADATA);
    assertThat(names.subList(names.size() - 4, names.size()))
        .containsExactly(PART, Sample.PART.formatted(2), Sample.PART.formatted(3), "manifest.json");
  }

  /** Packing and unpacking copy frames. */
  @Test
  void packingKeepsFramesByteForByte() throws IOException {
    Path folder = written();
    Path file = temporary.resolve("a.dump");
    Path again = temporary.resolve("again");
    Map<String, String> first = copy(DumpSource.path(folder), DumpSink.file(file));
    Map<String, String> second = copy(DumpSource.path(file), DumpSink.folder(again));
    assertThat(first).isEqualTo(second).hasSize(3);
    for (int i = 1; i <= 3; i++) {
      String name = Sample.PART.formatted(i) + ".zst";
      assertThat(again.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
    }
    assertThat(Sample.read(DumpSource.path(file)))
        .containsExactlyInAnyOrderEntriesOf(Sample.withManifest(members));
  }

  private static Map<String, String> copy(DumpSource source, DumpSink sink) throws IOException {
    Map<String, String> digests = new LinkedHashMap<>();
    try (MemberReader reader = MemberReader.open(source, ReadLimits.DEFAULT, new FrameBuffers());
        ContainerWriter writer = ContainerWriter.create(sink, Sample.MODIFIED)) {
      for (Member member; (member = reader.next()) != null; ) {
        if (member instanceof Member.Payload payload) {
          try (PackedFrame frame = payload.frame()) {
            digests.put(member.name(), HexFormat.of().formatHex(frame.sha256()));
            writer.addPayload(member.name(), frame);
          }
        } else {
          writer.addSmall(member.name(), ((Member.Small) member).content());
        }
      }
      assertThat(writer.finish(to -> reader.manifest().transferTo(to))).isEqualTo(reader.id());
    }
    return digests;
  }

  private void assertRefused(Path folder, Class<? extends DumpException> error) {
    assertThatThrownBy(() -> Sample.read(DumpSource.path(folder))).isInstanceOf(error);
  }

  @Test
  void withoutManifestItIsIncomplete() throws IOException {
    Path folder = written();
    Files.delete(folder.resolve("manifest.json"));
    assertRefused(folder, TruncatedDumpException.class);
    assertThatThrownBy(
            () -> Container.open(DumpSource.path(folder), ReadLimits.DEFAULT, new FrameBuffers()))
        .isInstanceOf(TruncatedDumpException.class);
    assertThat(Sample.whole(Sample.salvage(DumpSource.path(folder)))).hasSize(members.size());
    Files.createFile(folder.resolve("manifest.json"));
    assertRefused(folder, TruncatedDumpException.class);
  }

  @Test
  void linksAreRefused() throws IOException {
    Path folder = written();
    Path part = folder.resolve(PART + ".zst");
    Path elsewhere = Files.move(part, temporary.resolve("elsewhere"));
    Files.createSymbolicLink(part, elsewhere);
    assertRefused(folder, CorruptDumpException.class);
    assertFileRefused(folder, PART, Files.size(elsewhere));

    Path moved = Files.move(folder.resolve("indexes"), temporary.resolve("moved"));
    Files.createSymbolicLink(folder.resolve("indexes"), moved);
    assertRefused(folder, CorruptDumpException.class);
    assertFileRefused(folder, Sample.PART.formatted(2), 1);
  }

  private static void assertFileRefused(Path folder, String name, long bytes) throws IOException {
    try (Container container =
        Container.open(DumpSource.path(folder), ReadLimits.DEFAULT, new FrameBuffers())) {
      assertThatThrownBy(() -> container.payload(name, new Placement(0, bytes)))
          .isInstanceOf(CorruptDumpException.class);
    }
  }

  @Test
  void namesFromAManifestDoNotEscape() throws IOException {
    Path folder = written();
    Files.write(temporary.resolve("secret"), new byte[1]);
    Files.write(temporary.resolve("secret.zst"), new byte[1]);
    try (Container container =
        Container.open(DumpSource.path(folder), ReadLimits.DEFAULT, new FrameBuffers())) {
      Placement one = new Placement(0, 1);
      for (String name : List.of("../secret", temporary + "/secret", "a/../../secret", "", "x")) {
        assertThatThrownBy(() -> container.small(name, one))
            .isInstanceOf(CorruptDumpException.class);
        assertThatThrownBy(() -> container.payload(name, one))
            .isInstanceOf(CorruptDumpException.class);
      }
      assertThatThrownBy(() -> container.payload(Sample.METADATA + "/x", one))
          .isInstanceOf(CorruptDumpException.class);
    }
  }

  @Test
  void strayFilesAreRefusedAndHiddenOnesPassedOver() throws IOException {
    Path folder = written();
    Files.write(folder.resolve(".DS_Store"), new byte[1]);
    assertThat(Sample.read(DumpSource.path(folder))).hasSize(members.size() + 1);
    Files.write(folder.resolve("a file"), new byte[1]);
    assertRefused(folder, CorruptDumpException.class);
    Files.delete(folder.resolve("a file"));
    Files.write(folder.resolve(PART), new byte[1]);
    assertRefused(folder, CorruptDumpException.class);
  }

  @Test
  void aChangedOrCutFileIsFoundAndTheRestSalvaged() throws IOException {
    Path folder = written();
    Path part = folder.resolve(PART + ".zst");
    byte[] sound = Files.readAllBytes(part);
    for (int at = 0; at < sound.length; at++) {
      byte[] wrong = sound.clone();
      wrong[at] ^= 1;
      Files.write(part, wrong);
      List<Salvage.Find> finds = new ArrayList<>(Sample.salvage(DumpSource.path(folder)));
      assertThat(Sample.whole(finds).size()).isBetween(members.size(), members.size() + 1);
      Files.write(part, Arrays.copyOf(sound, at));
      assertRefused(folder, CorruptDumpException.class);
    }
  }
}
