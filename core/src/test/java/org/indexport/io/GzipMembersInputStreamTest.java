package org.indexport.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipMembersInputStreamTest {
  private static final int FTEXT = 1;
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;

  private static byte[] unpack(byte[] packed) throws IOException {
    return GzipMembersInputStream.allMembers(new ByteArrayInputStream(packed)).readAllBytes();
  }

  private static byte[] unpackFirst(byte[] packed) throws IOException {
    return GzipMembersInputStream.firstMember(new ByteArrayInputStream(packed)).readAllBytes();
  }

  /** A member with the parts of the header that the flags ask for. */
  private static byte[] member(byte[] plain, int flags) throws IOException {
    byte[] usual = Samples.gzip(plain);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
    if ((flags & FEXTRA) != 0) {
      header.writeBytes(new byte[] {5, 0, 'A', 'p', 1, 0, 0x1f});
    }
    if ((flags & FNAME) != 0) {
      header.writeBytes("movies.ndjson\0".getBytes(ISO_8859_1));
    }
    if ((flags & FCOMMENT) != 0) {
      header.writeBytes("a comment\0".getBytes(ISO_8859_1));
    }
    if ((flags & FHCRC) != 0) {
      CRC32 crc = new CRC32();
      crc.update(header.toByteArray());
      header.write((int) crc.getValue());
      header.write((int) crc.getValue() >>> 8);
    }
    return Samples.concat(header.toByteArray(), Arrays.copyOfRange(usual, 10, usual.length));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 128 * 1024, 1_000_000})
  void oneMemberIsRead(int length) throws IOException {
    for (byte[] plain : List.of(Samples.lines(length), Samples.random(length))) {
      assertThat(unpack(Samples.gzip(plain))).isEqualTo(plain);
      assertThat(unpackFirst(Samples.gzip(plain))).isEqualTo(plain);
    }
  }

  @Test
  void manyMembersAreReadAsOne() throws IOException {
    byte[] one = Samples.lines(300_000);
    byte[] two = Samples.random(200_000);
    byte[] none = new byte[0];
    byte[] packed =
        Samples.concat(
            Samples.gzip(none),
            Samples.gzip(one),
            Samples.gzip(none),
            member(two, FNAME | FHCRC),
            Samples.gzip(none));

    assertThat(unpack(packed)).isEqualTo(Samples.concat(one, two));
    assertThat(unpackFirst(packed)).isEmpty();
  }

  @Test
  void theFirstMemberIsReadWhateverFollows() throws IOException {
    byte[] plain = Samples.lines(1000);
    assertThat(unpackFirst(Samples.concat(Samples.gzip(plain), Samples.random(50))))
        .isEqualTo(plain);
  }

  @Test
  void ourOwnOutputIsRead() throws IOException {
    byte[] plain = Samples.lines(700_000);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(packed, 6, 2);
      gzip.write(plain);
      gzip.finish();
    }
    assertThat(unpack(packed.toByteArray())).isEqualTo(Samples.concat(plain, plain));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        FTEXT,
        FHCRC,
        FEXTRA,
        FNAME,
        FCOMMENT,
        FNAME | FCOMMENT,
        FHCRC | FEXTRA,
        FTEXT | FHCRC | FEXTRA | FNAME | FCOMMENT
      })
  void everyPartOfAHeaderIsPassedOver(int flags) throws IOException {
    byte[] plain = Samples.lines(100);
    byte[] packed = member(plain, flags);
    assertThat(unpack(packed)).isEqualTo(plain);
    assertThat(unpack(Samples.concat(packed, packed))).isEqualTo(Samples.concat(plain, plain));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, FHCRC | FEXTRA | FNAME | FCOMMENT})
  void everyCutIsNoticed(int flags) throws IOException {
    byte[] packed = member(Samples.lines(400), flags);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatExceptionOfType(EOFException.class)
          .as("the first %d bytes", length)
          .isThrownBy(() -> unpack(cut))
          .withMessageStartingWith("gzip input ");
      assertThatExceptionOfType(EOFException.class).isThrownBy(() -> unpackFirst(cut));
    }
  }

  @Test
  void everyCutInALaterMemberIsNoticed() throws IOException {
    byte[] first = Samples.gzip(Samples.lines(100));
    byte[] packed = Samples.concat(first, Samples.gzip(Samples.lines(200)));
    for (int length = first.length + 1; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatExceptionOfType(EOFException.class)
          .as("the first %d bytes", length)
          .isThrownBy(() -> unpack(cut));
    }
  }

  @Test
  void everyFlippedBitIsNoticedOrHarmless() throws IOException {
    byte[] plain = Samples.lines(400);
    byte[] packed = member(plain, 0);
    Set<Integer> harmless = new HashSet<>();
    for (int bit = 0; bit < packed.length * 8; bit++) {
      Optional<byte[]> read = unpackUnlessDamaged(flipped(packed, bit));
      if (read.isPresent()) {
        assertThat(read.get()).as("bit %d", bit).isEqualTo(plain);
        harmless.add(bit / 8);
      }
    }
    // Of the flags only "text"; then the time, the extra flags and the operating system; and what
    // fills the body's last byte.
    assertThat(harmless).contains(3, 4, 5, 6, 7, 8, 9);
    assertThat(harmless).isSubsetOf(3, 4, 5, 6, 7, 8, 9, packed.length - 9);
  }

  @Test
  void everyFlippedBitIsNoticedWhereTheHeaderHasAChecksum() throws IOException {
    byte[] packed = member(Samples.lines(400), FHCRC | FEXTRA | FNAME | FCOMMENT);
    for (int bit = 0; bit < packed.length * 8; bit++) {
      // But for what fills the body's last byte.
      if (bit / 8 != packed.length - 9) {
        assertThat(unpackUnlessDamaged(flipped(packed, bit))).as("bit %d", bit).isEmpty();
      }
    }
  }

  @Test
  void everyFlippedBitOfManyMembersIsNoticedOrHarmless() throws IOException {
    byte[] one = Samples.random(50);
    byte[] packed = Samples.concat(Samples.gzip(one), member(one, FNAME), Samples.gzip(one));
    for (int bit = 0; bit < packed.length * 8; bit++) {
      Optional<byte[]> read = unpackUnlessDamaged(flipped(packed, bit));
      if (read.isPresent()) {
        assertThat(read.get()).as("bit %d", bit).isEqualTo(Samples.concat(one, one, one));
      }
    }
  }

  /** The content, or none if one of the two allowed exceptions tells that it is damaged. */
  private static Optional<byte[]> unpackUnlessDamaged(byte[] packed) throws IOException {
    try {
      return Optional.of(unpack(packed));
    } catch (EOFException | ZipException e) {
      assertThat(e).hasMessageContaining("gzip");
      return Optional.empty();
    }
  }

  @Property(tries = 300)
  void anyBytesGiveOneOfTheTwoExceptions(
      @ForAll @Size(max = 200) byte[] noise, @ForAll @IntRange(max = 11) int headerLength) {
    byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0x4b};
    byte[] packed = Samples.concat(Arrays.copyOf(header, headerLength), noise);
    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOfAny(EOFException.class, ZipException.class);
  }

  @Property(tries = 50)
  void anyPiecesGiveTheSame(
      @ForAll @IntRange(min = 1, max = 3000) int readSize,
      @ForAll @IntRange(min = 1, max = 3000) int innerSize)
      throws IOException {
    byte[] plain = Samples.lines(20_000);
    byte[] packed = Samples.concat(Samples.gzip(plain), member(plain, FHCRC | FNAME));
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in =
        GzipMembersInputStream.allMembers(ScriptedInputStream.trickle(packed, innerSize))) {
      byte[] piece = new byte[readSize + 1];
      for (int n; (n = in.read(piece, 1, readSize)) >= 0; ) {
        assertThat(n).isPositive();
        read.write(piece, 1, n);
      }
    }
    assertThat(read.toByteArray()).isEqualTo(Samples.concat(plain, plain));
  }

  @Test
  void whatFollowsAMemberMustBeAMember() throws IOException {
    byte[] packed = Samples.gzip(Samples.lines(10));

    assertThatExceptionOfType(ZipException.class)
        .isThrownBy(() -> unpack(Samples.concat(packed, new byte[1])))
        .withMessage("something that is not gzip follows a gzip member");
    assertThatExceptionOfType(ZipException.class)
        .isThrownBy(() -> unpack(Samples.concat(packed, new byte[512])));
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> unpack(Samples.concat(packed, new byte[] {0x1f})));
  }

  @Test
  void messagesTellWhatIsWrong() throws IOException {
    byte[] packed = Samples.gzip(Samples.lines(10));
    int end = packed.length;

    assertThatThrownBy(() -> unpack(new byte[0])).hasMessage("gzip input is empty");
    assertThatThrownBy(() -> unpack(new byte[] {'{', '}'}))
        .hasMessage("not gzip: the magic number 1f 8b is missing");
    assertThatThrownBy(() -> unpack(flipped(packed, 2 * 8)))
        .hasMessage("gzip compression method is 9, expected 8 (deflate)");
    assertThatThrownBy(() -> unpack(flipped(packed, 3 * 8 + 7)))
        .hasMessage("gzip header has reserved flags: 0x80");
    assertThatThrownBy(() -> unpack(flipped(member(new byte[1], FHCRC), 4 * 8)))
        .hasMessage("gzip header does not match its checksum");
    assertThatThrownBy(() -> unpack(flipped(packed, (end - 8) * 8)))
        .hasMessageStartingWith("gzip content does not match its checksum: stored ");
    assertThatThrownBy(() -> unpack(flipped(packed, (end - 4) * 8)))
        .hasMessage("gzip content has another length than stored: stored 11 (mod 2^32), found 10");
  }

  @Test
  void theTrailerIsCheckedAfterTheLastByte() throws IOException {
    byte[] plain = Samples.lines(10);
    byte[] packed = Samples.gzip(plain);
    try (InputStream in =
        GzipMembersInputStream.allMembers(new ByteArrayInputStream(packed, 0, packed.length - 1))) {
      assertThat(in.readNBytes(10)).isEqualTo(plain);
      assertThatExceptionOfType(EOFException.class).isThrownBy(in::read);
      assertThatExceptionOfType(EOFException.class).isThrownBy(in::read);
    }
  }

  @Test
  void theEndStaysTheEnd() throws IOException {
    try (InputStream in =
        GzipMembersInputStream.allMembers(new ByteArrayInputStream(Samples.gzip(new byte[1])))) {
      assertThat(in.read(new byte[0])).isZero();
      assertThat(in.read()).isZero();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aFailureOfTheInnerStreamIsPassedOn() throws IOException {
    byte[] packed = Samples.gzip(Samples.random(100));
    ScriptedInputStream inner =
        new ScriptedInputStream()
            .then(Arrays.copyOf(packed, 50))
            .then(
                () -> {
                  throw new IOException("connection reset");
                });
    try (InputStream in = GzipMembersInputStream.allMembers(inner)) {
      assertThatThrownBy(in::readAllBytes).hasMessage("connection reset");
      assertThatThrownBy(in::read).hasMessage("connection reset");
    }
  }

  @Test
  void closingClosesTheInnerStreamOnce() throws IOException {
    ScriptedInputStream inner = ScriptedInputStream.trickle(Samples.gzip(new byte[9]), 5);
    InputStream in = GzipMembersInputStream.allMembers(inner);
    assertThat(in.read()).isZero();
    in.close();
    in.close();

    assertThat(inner.closed).isEqualTo(1);
    assertThatThrownBy(in::read)
        .isInstanceOf(IOException.class)
        .hasMessage("the gzip stream is closed");
  }
}
