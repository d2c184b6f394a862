package org.indexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicedBodyTest {
  /** Takes what it gets, and asks for more from within. */
  private static final class Taker implements Subscriber<ByteBuffer> {
    private final long demand;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> ends = new ArrayList<>();
    private @Nullable Subscription subscription;
    private int most = Integer.MAX_VALUE;

    Taker(long demand) {
      this.demand = demand;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(demand);
    }

    @Override
    public void onNext(ByteBuffer slice) {
      byte[] piece = new byte[slice.remaining()];
      slice.get(piece);
      bytes.writeBytes(piece);
      if (--most == 0) {
        Objects.requireNonNull(subscription).cancel();
      } else {
        Objects.requireNonNull(subscription).request(demand);
      }
    }

    @Override
    public void onError(Throwable failure) {
      ends.add("failed");
    }

    @Override
    public void onComplete() {
      ends.add("complete");
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_000})
  void allBytesComeInOrderAsOftenAsTheyAreAskedFor(int length) {
    byte[] array = random(length + 10);
    SlicedBody body = new SlicedBody(array, 7, length);
    assertThat(body.contentLength()).isEqualTo(length);
    for (long demand : new long[] {1, 3, Long.MAX_VALUE}) {
      Taker taker = new Taker(demand);
      body.subscribe(taker);
      assertThat(taker.bytes.toByteArray()).isEqualTo(Arrays.copyOfRange(array, 7, 7 + length));
      assertThat(taker.ends).containsExactly("complete");
    }
  }

  @Test
  void nothingComesAfterTheEnd() {
    SlicedBody body = new SlicedBody(random(300_000), 0, 300_000);
    Taker cancelled = new Taker(1);
    cancelled.most = 2;
    body.subscribe(cancelled);
    assertThat(cancelled.bytes.size()).isEqualTo(2 * (64 << 10));
    assertThat(cancelled.ends).isEmpty();
    Taker wrong = new Taker(0);
    body.subscribe(wrong);
    assertThat(wrong.ends).containsExactly("failed");
    assertThat(wrong.bytes.size()).isZero();
  }
}
