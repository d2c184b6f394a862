package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContainerTest {
  private final Map<String, byte[]> members = Sample.members(3);

  @Test
  void membersComeBackInOrderFromAStream() throws IOException {
    Map<String, byte[]> read = Sample.read(Sample.stream(Sample.file(members)));
    assertThat(read).containsExactlyEntriesOf(Sample.withManifest(members));
  }

  @Test
  void membersComeBackAtRandomFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.dump");
    Map<String, Placement> placements = Sample.write(DumpSink.file(file), members);
    assertThat(Sample.readAt(DumpSource.path(file), placements))
        .containsExactlyEntriesOf(Sample.withManifest(members));
    Map<String, Placement> found = new LinkedHashMap<>();
    Sample.read(DumpSource.path(file), new LinkedHashMap<>(), found);
    assertThat(found).isEqualTo(placements);
  }

  @Test
  void theIdIsTheManifests() throws IOException {
    String expected = HexFormat.of().formatHex(HandMade.sha256(Sample.manifest())).substring(0, 32);
    try (Container container =
        Container.open(
            Sample.channel(Sample.file(members)), ReadLimits.DEFAULT, new FrameBuffers())) {
      assertThat(container.id()).isEqualTo(expected);
      assertThat(container.metadata()).isEqualTo(members.get(Sample.METADATA));
    }
  }

  @Test
  void equalCallsGiveEqualBytes() throws IOException {
    assertThat(Sample.file(members)).isEqualTo(Sample.file(members));
  }

  @Test
  void openingTakesTwoReadsAndEachMemberOneMore() throws IOException {
    assertThat(readsToOpen(3)).isEqualTo(1);
    assertThat(readsToOpen(2_500)).isEqualTo(2);
    assertThat(readsToOpen(4_000)).isEqualTo(3);
  }

  private int readsToOpen(int parts) throws IOException {
    Map<String, byte[]> many = new LinkedHashMap<>();
    many.put(Sample.METADATA, Sample.utf8("{}"));
    IntStream.rangeClosed(1, parts)
        .forEach(i -> many.put(Sample.PART.formatted(i), Sample.lines(i, 1)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Placement> placements = new LinkedHashMap<>();
    FrameBuffers buffers = new FrameBuffers();
    try (ContainerWriter writer = ContainerWriter.create(DumpSink.stream(out), Sample.MODIFIED);
        FramePacker packer = new FramePacker(buffers)) {
      for (Map.Entry<String, byte[]> member : many.entrySet()) {
        byte[] content = member.getValue();
        if (Sample.isPayload(member.getKey())) {
          try (PackedFrame frame = packer.pack(content, 0, content.length)) {
            placements.put(member.getKey(), writer.addPayload(member.getKey(), frame));
          }
        } else {
          writer.addSmall(member.getKey(), content);
        }
      }
      byte[] manifest = new byte[30 * parts];
      new Random(1).nextBytes(manifest);
      writer.finish(to -> to.write(manifest));
    }
    CountingChannel channel = new CountingChannel(out.toByteArray());
    try (Container container =
        Container.open(DumpSource.channel("a", channel), ReadLimits.DEFAULT, buffers)) {
      int opening = channel.reads();
      for (int part : List.of(parts, 1, parts / 2 + 1)) {
        int before = channel.reads();
        String name = Sample.PART.formatted(part);
        container.payload(name, Sample.at(placements, name)).close();
        assertThat(channel.reads() - before).isEqualTo(1);
      }
      return opening;
    }
  }

  @Test
  void aMemberIsNotElsewhereAndNotUnderAnotherName() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Placement> placements = Sample.write(DumpSink.stream(out), members);
    String first = Sample.PART.formatted(1);
    String second = Sample.PART.formatted(2);
    Placement at = Sample.at(placements, first);
    try (Container container =
        Container.open(Sample.channel(out.toByteArray()), ReadLimits.DEFAULT, new FrameBuffers())) {
      List<Placement> wrong =
          List.of(
              new Placement(at.offset() + 1, at.packedBytes()),
              new Placement(at.offset(), at.packedBytes() + 1),
              new Placement(Long.MAX_VALUE, 1),
              new Placement(0, Sample.at(placements, Sample.METADATA).packedBytes()),
              Sample.at(placements, second),
              Sample.at(placements, Sample.INDEX));
      for (Placement placement : wrong) {
        assertThatThrownBy(() -> container.payload(first, placement))
            .isInstanceOf(CorruptDumpException.class)
            .hasMessageContaining("sample: byte");
        assertThatThrownBy(() -> container.small(Sample.INDEX + "x", placement))
            .isInstanceOf(CorruptDumpException.class);
      }
    }
  }

  @Test
  void largeFramesPassAndTooLargeOnesDoNot() throws IOException {
    byte[] large = new byte[20 << 20];
    new Random(5).nextBytes(large);
    Map<String, byte[]> one = new LinkedHashMap<>();
    one.put(Sample.METADATA, Sample.utf8("{}"));
    one.put(Sample.PART.formatted(1), large);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Placement> placements = Sample.write(DumpSink.stream(out), one);
    ReadLimits wide = ReadLimits.DEFAULT.withMaxDocumentBytes(64 << 20);
    ReadLimits narrow = ReadLimits.DEFAULT.withMaxDocumentBytes(10 << 20);
    FrameBuffers buffers = new FrameBuffers();
    try (MemberReader reader = MemberReader.open(Sample.stream(out.toByteArray()), wide, buffers);
        FrameUnpacker unpacker = new FrameUnpacker()) {
      reader.next();
      Member.Payload payload = (Member.Payload) Objects.requireNonNull(reader.next());
      assertThat(unpacker.unpack(payload.frame())).isEqualTo(large);
      assertThat(reader.next()).isNull();
    }
    try (MemberReader reader =
        MemberReader.open(Sample.stream(out.toByteArray()), narrow, buffers)) {
      reader.next();
      assertThatThrownBy(reader::next).isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(reader::next).isInstanceOf(LimitExceededException.class);
    }
    try (Container container = Container.open(Sample.channel(out.toByteArray()), narrow, buffers)) {
      assertThatThrownBy(
              () ->
                  container.payload(
                      Sample.PART.formatted(1), Sample.at(placements, Sample.PART.formatted(1))))
          .isInstanceOf(LimitExceededException.class);
    }
  }

  @Test
  void manyThreadsReadOneFile(@TempDir Path folder) throws IOException {
    Map<String, byte[]> many = Sample.members(50);
    Path file = folder.resolve("a.dump");
    Map<String, Placement> placements = Sample.write(DumpSink.file(file), many);
    byte[] bytes = Files.readAllBytes(file);
    for (DumpSource source : List.of(DumpSource.path(file), Sample.channel(bytes))) {
      try (Container container = Container.open(source, ReadLimits.DEFAULT, new FrameBuffers())) {
        IntStream.rangeClosed(1, 400)
            .parallel()
            .forEach(i -> check(container, Sample.PART.formatted(i % 50 + 1), placements, many));
      }
    }
  }

  private static void check(
      Container container,
      String name,
      Map<String, Placement> placements,
      Map<String, byte[]> expected) {
    try (PackedFrame frame = container.payload(name, Sample.at(placements, name));
        FrameUnpacker unpacker = new FrameUnpacker()) {
      assertThat(unpacker.unpack(frame)).isEqualTo(expected.get(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSourceThatIsReadOnceIsNotForRandomReading() {
    assertThatThrownBy(
            () ->
                Container.open(Sample.stream(new byte[0]), ReadLimits.DEFAULT, new FrameBuffers()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
