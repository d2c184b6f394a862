package org.indexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it arrives. Unlike the JDK's own stream it gives up on a server that
 * falls silent in the middle. Read by one thread; any thread may close it, which wakes the reader.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
  /** How many pieces may wait here; more would only fill memory. */
  private static final int AHEAD = 8;

  private record Piece(Iterator<ByteBuffer> buffers, boolean isLast, @Nullable Throwable failure) {
    static Piece end(@Nullable Throwable failure) {
      return new Piece(List.<ByteBuffer>of().iterator(), true, failure);
    }
  }

  private final Duration silence;
  private final LinkedBlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private volatile boolean closed;

  private Piece piece = new Piece(List.<ByteBuffer>of().iterator(), false, null);
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /**
   * Starts before the first byte.
   *
   * @param silence how long nothing may arrive
   */
  BodyStream(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (closed || !subscription.complete(given)) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrived.add(new Piece(buffers.iterator(), false, null));
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(Piece.end(failure));
  }

  @Override
  public void onComplete() {
    arrived.add(Piece.end(null));
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  /**
   * Reads what has arrived, and waits only if that is nothing.
   *
   * @throws HttpTimeoutException if nothing arrives for too long
   * @throws IOException if the connection breaks, or this is closed
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    int read = 0;
    while (read < length && (read == 0 || buffer.hasRemaining() || piece.buffers.hasNext())) {
      if (!fill()) {
        return read == 0 ? -1 : read;
      }
      int some = Math.min(buffer.remaining(), length - read);
      buffer.get(bytes, offset + read, some);
      read += some;
    }
    return read;
  }

  @Override
  public int available() {
    return buffer.remaining();
  }

  /** Makes sure that a byte is at hand; false at the end. */
  private boolean fill() throws IOException {
    while (!buffer.hasRemaining()) {
      if (closed) {
        throw new IOException("the answer was given up");
      }
      if (piece.buffers.hasNext()) {
        buffer = piece.buffers.next();
      } else if (piece.isLast) {
        if (piece.failure != null) {
          throw new IOException("the answer broke off: " + piece.failure, piece.failure);
        }
        return false;
      } else {
        piece = take();
      }
    }
    return true;
  }

  private Piece take() throws IOException {
    try {
      Piece next = arrived.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        close();
        throw new HttpTimeoutException(
            "nothing arrived for %d ms in the middle of an answer".formatted(silence.toMillis()));
      }
      Subscription source = subscription.getNow(null);
      if (source != null && !next.isLast) {
        source.request(1);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new InterruptedIOException("interrupted while an answer was read");
    }
  }

  /** Gives up what has not arrived; the connection is not used again unless all had. */
  @Override
  public void close() {
    closed = true;
    Subscription source = subscription.getNow(null);
    if (source != null) {
      source.cancel();
    }
    arrived.add(Piece.end(null));
  }
}
