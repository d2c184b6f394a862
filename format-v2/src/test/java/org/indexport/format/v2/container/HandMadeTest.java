package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** Files by hand: a sound one, and those of which one thing is wrong. */
class HandMadeTest {
  private static final byte[] LINES = Sample.utf8("{\"id\":1}\n{\"id\":2}\n");
  private static final String NAME = Sample.PART.formatted(1);

  private static HandMade start() {
    return new HandMade().small(Sample.METADATA, "{}");
  }

  private static byte[] sound() {
    return part(start()).small2("x.json", "{}").done();
  }

  /** Keeps track of the padding that is due. */
  private static Padded part(HandMade made) {
    made.content(HandMade.tarHeader(NAME, LINES.length)).content(LINES);
    return new Padded(made, -LINES.length & 511);
  }

  private record Padded(HandMade made, int padding) {
    Padded small2(String name, String content) {
      made.content(HandMade.join(new byte[padding], HandMade.member(name, Sample.utf8(content))));
      return new Padded(made, 0);
    }

    byte[] done() {
      return made.end("{\"m\":1}").bytes();
    }
  }

  @Test
  void aSoundOneIsRead() throws IOException {
    Map<String, byte[]> read = Sample.read(Sample.stream(sound()));
    assertThat(read.keySet()).containsExactly(Sample.METADATA, NAME, "x.json", "manifest.json");
    assertThat(read.get(NAME)).isEqualTo(LINES);
    assertThat(read.get("manifest.json")).asString().isEqualTo("{\"m\":1}");
    Map<String, Placement> placements = new LinkedHashMap<>();
    Sample.read(Sample.stream(sound()), new LinkedHashMap<>(), placements);
    assertThat(Sample.readAt(Sample.channel(sound()), placements)).containsExactlyEntriesOf(read);
  }

  /** The worked example of the format's text. */
  @Test
  void theWriterWritesTheWorkedExample() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ContainerWriter writer = ContainerWriter.create(DumpSink.stream(out), Sample.MODIFIED);
        FramePacker packer = new FramePacker(new FrameBuffers());
        PackedFrame frame = packer.pack(Sample.utf8("{\"id\":1}\n"), 0, 9)) {
      writer.addSmall(Sample.METADATA, Sample.utf8("{}"));
      writer.addPayload("a.jsonl", frame);
      writer.finish(to -> to.write(Sample.utf8("{}")));
    }
    byte[] file = out.toByteArray();
    int table = file.length - 101;
    assertThat(new String(file, table - 80 + 8, 8, StandardCharsets.US_ASCII))
        .isEqualTo("INDEXPRT");
    IntBuffer entries =
        ByteBuffer.wrap(file, table + 8, 7 * 12).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    assertThat(IntStream.range(0, 7).map(i -> entries.get(3 * i + 1)))
        .containsExactly(1024, 512, 9, 1015, 2, 1534, 0);
    int manifest = IntStream.range(0, 4).map(i -> entries.get(3 * i)).sum();
    byte[] packed = Arrays.copyOfRange(file, manifest, manifest + entries.get(12));
    ByteBuffer footer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(footer.getLong(table - 80 + 36)).isEqualTo(manifest);
    assertThat(footer.getInt(table - 80 + 44)).isEqualTo(packed.length);
    assertThat(Arrays.copyOfRange(file, table - 32, table)).isEqualTo(HandMade.sha256(packed));
  }

  private static void assertRefused(byte[] file, Class<? extends DumpException> error) {
    assertThatThrownBy(() -> Sample.read(Sample.stream(file))).isInstanceOf(error);
  }

  @Test
  void namesThatEscapeOrComeTwiceAreRefused() {
    for (String name :
        List.of(
            "../x",
            "/x",
            "a//b",
            "a/./b",
            "a/..",
            ".x",
            "a\\b",
            "x.zst",
            "a/",
            "ü",
            "a b",
            Sample.METADATA,
            NAME)) {
      assertRefused(part(start()).small2(name, "{}").done(), CorruptDumpException.class);
    }
    assertRefused(
        part(new HandMade().small("other.json", "{}")).done(), CorruptDumpException.class);
    assertRefused(
        start().small("manifest.json", "{}").end("{}").bytes(), CorruptDumpException.class);
  }

  @Test
  void entriesThatAreNoFilesAreRefused() {
    for (char type : "123456xgLKS".toCharArray()) {
      byte[] entry = HandMade.join(HandMade.tarHeader("a", 2, type), new byte[512]);
      assertRefused(start().content(entry).end("{}").bytes(), CorruptDumpException.class);
    }
  }

  @Test
  void sizesThatDisagreeAreRefused() {
    for (int wrong : List.of(-1, 1, 512)) {
      byte[] header = HandMade.tarHeader(NAME, LINES.length + wrong);
      assertRefused(start().content(header).content(LINES).bytes(), CorruptDumpException.class);
      byte[] member = HandMade.join(HandMade.tarHeader("a", 700 + wrong), new byte[512]);
      assertRefused(start().content(member).bytes(), CorruptDumpException.class);
    }
  }

  @Test
  void whatIsMissingAtTheEndIsMissed() {
    HandMade open = start();
    assertRefused(open.bytes(), TruncatedDumpException.class);
    assertRefused(part(start()).made().bytes(), TruncatedDumpException.class);
    assertRefused(new byte[0], TruncatedDumpException.class);
    assertRefused(HandMade.join(sound(), new byte[1]), CorruptDumpException.class);
    assertRefused(HandMade.join(sound(), sound()), CorruptDumpException.class);
    assertRefused(Sample.utf8("something else"), CorruptDumpException.class);
  }

  /** What the frames hold is wrong, while their checksums are right. */
  @Property(tries = 1000)
  void wrongTarHeadersAreErrorsOrHarmless(
      @ForAll @IntRange(max = 2) int which,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 1535) Integer> places,
      @ForAll byte value,
      @ForAll boolean summed)
      throws IOException {
    byte[][] headers = {
      HandMade.member(Sample.METADATA, Sample.utf8("{}")),
      HandMade.tarHeader(NAME, LINES.length),
      HandMade.join(
          HandMade.tarHeader("PaxHeader", 14, 'x'),
          Sample.utf8("14 path=x.txt\n"),
          new byte[498],
          HandMade.tarHeader("x", 0))
    };
    byte[] wrong = headers[which];
    places.forEach(place -> wrong[place % wrong.length] = value);
    if (summed) {
      HandMade.sum(wrong);
    }
    byte[] file =
        new HandMade()
            .content(headers[0])
            .content(headers[2])
            .content(headers[1])
            .content(LINES)
            .content(
                HandMade.join(
                    new byte[-LINES.length & 511], HandMade.member("y.json", Sample.utf8("{}"))))
            .end("{}")
            .bytes();
    Map<String, Placement> placements = new LinkedHashMap<>();
    try {
      Sample.read(Sample.stream(file), new LinkedHashMap<>(), placements);
    } catch (DumpException e) {
      assertThat(e).hasMessageContaining("sample");
    }
    Sample.salvage(Sample.channel(file));
    placements.put(NAME, new Placement(0, 1));
    try {
      Sample.readAt(Sample.channel(file), placements);
    } catch (DumpException e) {
      assertThat(e).hasMessageContaining("sample");
    }
  }

  @Test
  void aSkippableFrameInTheMiddleIsRefused() {
    byte[] skippable = HandMade.little(12).putInt(0x184D2A50).putInt(4).putInt(0).array();
    assertRefused(
        start().add(skippable, 0, 0x51D8E999).end("{}").bytes(), CorruptDumpException.class);
  }

  private static byte[] withFooter(
      int version, int idFlip, long offsetBy, int lengthBy, int shaFlip) {
    HandMade made = start();
    byte[] content = Sample.utf8("{}");
    made.content(HandMade.tarHeader("manifest.json", content.length));
    long offset = made.bytes().length;
    byte[] frame = HandMade.frame(content);
    made.content(content).content(new byte[510 + 1024]);
    byte[] id = Arrays.copyOf(HandMade.sha256(content), 16);
    id[15] ^= (byte) idFlip;
    byte[] sha = HandMade.sha256(frame);
    sha[31] ^= (byte) shaFlip;
    return made.footer(version, id, offset + offsetBy, frame.length + lengthBy, sha)
        .table()
        .bytes();
  }

  private static void assertRefusedBothWays(byte[] file, Class<? extends DumpException> error) {
    assertRefused(file, error);
    assertThatThrownBy(
            () -> Container.open(Sample.channel(file), ReadLimits.DEFAULT, new FrameBuffers()))
        .isInstanceOf(error);
  }

  @Test
  void aFooterThatLiesIsRefused() throws IOException {
    assertThat(Sample.read(Sample.stream(withFooter(2, 0, 0, 0, 0)))).hasSize(2);
    assertRefusedBothWays(withFooter(3, 0, 0, 0, 0), UnsupportedVersionException.class);
    assertRefusedBothWays(withFooter(-1, 0, 0, 0, 0), UnsupportedVersionException.class);
    assertRefusedBothWays(withFooter(2, 1, 0, 0, 0), CorruptDumpException.class);
    assertRefusedBothWays(withFooter(2, 0, 0, 0, 1), CorruptDumpException.class);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      long by = i < 100 ? i - 50 : random.nextLong();
      if (by != 0) {
        assertRefusedBothWays(withFooter(2, 0, by, 0, 0), CorruptDumpException.class);
        if ((int) by != 0) {
          assertRefusedBothWays(withFooter(2, 0, 0, (int) by, 0), CorruptDumpException.class);
        }
      }
    }
  }

  @Test
  void aSeekTableThatLiesIsRefusedOrNotNeeded() throws IOException {
    byte[] file = sound();
    Map<String, Placement> placements = new LinkedHashMap<>();
    Sample.read(Sample.stream(file), new LinkedHashMap<>(), placements);
    int frames = 8;
    int table = file.length - (8 + 12 * frames + 9);
    for (int at = table; at < file.length; at++) {
      for (int change : List.of(1, 2, 16, 0x7F, 0x80, 0xFF)) {
        byte[] lying = file.clone();
        lying[at] ^= (byte) change;
        assertRefused(lying, DumpException.class);
        assertSameOrTyped(lying, placements);
      }
    }
  }

  /** Two entries that lie in opposite directions keep the sum. */
  @Test
  void aSeekTableWhoseLiesAddUpIsRefused() throws IOException {
    byte[] file = sound();
    Map<String, Placement> placements = new LinkedHashMap<>();
    Sample.read(Sample.stream(file), new LinkedHashMap<>(), placements);
    int table = file.length - (8 + 12 * 8 + 9);
    for (int first = 0; first < 8; first++) {
      for (int second = 0; second < 8; second++) {
        for (int field : List.of(0, 4)) {
          byte[] lying = file.clone();
          if (first != second) {
            lying[table + 8 + 12 * first + field]++;
            lying[table + 8 + 12 * second + field]--;
            assertRefused(lying, CorruptDumpException.class);
            assertSameOrTyped(lying, placements);
          }
        }
      }
    }
  }

  private static void assertSameOrTyped(byte[] lying, Map<String, Placement> placements)
      throws IOException {
    Map<String, byte[]> read;
    try {
      read = Sample.readAt(Sample.channel(lying), placements);
    } catch (DumpException e) {
      return;
    }
    assertThat(read.get(NAME)).isEqualTo(LINES);
    assertThat(read.get("manifest.json")).asString().isEqualTo("{\"m\":1}");
  }

  @Test
  void aSeekTableOfMoreFramesThanTheHeapHoldsIsRefused() {
    byte[] huge = HandMade.little(9).putInt(0x7FFFFFF).put((byte) 0x80).putInt(0x8F92EAB1).array();
    assertThatThrownBy(
            () ->
                Container.open(
                    Sample.channel(HandMade.join(sound(), huge)),
                    ReadLimits.DEFAULT,
                    new FrameBuffers()))
        .isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void moreMembersThanAllowedAreRefused() {
    ReadLimits few = new ReadLimits(1 << 20, 10, 100, 2, 10, 1 << 20, 100);
    FrameBuffers buffers = new FrameBuffers();
    assertThatThrownBy(
            () -> {
              try (MemberReader reader = MemberReader.open(Sample.stream(sound()), few, buffers)) {
                while (reader.next() != null) {
                  // Goes on.
                }
              }
            })
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> Container.open(Sample.channel(sound()), few, buffers))
        .isInstanceOf(LimitExceededException.class);
  }
}
