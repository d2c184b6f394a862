package org.indexport.kuzzle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.http.AnswerStream;
import org.indexport.http.Call;
import org.indexport.http.HitScanner;
import org.indexport.http.PageSize;
import org.indexport.http.Patience;
import org.indexport.kuzzle.Query.Order;
import org.indexport.transfer.LongSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a span of a collection by a scroll, or by one page if that is all. A page cannot be asked
 * for twice, as the scroll may have moved on. Documents come as they lie in the server; when a page
 * is lost, and when the server has lost the scroll, another one gives them by their numbers without
 * those that had come, of which hashes of their ids are known. When that is lost, too, the next one
 * starts at the last number. Together they must find as many documents as there were.
 *
 * <p>The next page is asked for as soon as all of one has arrived, so that the server works while
 * that one is read.
 */
final class CollectionCursor implements DocumentCursor {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionCursor.class);

  private static final long UNKNOWN = -1;

  /** How many documents are known by their hashes: 131,072 with a heap of 64 MiB. */
  private static final long MOST_KNOWN = Runtime.getRuntime().maxMemory() / 512;

  /** How the server is asked. */
  enum Paging {
    /** By one search: the server, which allows few scrolls at a time, would keep one in vain. */
    ONE_PAGE,
    /** By a scroll. */
    SCROLL
  }

  /** The next page of a scroll, which was asked for while the one before it is read. */
  private record Ahead(KuzzleTransport.Asked page, String scrollId) {}

  private final KuzzleTransport transport;
  private final IndexName name;
  private final Query query;
  private final PageSize size;
  private final CollectionReading reading;
  private final HitScanner scanner;
  private final Patience.Waiting waiting;
  private final Patience.Waiting losses;

  private Paging paging;
  private Order order;
  private Query.Span span;
  private Duration keepAlive;
  private @Nullable AnswerStream stream;
  private @Nullable Ahead ahead;
  private Call call = Call.get("/");
  private @Nullable String scrollId;

  /** How many documents the current scroll has, and how many of them have come. */
  private long total = UNKNOWN;

  private long come;

  /** How many documents a page of the current scroll has, and how many were asked for. */
  private int pageSize;

  private long asked;

  /** Whether the end of the present page is known. */
  private boolean endSeen;

  /** How many of those were read before the current scroll began. */
  private long skipped;

  /** How many documents the span had at the start. */
  private long ofSpan = UNKNOWN;

  /** How many documents were read, in all and before the current scroll began. */
  private long read;

  private long before;

  /** The documents that had come before the order was that of their numbers. */
  private final LongSet early = new LongSet();

  /** How many of them have come again. */
  private long met;

  private @Nullable String lastId;

  /** The last document that was read, which a scroll that was begun anew has to give first. */
  private @Nullable String skipTo;

  private boolean ended;
  private boolean closed;

  CollectionCursor(
      KuzzleTransport transport,
      IndexName name,
      Query query,
      Query.Span span,
      Paging paging,
      Order order,
      Duration keepAlive,
      PageSize size,
      CollectionReading reading) {
    this.transport = transport;
    this.name = name;
    this.query = query;
    this.span = span;
    this.paging = paging;
    this.order = order;
    this.keepAlive = keepAlive;
    this.size = size;
    this.reading = reading;
    this.scanner = new HitScanner(ReadLimits.DEFAULT.maxDocumentBytes(), "result");
    this.waiting = transport.endpoint().patience().start();
    this.losses = transport.endpoint().patience().start();
  }

  /** Has the server begin the scroll, so that the documents are those of this moment. */
  void begin() throws IOException {
    if (stream == null) {
      try {
        ask();
      } catch (DumpException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        lost(e);
      }
    }
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (!ended) {
      try {
        if (stream == null) {
          ask();
        } else if (scanner.nextHit()) {
          askAhead(stream);
          Document document = document();
          if (document != null) {
            return document;
          }
        } else {
          answered();
        }
      } catch (DumpException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        lost(e);
      }
    }
    return null;
  }

  private void ask() throws IOException {
    Ahead early = ahead;
    ahead = null;
    KuzzleTransport.Asked page = early == null ? begun() : early.page;
    call = page.call();
    AnswerStream answer = page.take();
    if (answer.status() == 200) {
      stream = answer;
      endSeen = false;
      scanner.start(answer.body());
      return;
    }
    try (answer) {
      refused(transport.complete(call, answer));
    }
  }

  private KuzzleTransport.Asked begun() throws IOException {
    String known = scrollId;
    if (known != null) {
      return transport.ask(next(known));
    }
    pageSize = size.next();
    asked = pageSize;
    Call first =
        Call.post(StoredCollection.path(name, "_search"), query.page(span, order))
            .with("size", String.valueOf(pageSize));
    return transport.ask(paging == Paging.SCROLL ? kept(first) : first);
  }

  private Call next(String scroll) {
    asked += pageSize;
    return kept(Call.get(Call.path("_scroll", scroll)));
  }

  private Call kept(Call page) {
    return page.with("scroll", keepAlive.toMillis() + "ms");
  }

  /** Asks for the next page if all of this one has arrived and there is another. */
  private void askAhead(AnswerStream open) throws IOException {
    byte[] tail = endSeen || paging != Paging.SCROLL ? null : open.tail();
    if (tail == null) {
      return;
    }
    endSeen = true;
    PageEnd end = PageEnd.of(tail, scrollId);
    if (end != null && asked < end.total()) {
      ahead = new Ahead(transport.ask(next(end.scrollId())), end.scrollId());
    }
  }

  private void giveUpAhead() {
    Ahead early = ahead;
    ahead = null;
    if (early != null) {
      early.page.giveUp();
    }
  }

  private @Nullable Document document() throws IOException {
    String id = scanner.id();
    if (id == null || !scanner.hasSource()) {
      throw new DumpException(
          "%s: the server gave a document without id or content after %s"
              .formatted(reading.where(), lastId));
    }
    come++;
    if (skipTo != null) {
      // With several shards others have the same number; they come in the order as before.
      skipped++;
      if (id.equals(skipTo)) {
        skipTo = null;
      }
      return null;
    }
    lastId = id;
    read++;
    if (order == Order.ANY) {
      if (early.size() < MOST_KNOWN) {
        early.add(hash(id));
      }
    } else if (early.contains(hash(id))) {
      met++;
      return null;
    }
    reading.took();
    return scanner.document(id, null);
  }

  private static long hash(String id) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100_0000_01b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51_afd7_ed55_8ccdL;
    return (hash ^ hash >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
  }

  /** A page has come to its end. */
  private void answered() throws IOException {
    closeStream();
    waiting.succeeded();
    size.answered(scanner.hits(), scanner.bytes());
    if (total == UNKNOWN) {
      firstPage();
    }
    if (come >= total) {
      if (order == Order.NUMBERED && met != early.size()) {
        throw reading.changed(
            early.size() + " documents that were read already", String.valueOf(met));
      }
      ended = true;
      giveUpAhead();
      reading.ended();
    } else if (paging == Paging.ONE_PAGE) {
      // There are more by now, or longer ones.
      restart();
      paging = Paging.SCROLL;
    } else if (scanner.hits() == 0) {
      again("the scroll ends after %d of %d documents".formatted(come, total));
    } else {
      losses.succeeded();
      scrollId = scanner.contextId();
      if (scrollId == null) {
        throw new DumpException(reading.where() + ": the server gave no scroll to go on with");
      }
      if (ahead != null && !ahead.scrollId.equals(scrollId)) {
        again("the next page was asked of another scroll");
      }
    }
  }

  /** The first page of a scroll tells how many documents it has. */
  private void firstPage() throws IOException {
    total = scanner.total();
    if (total < 0) {
      throw new DumpException(reading.where() + ": the server does not say how many there are");
    }
    if (skipTo != null) {
      throw reading.changed("document " + skipTo + ", the last one that was read", "none");
    }
    long now = before + total - skipped;
    if (ofSpan == UNKNOWN && (before == 0 || span.to() != null)) {
      ofSpan = now;
      if (span.to() == null) {
        reading.expect(now);
      }
    } else if (ofSpan != now) {
      throw reading.changed(
          (ofSpan == UNKNOWN ? "all" : ofSpan - before) + " documents still to be read",
          String.valueOf(now - before));
    }
  }

  /** No answer came, or not all of it. */
  private void lost(IOException failure) throws IOException {
    closeStream();
    LOG.warn("{}: {}", reading.where(), KuzzleTransport.words(failure));
    if (!waiting.pauseUnreached()) {
      throw transport.noAnswer(call, failure);
    }
    restart();
  }

  /** The server has answered with an error. */
  private void refused(KuzzleAnswer answer) throws IOException {
    KuzzleError error = answer.error();
    String doing = "reading collection " + name;
    switch (error.kind()) {
      case OVERLOADED -> {
        patiently(answer, doing);
        String id = error.id();
        if (id == null || !id.startsWith("api.process.")) {
          restart();
        }
        // Otherwise it has not done anything, so the scroll is where it was.
      }
      case GATEWAY -> {
        size.shrink();
        patiently(answer, doing);
        restart();
      }
      case TOO_LARGE, UNREADABLE -> {
        if (!size.shrink()) {
          throw answer.failure(doing + ", the document after " + lastId);
        }
        restart();
      }
      case SCROLL_LOST -> again(error.toString());
      case SCROLL_TOO_LONG -> {
        keepAlive = keepAlive.dividedBy(2);
        if (keepAlive.compareTo(Duration.ofSeconds(1)) < 0) {
          throw answer.failure(doing);
        }
      }
      case LOGIN_LOST, FORBIDDEN, MISSING, EXISTS, REFUSED -> throw answer.failure(doing);
    }
  }

  private void patiently(KuzzleAnswer answer, String doing) throws IOException {
    LOG.warn("{}: {}", reading.where(), answer.error());
    if (!waiting.pause(answer.retryAfter())) {
      throw answer.failure(doing);
    }
  }

  /** The server is there, and has lost the scroll. */
  private void again(String reason) throws IOException {
    LOG.warn("{}: {}", reading.where(), reason);
    if (!losses.pause(null)) {
      throw new DumpException(
          "%s: %s, again and again; see the server's log".formatted(reading.where(), reason));
    }
    restart();
  }

  /** Begins another scroll at the last document that has come. */
  private void restart() throws IOException {
    giveUpAhead();
    if (order == Order.ANY) {
      goByNumbers();
    }
    scrollId = null;
    total = UNKNOWN;
    come = 0;
    skipped = 0;
    before = read;
    if (paging == Paging.SCROLL && ofSpan != UNKNOWN && span.to() == null) {
      // What came later is not missed: there must be as many as there were.
      span = new Query.Span(span.from(), reading.end());
    }
    String last = lastId;
    if (last != null) {
      span = span.from(number(last));
      skipTo = last;
    }
  }

  /** From now on documents come by their numbers, from the first one on. */
  private void goByNumbers() throws IOException {
    if (early.size() != read) {
      throw new DumpException(
          "%s: the server has lost the scroll after %d documents, more than can be known here; give more heap, or dump with a checkpoint, which reads in an order that can be gone on with"
              .formatted(reading.where(), read));
    }
    order = Order.NUMBERED;
    read = 0;
    lastId = null;
  }

  private long number(String id) throws IOException {
    Call ask =
        Call.post(StoredCollection.path(name, "_search"), Query.number(id)).with("size", "0");
    KuzzleAnswer answer = transport.send(ask).orFail("searching collection " + name);
    try {
      Query.State state = Query.state(answer.result());
      if (state.documents() != 1) {
        throw reading.changed("document " + id + ", the last one that was read", "none");
      }
      return state.last();
    } catch (org.indexport.json.MalformedJsonException e) {
      throw answer.malformed(e);
    }
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
    if (!closed) {
      closed = true;
      ended = true;
      giveUpAhead();
      closeStream();
    }
  }
}
