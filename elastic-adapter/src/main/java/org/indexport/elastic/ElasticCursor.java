package org.indexport.elastic;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.http.AnswerStream;
import org.indexport.http.Call;
import org.indexport.http.HitScanner;
import org.indexport.http.PageSize;
import org.indexport.http.Patience;
import org.indexport.http.PendingAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads slices one after the other. A page that is lost on its way is asked for again from the last
 * document that had come whole; where the server has lost what it knew of the moment, the shard is
 * read again without what was read.
 */
final class ElasticCursor implements DocumentCursor {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticCursor.class);

  /**
   * One slice.
   *
   * @param index the index, for messages
   * @param pages asks for its pages; closed by the cursor
   * @param claims which documents of its shard were read
   * @param size how many documents to ask for at a time
   * @param count who knows how many documents there are
   */
  record Part(String index, Pages pages, ShardClaims claims, PageSize size, Count count) {
    /** Who knows how many documents there are. */
    enum Count {
      /** Known already. */
      KNOWN,
      /** The first page says it. */
      FIRST_PAGE
    }
  }

  /**
   * A page that was asked for while the one before it is read.
   *
   * @param after where the page before it ends
   * @param size how many documents it should have
   */
  private record PageAhead(Call call, PendingAnswer answer, String after, int size) {}

  private final Transport transport;
  private final IndexReading reading;
  private final List<Part> parts;
  private final Iterator<Part> rest;
  private final HitScanner scanner;
  private final Patience.Waiting waiting;
  private final Patience.Waiting losses;

  private @Nullable Part part;
  private @Nullable AnswerStream stream;
  private @Nullable PageAhead ahead;
  private int size;
  private Call call = Call.get("/");
  private @Nullable String after;
  private @Nullable String lastId;
  private boolean counted;
  private boolean numbered;
  private boolean ended;
  private boolean closed;

  /**
   * Prepares to read.
   *
   * @param parts the slices; closed by this cursor
   * @param maxDocumentBytes the longest document to be held
   */
  ElasticCursor(Transport transport, IndexReading reading, List<Part> parts, int maxDocumentBytes) {
    this.transport = transport;
    this.reading = reading;
    this.parts = List.copyOf(parts);
    this.rest = this.parts.iterator();
    this.scanner = new HitScanner(maxDocumentBytes, "hits");
    this.waiting = transport.endpoint().patience().start();
    this.losses = transport.endpoint().patience().start();
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (!ended) {
      Part current = part;
      if (current == null) {
        begin();
        continue;
      }
      try {
        if (stream == null) {
          ask(current);
        } else if (scanner.nextHit()) {
          askAhead(current, stream);
          Document document = document(current);
          if (document != null) {
            return document;
          }
        } else {
          answered(current);
        }
      } catch (DumpException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        lost(current, e);
      }
    }
    return null;
  }

  /** Goes on to the next slice, or to the end. */
  private void begin() throws IOException {
    if (!rest.hasNext()) {
      ended = true;
      reading.ended();
      return;
    }
    part = rest.next();
    after = null;
    counted = false;
    numbered = true;
  }

  private void ask(Part current) throws IOException {
    AnswerStream answer = begun(current).take();
    if (answer.status() == 200) {
      stream = answer;
      scanner.start(answer.body());
      return;
    }
    try (answer) {
      refused(current, transport.complete(call, answer));
    }
  }

  /** The page that was asked for ahead, or else one that is asked for now. */
  private PendingAnswer begun(Part current) throws IOException {
    PageAhead early = ahead;
    ahead = null;
    if (early != null) {
      call = early.call;
      size = early.size;
      return early.answer;
    }
    call = current.pages.next(current.size.next(), after);
    size = current.pages.size();
    return transport.begin(call);
  }

  /**
   * Asks for the next page as soon as all of this one has arrived, so that the server works while
   * this one is read. Where a page ends is told by its last bytes; when all of it is read it is
   * known for certain. Small pages often are the last ones.
   */
  private void askAhead(Part current, AnswerStream open) throws IOException {
    if (ahead != null || size <= PageSize.FIRST || !current.pages.canRepeat()) {
      return;
    }
    byte[] tail = open.tail();
    String end = tail == null ? null : HitScanner.lastSort(tail);
    if (end == null || current.pages.endsAt(end)) {
      return;
    }
    current.pages.answered(scanner.contextId());
    current.size.answered(size, open.length());
    Call next = current.pages.next(current.size.next(), end);
    ahead = new PageAhead(next, transport.begin(next), end, current.pages.size());
  }

  private void giveUpAhead() {
    PageAhead early = ahead;
    ahead = null;
    if (early != null) {
      early.answer.giveUp();
    }
  }

  private @Nullable Document document(Part current) throws IOException {
    if (!current.pages.covers(scanner)) {
      return null;
    }
    String id = scanner.id();
    String routing = scanner.routing();
    long seqNo = scanner.seqNo();
    if (seqNo < 0) {
      numbered = false;
    } else if (!current.claims.claim(seqNo)) {
      return null;
    }
    if (!scanner.hasSource()) {
      throw new DumpException(
          "%s: index %s: document %s has no _source; leave the index out, or see its mapping"
              .formatted(transport.name(), current.index, id));
    }
    lastId = id;
    reading.took();
    return scanner.document(id, routing);
  }

  /** A page has come to its end. */
  private void answered(Part current) throws IOException {
    closeStream();
    waiting.succeeded();
    losses.succeeded();
    if (ahead == null) {
      current.pages.answered(scanner.contextId());
      current.size.answered(scanner.hits(), scanner.bytes());
    }
    if (!counted && current.count == Part.Count.FIRST_PAGE) {
      reading.expect(Math.max(0, scanner.total()));
    }
    counted = true;
    boolean last = current.pages.canRepeat() && scanner.hits() < size;
    if (scanner.hits() == 0 || last || current.pages.endsAt(scanner.sort())) {
      giveUpAhead();
      current.pages.close();
      part = null;
      return;
    }
    after = scanner.sort();
    if (ahead != null && !ahead.after.equals(after)) {
      giveUpAhead();
    }
    if (after == null && current.pages.canRepeat()) {
      throw new DumpException(
          "%s: index %s: the server does not say where its page ends"
              .formatted(transport.name(), current.index));
    }
  }

  /** No answer came, or not all of it. */
  private void lost(Part current, IOException failure) throws IOException {
    boolean begun = stream != null;
    closeStream();
    giveUpAhead();
    LOG.warn("{}: index {}: {}", transport.name(), current.index, Transport.words(failure));
    if (begun && scanner.hits() > 0 && current.pages.canRepeat()) {
      after = scanner.sort();
      waiting.succeeded();
    }
    current.size.shrink();
    if (!waiting.pauseUnreached()) {
      throw transport.noAnswer(call, failure);
    }
    if (!current.pages.canRepeat()) {
      restart(current);
    }
  }

  /** The server has answered with an error. */
  private void refused(Part current, Answer answer) throws IOException {
    ServerError error = answer.error();
    String doing = "reading index " + current.index;
    switch (error.kind()) {
      case OVERLOADED, GATEWAY -> {
        current.size.shrink();
        patiently(answer, doing);
        if (!current.pages.canRepeat()) {
          restart(current);
        }
      }
      case TOO_LARGE -> {
        if (!current.size.shrink()) {
          throw answer.failure(doing + ", the document after " + lastId);
        }
        patiently(answer, doing);
        if (!current.pages.canRepeat()) {
          restart(current);
        }
      }
      case CONTEXT_LOST -> {
        // The server is there; what it was asked before does not count.
        LOG.warn("{}: {}: {}", transport.name(), doing, error);
        if (!losses.pause(null)) {
          throw answer.failure(doing);
        }
        restart(current);
      }
      case FORBIDDEN, BLOCKED, MISSING, REFUSED -> throw answer.failure(doing);
    }
  }

  private void patiently(Answer answer, String doing) throws IOException {
    LOG.warn("{}: {}: {}", transport.name(), doing, answer.error());
    if (!waiting.pause(answer.retryAfter())) {
      throw answer.failure(doing);
    }
  }

  private void restart(Part current) throws IOException {
    if (!numbered) {
      throw new DumpException(
          "%s: index %s: the server has lost the moment that was being read, and does not number its documents, so that nobody can tell which of them were read; start again, with a longer keep-alive"
              .formatted(transport.name(), current.index));
    }
    giveUpAhead();
    reading.restarted();
    // What is not counted yet must be counted whole.
    boolean known = counted || current.count == Part.Count.KNOWN;
    current.pages.restart(known ? current.claims.firstUnclaimed() : 0);
    after = null;
  }

  private void closeStream() throws IOException {
    AnswerStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    ended = true;
    part = null;
    giveUpAhead();
    try {
      closeStream();
    } finally {
      parts.forEach(some -> some.pages.close());
      reading.closed();
    }
  }
}
