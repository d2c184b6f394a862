package org.indexport.http;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request, given out piece by piece as it lies in its array; the JDK's own publisher
 * copies all of it first. The array must stay as it is until the answer is there.
 */
final class SlicedBody implements BodyPublisher {
  /** What the socket gets at a time. */
  private static final int SLICE = 64 << 10;

  private final byte[] array;
  private final int from;
  private final int to;

  /** A body of some bytes of an array. */
  SlicedBody(byte[] array, int offset, int length) {
    this.array = array;
    this.from = offset;
    this.to = offset + length;
  }

  @Override
  public long contentLength() {
    return (long) to - from;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Slices(subscriber));
  }

  /** One way through the body; a request that is sent again starts another one. */
  private final class Slices implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean ended;
    private int position = from;

    Slices(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        if (!ended) {
          ended = true;
          subscriber.onError(new IllegalArgumentException("a demand of " + n));
        }
        return;
      }
      // Who finds that nothing was wanted gives; requests from within onNext only add.
      if (wanted.getAndAccumulate(n, Slices::sum) == 0) {
        give();
      }
    }

    private static long sum(long a, long b) {
      return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private void give() {
      do {
        if (ended) {
          return;
        }
        int end = Math.min(to, position + SLICE);
        if (end > position) {
          ByteBuffer slice = ByteBuffer.wrap(array, position, end - position);
          position = end;
          subscriber.onNext(slice.slice().asReadOnlyBuffer());
        }
        if (position == to && !ended) {
          ended = true;
          subscriber.onComplete();
        }
      } while (wanted.decrementAndGet() > 0);
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }
}
