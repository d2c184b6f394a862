package org.indexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
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
 * falls silent in the middle, and takes some megabytes before they are read. Read by one thread;
 * any thread may close it, which wakes the reader.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {
  /** How many pieces may be on their way. */
  private static final int ON_THEIR_WAY = 8;

  /** What may wait here: most of a usual page, so that its server need not wait for its reader. */
  private static final long MOST_WAITING = 6L << 20;

  private static final int TAIL = 256;

  private record Piece(
      Iterator<ByteBuffer> buffers, int bytes, boolean isLast, @Nullable Throwable failure) {
    static Piece of(List<ByteBuffer> buffers) {
      int bytes = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
      return new Piece(buffers.iterator(), bytes, false, null);
    }

    static Piece end(@Nullable Throwable failure) {
      return new Piece(List.<ByteBuffer>of().iterator(), 0, true, failure);
    }
  }

  private final Duration silence;
  private final LinkedBlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final byte[] tail = new byte[TAIL];
  private int tailLength;
  private long bytes;

  /** What waits to be read, and how many pieces are not asked for because of that. */
  private long waiting;

  private int unasked;

  private volatile boolean whole;
  private volatile boolean closed;

  private Piece piece = Piece.of(List.of());
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
  public CompletionStage<BodyStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    // In this order: who closes meanwhile finds the subscription, or is seen here.
    if (!subscription.complete(given) || closed) {
      given.cancel();
    } else {
      given.request(ON_THEIR_WAY);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    buffers.forEach(this::keepTail);
    Piece next = Piece.of(buffers);
    bytes += next.bytes;
    arrived.add(next);
    ask(next.bytes, 1);
  }

  private void keepTail(ByteBuffer buffer) {
    int more = Math.min(TAIL, buffer.remaining());
    int kept = Math.min(tailLength, TAIL - more);
    System.arraycopy(tail, tailLength - kept, tail, 0, kept);
    buffer.get(buffer.limit() - more, tail, kept, more);
    tailLength = kept + more;
  }

  /** Asks for as many pieces more as there is room for. */
  private void ask(int added, int pieces) {
    int asked;
    synchronized (this) {
      waiting += added;
      unasked += pieces;
      asked = waiting < MOST_WAITING ? unasked : 0;
      unasked -= asked;
    }
    Subscription source = subscription.getNow(null);
    if (source != null && asked > 0) {
      source.request(asked);
    }
  }

  /** The last bytes of the body once all of it has arrived, read or not; null before. */
  byte @Nullable [] tail() {
    return whole ? Arrays.copyOf(tail, tailLength) : null;
  }

  /** How long the body is, once all of it has arrived. */
  long length() {
    return bytes;
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(Piece.end(failure));
  }

  @Override
  public void onComplete() {
    whole = true;
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
    while (read < length && (read == 0 || hasArrived())) {
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

  /** Whether a byte is at hand without waiting; what ends or breaks the answer does not count. */
  private boolean hasArrived() {
    while (!buffer.hasRemaining() && !piece.isLast && !closed) {
      if (piece.buffers.hasNext()) {
        buffer = piece.buffers.next();
        continue;
      }
      Piece next = arrived.poll();
      if (next == null) {
        return false;
      }
      ask(-next.bytes, 0);
      piece = next;
    }
    return buffer.hasRemaining();
  }

  /** Makes sure that a byte is at hand; false at the end. */
  private boolean fill() throws IOException {
    while (!hasArrived()) {
      if (closed) {
        throw new IOException("the answer was given up");
      }
      if (piece.isLast) {
        if (piece.failure != null) {
          throw new IOException("the answer broke off: " + piece.failure, piece.failure);
        }
        return false;
      }
      piece = take();
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
      ask(-next.bytes, 0);
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
