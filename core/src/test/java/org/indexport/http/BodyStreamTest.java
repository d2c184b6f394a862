package org.indexport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BodyStreamTest {
  private static final int MEGABYTE = 1 << 20;

  private final BodyStream stream = new BodyStream(Duration.ofSeconds(20));
  private final Demand demand = new Demand();

  /** How many pieces were asked for. */
  private static final class Demand implements Subscription {
    long asked;
    boolean cancelled;

    @Override
    public void request(long n) {
      asked += n;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private void arrives(String... texts) {
    stream.onNext(Stream.of(texts).map(text -> ByteBuffer.wrap(text.getBytes(US_ASCII))).toList());
  }

  private String read(int most) throws IOException {
    byte[] bytes = new byte[most];
    int read = stream.read(bytes, 0, most);
    return read < 0 ? "the end" : new String(bytes, 0, read, US_ASCII);
  }

  @Test
  void allThatHasArrivedIsReadAtOnce() throws IOException {
    arrives("ab", "", "c");
    arrives("");
    arrives("defg");
    assertThat(read(5)).isEqualTo("abcde");
    assertThat(read(100)).isEqualTo("fg");
  }

  @Test
  void theEndComesAfterAllThatHasArrived() throws IOException {
    arrives("ab");
    assertThat(stream.tail()).isNull();
    stream.onComplete();
    assertThat(stream.tail()).isEqualTo("ab".getBytes(US_ASCII));
    assertThat(stream.length()).isEqualTo(2);
    assertThat(read(100)).isEqualTo("ab");
    assertThat(read(100)).isEqualTo("the end");
    assertThat(read(100)).isEqualTo("the end");
  }

  @Test
  void aFailureIsToldAfterAllThatHasArrived() throws IOException {
    arrives("ab");
    stream.onError(new IOException("reset"));
    assertThat(read(100)).isEqualTo("ab");
    assertThatIOException().isThrownBy(() -> read(100)).withMessageContaining("reset");
    assertThat(stream.tail()).isNull();
  }

  @Test
  void asksForNoMoreThanCanWait() throws IOException {
    stream.onSubscribe(demand);
    long first = demand.asked;
    ByteBuffer piece = ByteBuffer.wrap(new byte[MEGABYTE]);
    for (int i = 0; i < first; i++) {
      stream.onNext(List.of(piece.duplicate()));
    }
    assertThat(demand.asked).isLessThan(2 * first);
    byte[] all = new byte[(int) first * MEGABYTE];
    assertThat(stream.read(all, 0, all.length)).isEqualTo(all.length);
    assertThat(demand.asked).isEqualTo(2 * first);
  }

  @Test
  void silenceIsGivenUpOn() {
    try (BodyStream impatient = new BodyStream(Duration.ofMillis(10))) {
      impatient.onSubscribe(demand);
      assertThatExceptionOfType(HttpTimeoutException.class)
          .isThrownBy(impatient::read)
          .withMessageContaining("10 ms");
      assertThat(demand.cancelled).isTrue();
    }
  }

  @Test
  void whoClosesGivesUpTheRest() {
    stream.onSubscribe(demand);
    arrives("ab");
    stream.close();
    assertThat(demand.cancelled).isTrue();
    assertThatIOException().isThrownBy(() -> read(100)).withMessageContaining("given up");
  }

  @Test
  void whoClosesBeforeTheFirstByteGivesUpAllOfIt() {
    stream.close();
    stream.onSubscribe(demand);
    assertThat(demand.cancelled).isTrue();
    assertThat(demand.asked).isZero();
  }
}
