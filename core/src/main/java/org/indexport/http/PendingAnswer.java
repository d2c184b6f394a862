package org.indexport.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent, whose answer may be on its way. Its owner either takes the answer, once,
 * or gives it up. One thread.
 */
public final class PendingAnswer {
  private static final int BUFFER = 16 << 10;

  /** A day in seconds: nobody waits longer, and a number without bounds is no time. */
  private static final long LONGEST_WISH = 86_400;

  private final Endpoint endpoint;
  private final Call call;
  private final CompletableFuture<HttpResponse<BodyStream>> coming;

  PendingAnswer(Endpoint endpoint, Call call, CompletableFuture<HttpResponse<BodyStream>> coming) {
    this.endpoint = endpoint;
    this.call = call;
    this.coming = coming;
  }

  /**
   * Waits for the answer, the body of which is read by the caller, who closes it.
   *
   * @return the answer, whatever its status
   * @throws DumpException if the server is not trusted
   * @throws InterruptedIOException if the thread is interrupted; the answer is given up then
   * @throws IOException if there is no answer
   */
  public AnswerStream take() throws IOException {
    try {
      HttpResponse<BodyStream> response = coming.get();
      return new AnswerStream(
          response.statusCode(), plain(response), response.body(), retryAfter(response));
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + endpoint.base() + " was asked");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Wants the answer no longer; the connection is used again only if all of it has arrived. */
  public void giveUp() {
    if (!coming.cancel(true) && !coming.isCompletedExceptionally()) {
      coming.join().body().close();
    }
  }

  private IOException failure(@Nullable Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      HttpTimeoutException told =
          new HttpTimeoutException(
              "no answer within %d ms".formatted(endpoint.timeout().toMillis()));
      told.initCause(cause);
      return told;
    }
    // At an early end the server was on its way down, or up.
    if (cause instanceof SSLHandshakeException && !(cause.getCause() instanceof EOFException)) {
      return new DumpException(
          "%s: TLS failed: %s; give the server's certificate authority (option ca-file or ca-fingerprint), or see whether it speaks TLS at all"
              .formatted(endpoint.base(), cause.getMessage()),
          cause);
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }

  private InputStream plain(HttpResponse<BodyStream> response) throws IOException {
    boolean packed =
        !call.method().equals("HEAD")
            && response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    if (!packed) {
      return response.body();
    }
    try {
      return new GZIPInputStream(response.body(), BUFFER);
    } catch (IOException e) {
      response.body().close();
      throw e;
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("Retry-After").orElse("");
    try {
      return text.isEmpty()
          ? null
          : Duration.ofSeconds(Math.max(0, Math.min(LONGEST_WISH, Long.parseLong(text.strip()))));
    } catch (NumberFormatException e) {
      // A date; the servers and their usual proxies send seconds.
      return null;
    }
  }
}
