package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ExpansionGuardTest {
  private static final int MIB = 1 << 20;

  private static ExpansionGuard guard(long plainLimit, long ratioLimit, long ratioFrom) {
    return ExpansionGuard.of(
        plainLimit, ratioLimit, ratioFrom, () -> new IOException("expands too much"));
  }

  private static InputStream unpacking(ExpansionGuard guard, byte[] packed) {
    return guard.plain(
        GzipMembersInputStream.allMembers(guard.packed(new ByteArrayInputStream(packed))));
  }

  /** Lets the guard see that some packed bytes were taken. */
  private static void take(ExpansionGuard guard, int packedBytes) throws IOException {
    guard.packed(new ByteArrayInputStream(new byte[packedBytes])).readAllBytes();
  }

  private static InputStream plain(ExpansionGuard guard, int plainBytes) {
    return guard.plain(new ByteArrayInputStream(new byte[plainBytes]));
  }

  @Test
  void usualContentPasses() throws IOException {
    byte[] lines = Samples.lines(3 * MIB);
    byte[] packed = Samples.gzip(lines);
    ExpansionGuard guard = guard(3 * MIB, 100, 0);

    assertThat(unpacking(guard, packed).readAllBytes()).isEqualTo(lines);
    assertThat(guard.packedBytes()).isEqualTo(packed.length);
    assertThat(guard.plainBytes()).isEqualTo(lines.length);
  }

  @Test
  void aBombIsStopped() throws IOException {
    byte[] bomb = Samples.gzip(new byte[50 * MIB]);
    ExpansionGuard guard = guard(Long.MAX_VALUE, 100, MIB);

    assertThatThrownBy(() -> unpacking(guard, bomb).readAllBytes()).hasMessage("expands too much");
    assertThat(guard.plainBytes()).isLessThan(10 * MIB);
  }

  @Test
  void theLengthIsLimited() throws IOException {
    ExpansionGuard guard = guard(1000, 1, 2000);
    take(guard, 5000);
    InputStream in = plain(guard, 1001);

    assertThat(in.readNBytes(1000)).hasSize(1000);
    assertThatThrownBy(in::read).hasMessage("expands too much");
  }

  @Test
  void theRatioIsLimitedToTheByte() throws IOException {
    ExpansionGuard guard = guard(Long.MAX_VALUE, 10, 0);
    take(guard, 7);
    InputStream in = plain(guard, 71);

    assertThat(in.readNBytes(70)).hasSize(70);
    assertThatThrownBy(in::read).hasMessage("expands too much");
  }

  @Test
  void aSmallContentMayHaveAnyRatio() throws IOException {
    InputStream in = plain(guard(Long.MAX_VALUE, 1, 100), 101);

    assertThat(in.readNBytes(100)).hasSize(100);
    assertThatThrownBy(in::read).hasMessage("expands too much");
  }

  @Test
  void afterAFailureThereIsNoEnd() throws IOException {
    ExpansionGuard guard = guard(Long.MAX_VALUE, 1, 0);
    InputStream in = plain(guard, 20);

    assertThatThrownBy(() -> in.read(new byte[20])).hasMessage("expands too much");
    take(guard, 1000);
    assertThatThrownBy(in::read).hasMessage("expands too much");
    assertThatThrownBy(() -> in.read(new byte[20])).hasMessage("expands too much");
  }

  @Test
  void skippedBytesCountToo() throws IOException {
    ExpansionGuard guard = guard(15, 1, 100);
    InputStream in = plain(guard, 20);

    assertThat(in.skip(-1)).isZero();
    assertThat(in.skip(15)).isEqualTo(15);
    assertThat(guard.plainBytes()).isEqualTo(15);
    assertThatThrownBy(() -> in.skip(1)).hasMessage("expands too much");
  }

  @Test
  void marksAreNotSupported() {
    InputStream in = plain(guard(1, 1, 1), 1);
    in.mark(10);
    assertThat(in.markSupported()).isFalse();
    assertThatThrownBy(in::reset).isInstanceOf(IOException.class);
  }

  @Test
  void closingClosesTheInnerStream() throws IOException {
    ScriptedInputStream inner = new ScriptedInputStream();
    guard(1, 1, 1).plain(inner).close();
    guard(1, 1, 1).packed(inner).close();
    assertThat(inner.closed).isEqualTo(2);
  }

  @Test
  void limitsAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> guard(-1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> guard(0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> guard(0, 1, -1));
  }
}
