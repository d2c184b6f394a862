package org.indexport.elastic;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.Document;
import org.indexport.DumpException;
import org.indexport.ImportException;
import org.indexport.ReadLimits;
import org.indexport.elastic.BulkBody.Action;
import org.indexport.elastic.BulkBody.Versions;
import org.indexport.http.Call;
import org.indexport.http.Pace;
import org.indexport.http.Pace.End;
import org.indexport.http.Pace.Turn;
import org.indexport.json.DocumentScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches as {@code _bulk} requests at a {@link Pace} that the server bears, and tells what
 * became of each document. Thread-safe.
 */
final class BulkSender {
  private static final Logger LOG = LoggerFactory.getLogger(BulkSender.class);

  /** Positions in the answer are those of the lines sent, as each item has a status. */
  private static final String ANSWER = "errors,items.*.status,items.*.error";

  private static final int MAX_ID_BYTES = 512;
  private static final int LEAST_ROOM = 64 << 10;

  private final Transport transport;
  private final Pace pace;
  private final Manner manner;
  private final long longestBody;
  private final AtomicLong left = new AtomicLong();
  private final Queue<BulkBody> bodies = new ConcurrentLinkedQueue<>();

  /**
   * How the server is to take documents.
   *
   * @param versions whether it is told their versions
   * @param existing what becomes of those that an index has already
   * @param pipeline the pipeline that they go through, or null for none
   */
  record Manner(Versions versions, Action existing, @Nullable String pipeline) {}

  /** Documents of a batch from one position to before another. */
  private record Slice(IndexLoad load, DocumentBatch batch, int from, int to) {
    int size() {
      return to - from;
    }
  }

  /**
   * Prepares to send.
   *
   * @param longestBody the longest body that the server takes
   */
  BulkSender(Transport transport, Pace pace, Manner manner, long longestBody) {
    this.transport = transport;
    this.pace = pace;
    this.manner = manner;
    this.longestBody = longestBody;
  }

  /**
   * Sends a batch, in several requests if it is longer than one should be.
   *
   * @throws ImportException if the index is gone or takes no more
   * @throws IOException if the server refuses what no other request could mend
   */
  BatchResult send(IndexLoad load, DocumentBatch batch) throws IOException {
    Map<Integer, Outcome> exceptions = new TreeMap<>();
    int from = 0;
    while (from < batch.size()) {
      int to = end(batch, from);
      String putOff = send(new Slice(load, batch, from, to), exceptions);
      if (putOff != null) {
        if (from == 0 && exceptions.isEmpty()) {
          return new BatchResult.NotSent(putOff);
        }
        for (int i = from; i < batch.size(); i++) {
          exceptions.putIfAbsent(i, Outcome.retryLater(putOff));
        }
        break;
      }
      from = to;
    }
    return exceptions.isEmpty() ? BatchResult.ACKNOWLEDGED : new BatchResult.Delivered(exceptions);
  }

  /** How many documents the server has left as they were, as far as that was asked for. */
  long left() {
    boolean asked = manner.existing == Action.CREATE || manner.versions == Versions.KEPT;
    return asked ? left.get() : 0;
  }

  /** Where a body that starts with a document has to end. */
  private int end(DocumentBatch batch, int from) {
    long room = pace.bytes();
    int to = from;
    while (to < batch.size()) {
      room -= BulkBody.length(batch.documents().get(to), batch.ids().get(to));
      if (room < 0 && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  /** How long the body of some documents is about; growing would take more memory. */
  private static int room(Slice slice) {
    long room = 0;
    for (int i = slice.from; i < slice.to; i++) {
      room += BulkBody.length(slice.batch.documents().get(i), slice.batch.ids().get(i));
    }
    return (int) Math.max(LEAST_ROOM, Math.min(room, Integer.MAX_VALUE / 2));
  }

  /** Sends some documents; returns why they must be sent again, or null. */
  private @Nullable String send(Slice slice, Map<Integer, Outcome> exceptions) throws IOException {
    BulkBody used = bodies.poll();
    BulkBody body = used == null ? new BulkBody(room(slice)) : used;
    fill(body, slice, exceptions);
    if (body.size() == 0) {
      bodies.add(body);
      return null;
    }
    Call call = call(slice.load, body);
    Turn turn = pace.begin();
    Answer answer;
    try {
      answer = attempt(call, turn, body);
    } catch (DumpException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // What became of it is unknown. With the same ids it may be sent twice.
      LOG.debug("{}: {}", transport.name(), call, e);
      return "no answer: " + Transport.words(e);
    }
    if (answer.isOk()) {
      new BulkAnswer(slice.load, body, exceptions, left).read(answer);
      // Only now is it certain that nobody reads it any more.
      bodies.add(body);
      return null;
    }
    return refused(slice, answer, body, exceptions);
  }

  private Call call(IndexLoad load, BulkBody body) {
    Call call =
        Call.postLines(load.bulkPath(), body.array(), 0, body.length())
            .with("pipeline", manner.pipeline == null ? "_none" : manner.pipeline)
            .with("filter_path", ANSWER);
    return load.isGuarded() ? call.with("require_alias", "true") : call;
  }

  /** Sends once, and tells the pace how it went. */
  private Answer attempt(Call call, Turn turn, BulkBody body) throws IOException {
    End end = End.OTHER;
    Answer answer = null;
    try {
      answer = transport.attempt(call);
      end =
          answer.isOk()
              ? answer.putsOff() == null ? End.GOOD : End.OVERLOADED
              : Transport.isWorthWaiting(answer.error()) ? End.OVERLOADED : End.OTHER;
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
      Slice slice, Answer answer, BulkBody body, Map<Integer, Outcome> exceptions)
      throws IOException {
    ServerError error = answer.error();
    return switch (error.kind()) {
      case OVERLOADED, GATEWAY -> error.toString();
      case TOO_LARGE -> {
        pace.tooLarge(body.length());
        yield inHalves(slice, error, exceptions);
      }
      case REFUSED -> {
        if (error.text().contains("unrecognized parameter")) {
          throw answer.failure("loading index " + slice.load.name());
        }
        // One line that the server cannot read makes it refuse them all.
        yield inHalves(slice, error, exceptions);
      }
      case CONTEXT_LOST, FORBIDDEN, BLOCKED, MISSING ->
          throw answer.failure("loading index " + slice.load.name());
    };
  }

  private @Nullable String inHalves(
      Slice slice, ServerError error, Map<Integer, Outcome> exceptions) throws IOException {
    if (slice.size() == 1) {
      exceptions.put(slice.from, Outcome.rejected(error.toString()));
      return null;
    }
    int middle = slice.from + slice.size() / 2;
    String putOff = send(new Slice(slice.load, slice.batch, slice.from, middle), exceptions);
    return putOff != null
        ? putOff
        : send(new Slice(slice.load, slice.batch, middle, slice.to), exceptions);
  }

  private void fill(BulkBody body, Slice slice, Map<Integer, Outcome> exceptions) {
    body.clear();
    for (int i = slice.from; i < slice.to; i++) {
      if (exceptions.containsKey(i)) {
        continue;
      }
      Document document = slice.batch.documents().get(i);
      String id = slice.batch.ids().get(i);
      String problem = problem(document, id);
      if (problem == null && !document.isChecked()) {
        Document line = onOneLine(document);
        problem = line == null ? "the document is not well-formed JSON" : null;
        document = line == null ? document : line;
      }
      if (problem != null) {
        exceptions.put(i, Outcome.rejected(problem));
      } else {
        Action action = manner.existing == Action.CREATE ? Action.CREATE : slice.load.action();
        body.add(i, document, id, action, manner.versions);
      }
    }
  }

  /** Why the server would refuse the whole request for this document, or null. */
  private @Nullable String problem(Document document, String id) {
    int length = id.length();
    if (length == 0 || (length > MAX_ID_BYTES / 3 && bytes(id) > MAX_ID_BYTES)) {
      return "the id has %d bytes; the server takes 1 to %d".formatted(bytes(id), MAX_ID_BYTES);
    }
    long lines = BulkBody.length(document, id);
    return lines > longestBody
        ? "the document has %d bytes; the server takes requests of at most %d (http.max_content_length)"
            .formatted(document.length(), longestBody)
        : null;
  }

  private static int bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The document on one line, which is all that it may have; null if it is no document. */
  private static @Nullable Document onOneLine(Document document) {
    Document own = document.copy();
    try {
      DocumentScanner scanner = new DocumentScanner(ReadLimits.DEFAULT.maxDepth());
      scanner.scan(own.array(), own.offset(), own.offset() + own.length());
      return document.withSource(own.array(), scanner);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /** Reads what became of each document of one request. */
  private record BulkAnswer(
      IndexLoad load, BulkBody body, Map<Integer, Outcome> exceptions, AtomicLong left) {
    /** Notes what was not taken. */
    void read(Answer answer) throws IOException {
      if (answer.isAllGood()) {
        return;
      }
      try {
        List<JsonObject> items = answer.json().objects("items");
        if (items.size() != body.size()) {
          throw new ImportException(
              "index " + load.name(),
              "an answer about " + body.size() + " documents",
              "one about " + items.size(),
              "see what lies between here and the server");
        }
        for (int i = 0; i < items.size(); i++) {
          JsonObject item = items.get(i);
          for (String action : item.names()) {
            JsonObject result = item.object(action);
            if (result != null) {
              note(body.position(i), result);
            }
          }
        }
      } catch (MalformedJsonException e) {
        throw answer.malformed(e);
      }
    }

    private void note(int position, JsonObject result) throws IOException {
      Long number = result.number("status");
      int status = number == null ? 0 : number.intValue();
      JsonObject details = result.object("error");
      if (status >= 200 && status < 300) {
        return;
      }
      ServerError error =
          details == null
              ? new ServerError(status, null, "no reason given", "")
              : ServerError.of(status, details);
      if (status == 409 && error.mentions("version_conflict_engine_exception")) {
        // It is there already, or a newer one is.
        left.incrementAndGet();
        return;
      }
      exceptions.put(position, outcome(status, error));
    }

    private Outcome outcome(int status, ServerError error) throws ImportException {
      String words = error.toString();
      return switch (error.kind()) {
        case OVERLOADED, GATEWAY -> Outcome.retryLater(words);
        case BLOCKED -> {
          if (status == 429) {
            yield Outcome.retryLater("the server's disk is full: " + words);
          }
          throw stopped("to take documents", words, "take the block away, then resume");
        }
        case MISSING -> {
          if (error.mentions("index_not_found_exception")) {
            throw stopped(
                "to be there", words, "another program has removed it: import it from the start");
          }
          yield Outcome.rejected(words);
        }
        case FORBIDDEN ->
            throw stopped("to take documents", words, "give the user the right to write");
        case TOO_LARGE, CONTEXT_LOST, REFUSED ->
            status >= 500 ? Outcome.retryLater(words) : Outcome.rejected(words);
      };
    }

    private ImportException stopped(String expected, String found, String nextStep) {
      return new ImportException("index " + load.name(), expected, found, nextStep);
    }
  }
}
