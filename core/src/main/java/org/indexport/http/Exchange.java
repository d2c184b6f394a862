package org.indexport.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLParameters;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one server and brings its answers, of which the subclass knows what they mean.
 * Needs no closing. Thread-safe.
 *
 * @param <A> what answers are to the subclass
 */
public abstract class Exchange<A extends Reply> {
  private static final int BUFFER = 16 << 10;

  /** After so long without an answer people should know that one is waited for. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Endpoint endpoint;
  private final HttpClient client;
  private final int maxAnswer;
  private final LongWait longWait = new LongWait(System::nanoTime);

  /**
   * Prepares to speak to a server; nothing is sent yet.
   *
   * @param endpoint where the server is and how it is spoken to
   */
  protected Exchange(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.client = client(endpoint);
    this.maxAnswer = ReadLimits.DEFAULT.maxMetadataBytes();
  }

  private static HttpClient client(Endpoint endpoint) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // Offers of HTTP/2 upset some proxies, and the servers do not speak it.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.connectTimeout());
    if (endpoint.tls() != null) {
      builder.sslContext(endpoint.tls());
    } else if (endpoint.base().startsWith("http:")) {
      builder.sslContext(new WithoutTls()).sslParameters(new SSLParameters());
    }
    return builder.build();
  }

  /** Makes an answer of what has come. */
  protected abstract A answer(Call call, int status, byte[] body, @Nullable Duration retryAfter);

  /** Whether what an answer says may end by itself, so that the request is to be sent again. */
  protected abstract boolean isWorthWaiting(A answer);

  /** Whether an answer brings nobody further, and may be another one later. */
  protected boolean isInVain(A answer) {
    return !answer.isOk() && isWorthWaiting(answer);
  }

  /**
   * Hears of a request that is going to be sent again.
   *
   * @param reason what has come instead of the answer that was wanted
   */
  protected void failed(Call call, Object reason) {}

  /**
   * Hears that the server is waited for so long that people should know: when no request has done
   * well for ten seconds, and each minute from then on; and when one has no answer for thirty.
   *
   * @param reason what has come instead of the answer that was wanted
   */
  protected void waiting(Call call, Object reason) {}

  /** Where the server is and how it is spoken to. */
  public final Endpoint endpoint() {
    return endpoint;
  }

  /** The server's name for messages, without secrets. */
  public final String name() {
    return endpoint.base();
  }

  /**
   * Sends a request until there is an answer that says neither that the server is overloaded nor
   * that something on the way failed: after such an answer, and after none, it is sent again with
   * growing pauses. So a POST may be done twice.
   *
   * @return the answer, whatever its status; the last one when patience is at its end
   * @throws DumpException if there is none when patience is at its end
   * @throws InterruptedIOException if the thread is interrupted
   * @throws IOException if the answer cannot be read
   */
  public final A send(Call call) throws IOException {
    Patience.Waiting waiting = endpoint.patience().start();
    while (true) {
      A answer = null;
      IOException failure = null;
      try {
        answer = attempt(call);
        if (answer.isOk() || !isWorthWaiting(answer)) {
          return answer;
        }
      } catch (DumpException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
      failed(call, answer == null ? words(failure) : answer);
      if (!(answer == null ? waiting.pauseUnreached() : waiting.pause(answer.retryAfter()))) {
        if (answer != null) {
          return answer;
        }
        throw noAnswer(call, failure);
      }
    }
  }

  /** An exception about a server that does not answer. */
  public final DumpException noAnswer(Call call, @Nullable IOException failure) {
    return new DumpException(
        "%s: %s: no answer within %d s: %s; see whether the server runs, and what lies between"
            .formatted(name(), call, endpoint.patience().total().toSeconds(), words(failure)),
        failure);
  }

  /** A failure in words; those of the JDK are empty at times. */
  public static String words(@Nullable Throwable failure) {
    if (failure == null) {
      return "it went on asking for patience";
    }
    String message = failure.getMessage();
    if (failure instanceof ConnectException) {
      Throwable cause = failure.getCause();
      boolean unknown =
          cause instanceof UnresolvedAddressException
              || (cause != null && cause.getCause() instanceof UnresolvedAddressException);
      return unknown ? "no such host" : "no connection" + (message == null ? "" : ": " + message);
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Sends a request once. An object that ends too early counts as no answer, also where its length
   * was said to be just that: what lies between here and the server may have cut it.
   *
   * @return the answer, whatever its status
   * @throws DumpException if the answer is too large to be held, or the server is not trusted
   * @throws InterruptedIOException if the thread is interrupted
   * @throws IOException if there is no answer, or not all of it; what became of the request is
   *     unknown then
   */
  public A attempt(Call call) throws IOException {
    // Forgotten at once when there is an answer, with what the request holds.
    CompletableFuture<Boolean> answered =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(Boolean.FALSE, SILENCE.toSeconds(), TimeUnit.SECONDS);
    CompletableFuture<Void> unused = answered.thenAccept(inTime -> silent(call, inTime));
    try (AnswerStream stream = stream(call)) {
      A answer = whole(complete(call, stream));
      if (!isInVain(answer)) {
        longWait.over();
      } else if (longWait.isDue()) {
        waiting(call, answer);
      }
      return answer;
    } catch (DumpException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (longWait.isDue()) {
        waiting(call, words(e));
      }
      throw e;
    } finally {
      answered.complete(Boolean.TRUE);
    }
  }

  private void silent(Call call, boolean inTime) {
    if (!inTime) {
      waiting(call, "no answer for %d s".formatted(SILENCE.toSeconds()));
    }
  }

  private A whole(A answer) throws IOException {
    if (answer.isOk() && answer.isCut()) {
      throw new EOFException(
          "the answer ends too early, after %d bytes".formatted(answer.body().length));
    }
    return answer;
  }

  /**
   * Reads the rest of an answer.
   *
   * @throws LimitExceededException if it is too large to be held
   * @throws IOException if it does not come to its end
   */
  public final A complete(Call call, AnswerStream stream) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1_024);
    byte[] buffer = new byte[BUFFER];
    for (int read; (read = stream.body().read(buffer)) >= 0; ) {
      body.write(buffer, 0, read);
      if (body.size() > maxAnswer) {
        throw new LimitExceededException(
            name() + ": " + call,
            "an answer of at most " + maxAnswer + " bytes",
            "a longer one",
            "give more heap");
      }
    }
    return answer(call, stream.status(), body.toByteArray(), stream.retryAfter());
  }

  /**
   * Sends a request once; the body of the answer is read by the caller, who closes it.
   *
   * @return the answer, whatever its status
   * @throws DumpException if the server is not trusted
   * @throws InterruptedIOException if the thread is interrupted
   * @throws IOException if there is no answer
   */
  public AnswerStream stream(Call call) throws IOException {
    return begin(call).take();
  }

  /**
   * Sends a request once, and does not wait for its answer. Whatever may go well another time is
   * told by who takes the answer: a signature that cannot be had now, say.
   *
   * @return what becomes of it, to be taken or given up by the caller
   * @throws DumpException if the request can never be sent
   */
  public final PendingAnswer begin(Call call) throws DumpException {
    return new PendingAnswer(endpoint, call, sent(call));
  }

  private CompletableFuture<HttpResponse<BodyStream>> sent(Call call) throws DumpException {
    try {
      return client.sendAsync(request(call), info -> new BodyStream(endpoint.timeout()));
    } catch (DumpException e) {
      throw e;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    } catch (IllegalArgumentException e) {
      // A header that HTTP does not allow; its value may be secret.
      throw new DumpException(name() + ": a header cannot be sent; see the option headers");
    }
  }

  private HttpRequest request(Call call) throws IOException {
    URI uri = URI.create(endpoint.base() + call.target());
    ByteBuffer body = body(call);
    Map<String, String> headers = new LinkedHashMap<>(endpoint.headers());
    headers.putAll(call.headers());
    if (endpoint.compression() == Endpoint.Compression.GZIP) {
      headers.put("Accept-Encoding", "gzip");
    }
    Map<String, String> ofBody = ofBody(call);
    headers.putAll(ofBody);
    RequestSigner signer = endpoint.signer();
    if (signer != null) {
      headers.putAll(signer.sign(call.method(), uri, ofBody, body));
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(endpoint.timeout());
    headers.forEach(request::setHeader);
    return request.method(call.method(), publisher(call, body)).build();
  }

  private Map<String, String> ofBody(Call call) {
    if (call.body() == null) {
      return Map.of();
    }
    return endpoint.compression() == Endpoint.Compression.NONE
        ? Map.of("Content-Type", call.mediaType())
        : Map.of("Content-Type", call.mediaType(), "Content-Encoding", "gzip");
  }

  /** The bytes of the body as they go out. */
  private ByteBuffer body(Call call) throws IOException {
    byte[] body = call.body();
    if (body == null) {
      return ByteBuffer.allocate(0);
    }
    if (endpoint.compression() == Endpoint.Compression.NONE) {
      return ByteBuffer.wrap(body, call.offset(), call.length());
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream(call.length() / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed, BUFFER)) {
      gzip.write(body, call.offset(), call.length());
    }
    return ByteBuffer.wrap(packed.toByteArray());
  }

  private static BodyPublisher publisher(Call call, ByteBuffer body) {
    return call.body() == null
        ? BodyPublishers.noBody()
        : new SlicedBody(body.array(), body.arrayOffset() + body.position(), body.remaining());
  }
}
