package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LimitedInputStreamTest {
  private static final byte[] TEN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  private static LimitedInputStream limited(InputStream in, long limit) {
    return LimitedInputStream.of(in, limit, () -> new IOException("too long"));
  }

  private static LimitedInputStream limited(long limit) {
    return limited(new ByteArrayInputStream(TEN), limit);
  }

  @Test
  void whatKeepsTheLimitIsPassedOn() throws IOException {
    for (long limit : new long[] {10, 11, Long.MAX_VALUE}) {
      LimitedInputStream in = limited(limit);
      assertThat(in.readAllBytes()).isEqualTo(TEN);
      assertThat(in.count()).isEqualTo(10);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[1])).isEqualTo(-1);
    }
    assertThat(limited(InputStream.nullInputStream(), 0).readAllBytes()).isEmpty();
  }

  @Property(tries = 200)
  void allBytesUpToTheLimitComeFirst(
      @ForAll @IntRange(max = 9) int limit,
      @ForAll @IntRange(min = 1, max = 12) int readSize,
      @ForAll @IntRange(min = 1, max = 12) int innerSize)
      throws IOException {
    LimitedInputStream in = limited(ScriptedInputStream.trickle(TEN, innerSize), limit);
    byte[] read = new byte[12];
    while (in.count() < limit) {
      int at = (int) in.count();
      int n = in.read(read, at, Math.min(readSize, read.length - at));
      assertThat(in.count()).isEqualTo(at + n);
    }
    assertThat(Arrays.copyOf(read, limit)).isEqualTo(Arrays.copyOf(TEN, limit));
    for (int i = 0; i < 12; i++) {
      // Never an end after a failure, as this would make the input a shorter one.
      assertThatThrownBy(() -> in.read(new byte[3])).hasMessage("too long");
      assertThatThrownBy(in::read).hasMessage("too long");
    }
    assertThat(in.count()).isEqualTo(limit);
  }

  @Test
  void singleBytesCountToo() throws IOException {
    LimitedInputStream in = limited(2);
    assertThat(in.read()).isZero();
    assertThat(in.read()).isEqualTo(1);
    assertThatThrownBy(in::read).hasMessage("too long");
  }

  @Test
  void skippedBytesCountToo() throws IOException {
    LimitedInputStream in = limited(4);
    assertThat(in.skip(3)).isEqualTo(3);
    assertThat(in.available()).isEqualTo(1);
    assertThat(in.skip(3)).isEqualTo(1);
    assertThat(in.count()).isEqualTo(4);
    assertThat(in.available()).isZero();
    assertThatThrownBy(() -> in.skipNBytes(1)).hasMessage("too long");
  }

  @Test
  void readingNothingIsAlwaysFine() throws IOException {
    assertThat(limited(0).read(new byte[0])).isZero();
  }

  @Test
  void marksAreNotSupported() {
    LimitedInputStream in = limited(4);
    in.mark(10);
    assertThat(in.markSupported()).isFalse();
    assertThatThrownBy(in::reset).isInstanceOf(IOException.class);
  }

  @Test
  void closingClosesTheInnerStream() throws IOException {
    ScriptedInputStream inner = new ScriptedInputStream();
    limited(inner, 1).close();
    assertThat(inner.closed).isEqualTo(1);
  }

  @Test
  void theLimitIsChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> limited(-1));
  }
}
