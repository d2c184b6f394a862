package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.indexport.Document;
import org.indexport.DumpException;
import org.indexport.ImportException;
import org.indexport.ReadLimits;
import org.indexport.http.Call;
import org.indexport.http.Pace;
import org.indexport.http.Pace.End;
import org.indexport.http.Pace.Turn;
import org.indexport.json.DocumentScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.kuzzle.WriteBody.KuzzleInfo;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches at a {@link Pace} that the server bears, and tells what became of each document.
 * Thread-safe.
 */
final class WriteSender {
  private static final Logger LOG = LoggerFactory.getLogger(WriteSender.class);

  /** What the answer has in front of the documents that were taken, when no other was sent. */
  private static final byte[] NO_ERRORS = "\"result\":{\"errors\":[],".getBytes(US_ASCII);

  private static final int MAX_ID_BYTES = 512;

  /** With more, the server is busy for so long that nothing else goes on. */
  private static final int MOST_DOCUMENTS = 5_000;

  /** From this length on a connection that breaks may be the server's way to say: too large. */
  private static final int SUSPICIOUS_BYTES = 1_000_000;

  private final KuzzleTransport transport;
  private final Pace pace;
  private final KuzzleInfo info;
  private final long longestBody;
  private final Queue<WriteBody> bodies = new ConcurrentLinkedQueue<>();

  /** The most documents of a request, which servers of another configuration may limit. */
  private volatile int mostDocuments = MOST_DOCUMENTS;

  private final int limitWhenLimited;

  /** Documents of a batch from one position to before another. */
  private record Slice(CollectionLoad load, DocumentBatch batch, int from, int to) {
    int size() {
      return to - from;
    }
  }

  /**
   * Prepares to send.
   *
   * @param facts what the server takes
   */
  WriteSender(KuzzleTransport transport, Pace pace, KuzzleInfo info, ServerFacts facts) {
    this.transport = transport;
    this.pace = pace;
    this.info = info;
    this.longestBody = facts.maxRequestBytes();
    this.limitWhenLimited = facts.maxWrite();
  }

  /**
   * Sends a batch, in several requests if it is longer than one should be.
   *
   * @throws ImportException if the collection is gone or takes no more
   * @throws IOException if the server refuses what no other request could mend
   */
  BatchResult send(CollectionLoad load, DocumentBatch batch) throws IOException {
    Map<Integer, Outcome> exceptions = new TreeMap<>();
    int from = 0;
    while (from < batch.size()) {
      WriteBody used = bodies.poll();
      WriteBody body = used == null ? new WriteBody(info, pace.bytes() + WriteBody.AROUND) : used;
      int to = fill(body, load, batch, from, exceptions);
      Slice slice = new Slice(load, batch, from, to);
      String putOff = body.size() == 0 ? null : send(slice, body, exceptions);
      if (putOff == null) {
        bodies.add(body);
        from = to;
        continue;
      }
      if (from == 0 && exceptions.isEmpty()) {
        return new BatchResult.NotSent(putOff);
      }
      for (int i = from; i < batch.size(); i++) {
        exceptions.putIfAbsent(i, Outcome.retryLater(putOff));
      }
      break;
    }
    return exceptions.isEmpty() ? BatchResult.ACKNOWLEDGED : new BatchResult.Delivered(exceptions);
  }

  /** Fills a body with what fits; returns the position of the first document that does not. */
  private int fill(
      WriteBody body,
      CollectionLoad load,
      DocumentBatch batch,
      int from,
      Map<Integer, Outcome> exceptions) {
    body.clear();
    long room = (long) pace.bytes() - WriteBody.AROUND;
    int i = from;
    while (i < batch.size() && body.size() < mostDocuments) {
      Document document = batch.documents().get(i);
      String id = batch.ids().get(i);
      room -= WriteBody.length(document, id);
      if (body.size() > 0 && (room < 0 || body.has(id))) {
        break;
      }
      if (!exceptions.containsKey(i)) {
        add(body, load, i, document, id, exceptions);
      }
      i++;
    }
    if (body.size() > 0) {
      body.end();
    }
    return i;
  }

  private void add(
      WriteBody body,
      CollectionLoad load,
      int position,
      Document document,
      String id,
      Map<Integer, Outcome> exceptions) {
    String problem = problem(document, id);
    if (problem == null && !document.isChecked() && !isWellFormed(document)) {
      problem = "the document is not well-formed JSON";
    }
    if (problem == null) {
      problem = load.changes().look(document, id);
    }
    if (problem != null) {
      exceptions.put(position, Outcome.rejected(problem));
    } else {
      body.add(position, document, id);
    }
  }

  /** Why the server would refuse the whole request for this document, or null. */
  private @Nullable String problem(Document document, String id) {
    if (!UTF_8.newEncoder().canEncode(id)) {
      return "the id is not well-formed Unicode";
    }
    int length = id.length();
    if (length == 0 || (length > MAX_ID_BYTES / 3 && id.getBytes(UTF_8).length > MAX_ID_BYTES)) {
      return "the id has %d bytes; the server takes 1 to %d"
          .formatted(id.getBytes(UTF_8).length, MAX_ID_BYTES);
    }
    return WriteBody.length(document, "") + length + WriteBody.AROUND > longestBody
        ? "the document has %d bytes; the server takes requests of at most %d (server.maxRequestSize)"
            .formatted(document.length(), longestBody)
        : null;
  }

  private static boolean isWellFormed(Document document) {
    try {
      DocumentScanner.readOnly(ReadLimits.DEFAULT.maxDepth())
          .scan(document.array(), document.offset(), document.offset() + document.length());
      return true;
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  /** Sends a body; returns why its documents must be sent again, or null. */
  private @Nullable String send(Slice slice, WriteBody body, Map<Integer, Outcome> exceptions)
      throws IOException {
    Call call =
        Call.post(
            StoredCollection.path(slice.load.name(), info.action()),
            body.array(),
            0,
            body.length());
    Turn turn = pace.begin();
    KuzzleAnswer answer;
    try {
      answer = attempt(call, turn, body);
    } catch (DumpException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("{}: {}", transport.name(), call, e);
      if (mayBeTooLarge(e, body) && slice.size() > 1) {
        pace.tooLarge(body.length());
        return inHalves(slice, exceptions);
      }
      // What became of it is unknown. With the same ids it may be sent twice.
      return "no answer: " + KuzzleTransport.words(e);
    }
    if (answer.isOk()) {
      read(slice, body, answer, exceptions);
      return null;
    }
    return refused(slice, answer, body, exceptions);
  }

  private static boolean mayBeTooLarge(IOException failure, WriteBody body) {
    return body.length() > SUSPICIOUS_BYTES
        && !(failure instanceof ConnectException)
        && !(failure instanceof HttpTimeoutException);
  }

  /** Sends once, and tells the pace how it went. */
  private KuzzleAnswer attempt(Call call, Turn turn, WriteBody body) throws IOException {
    End end = End.OTHER;
    KuzzleAnswer answer = null;
    try {
      answer = transport.attempt(call);
      end =
          answer.isOk()
              ? End.GOOD
              : KuzzleTransport.isWorthWaiting(answer.error()) ? End.OVERLOADED : End.OTHER;
      return answer;
    } catch (DumpException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      end = End.UNREACHED;
      throw e;
    } finally {
      pace.end(turn, end, body.length(), answer == null ? null : answer.retryAfter());
    }
  }

  private @Nullable String refused(
      Slice slice, KuzzleAnswer answer, WriteBody body, Map<Integer, Outcome> exceptions)
      throws IOException {
    KuzzleError error = answer.error();
    return switch (error.kind()) {
      case OVERLOADED, GATEWAY -> error.toString();
      case TOO_LARGE -> {
        if ("services.storage.write_limit_exceeded".equals(error.id())) {
          mostDocuments = Math.min(limitWhenLimited, Math.max(1, body.size() / 2));
        } else {
          pace.tooLarge(body.length());
        }
        yield slice.size() == 1 ? rejected(slice, error, exceptions) : inHalves(slice, exceptions);
      }
      case REFUSED ->
          // One document that the server cannot read makes it refuse them all.
          slice.size() == 1 ? rejected(slice, error, exceptions) : inHalves(slice, exceptions);
      case MISSING ->
          throw new ImportException(
              "collection " + slice.load.name(),
              "to be there",
              error.toString(),
              "another program has removed it: import it from the start");
      case LOGIN_LOST, FORBIDDEN, SCROLL_LOST, SCROLL_TOO_LONG, EXISTS, UNREADABLE ->
          throw answer.failure("loading collection " + slice.load.name());
    };
  }

  private static @Nullable String rejected(
      Slice slice, KuzzleError error, Map<Integer, Outcome> exceptions) {
    exceptions.putIfAbsent(slice.from, Outcome.rejected(error.toString()));
    return null;
  }

  private @Nullable String inHalves(Slice slice, Map<Integer, Outcome> exceptions)
      throws IOException {
    int middle = slice.from + slice.size() / 2;
    String putOff = half(slice, slice.from, middle, exceptions);
    return putOff != null ? putOff : half(slice, middle, slice.to, exceptions);
  }

  private @Nullable String half(Slice slice, int from, int to, Map<Integer, Outcome> exceptions)
      throws IOException {
    DocumentBatch part = slice.batch.slice(from, to);
    BatchResult result = send(slice.load, part);
    if (result instanceof BatchResult.Delivered delivered) {
      delivered
          .exceptions()
          .forEach((position, outcome) -> exceptions.putIfAbsent(from + position, outcome));
      return null;
    }
    return result instanceof BatchResult.NotSent notSent ? notSent.reason() : result.toString();
  }

  /** Notes which documents were not taken. */
  private void read(
      Slice slice, WriteBody body, KuzzleAnswer answer, Map<Integer, Outcome> exceptions)
      throws IOException {
    if (isAllGood(answer)) {
      return;
    }
    try {
      List<JsonObject> errors = answer.result().objects("errors");
      for (JsonObject error : errors) {
        note(slice, body, error, exceptions);
      }
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Whether every document was taken, as the start of the answer says it. */
  private static boolean isAllGood(KuzzleAnswer answer) {
    byte[] text = answer.body();
    int last = Math.min(text.length, 1_000) - NO_ERRORS.length;
    for (int i = 0; i <= last; i++) {
      if (Arrays.equals(text, i, i + NO_ERRORS.length, NO_ERRORS, 0, NO_ERRORS.length)) {
        return true;
      }
    }
    return false;
  }

  private void note(Slice slice, WriteBody body, JsonObject error, Map<Integer, Outcome> exceptions)
      throws IOException {
    // Of bulk:mWrite the document, of bulk:import what was to be done with it.
    JsonObject item = error.object(info == KuzzleInfo.KEPT ? "document" : "index");
    String id = item == null ? null : item.string("_id");
    Integer position = id == null ? null : body.position(id);
    if (item == null || position == null) {
      throw new ImportException(
          "collection " + slice.load.name(),
          "an answer about the documents that were sent",
          "an error of " + id,
          "see what lies between here and the server");
    }
    Long status = (info == KuzzleInfo.KEPT ? error : item).number("status");
    JsonObject details = info == KuzzleInfo.KEPT ? null : item.object("error");
    String reason = details == null ? error.string("reason") : details.string("reason");
    String words =
        "HTTP %d: %s"
            .formatted(status == null ? 0 : status, KuzzleError.shortened(String.valueOf(reason)));
    boolean later = status != null && (status == 429 || status >= 500);
    exceptions.put(position, later ? Outcome.retryLater(words) : Outcome.rejected(words));
  }
}
