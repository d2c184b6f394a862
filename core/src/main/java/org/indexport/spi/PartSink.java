package org.indexport.spi;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentHasher;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Lines;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DepthExceededException;
import org.indexport.json.DocumentScanner;
import org.indexport.json.EnvelopeScanner;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** One stream of documents into a {@link PartAssembler}. */
final class PartSink implements DocumentSink {
  private static final byte LINE_FEED = '\n';
  private static final int FIRST_LINES = 256;
  private static final int[] NO_LINES = {};

  private final PartAssembler assembler;
  private final BufferPool pool;
  private final IndexInfo index;
  private final boolean envelopes;
  private final int partBytes;
  private final int maxDepth;
  private final DocumentScanner scanner;
  private final ByteBuilder head = new ByteBuilder();
  private final DocumentHasher hasher = new DocumentHasher();

  // Guarded by the lock: another sink's thread may cut the part.
  private final ReentrantLock lock = new ReentrantLock();
  private byte @Nullable [] buffer;

  /** None without a buffer: there may be many sinks, of which few have one. */
  private int[] lineEnds = NO_LINES;

  private volatile int size;
  private long bytes;
  private long reformatted;
  private long added;
  private boolean closed;

  PartSink(PartAssembler assembler, BufferPool pool, IndexInfo index, int partBytes, int maxDepth) {
    this.assembler = assembler;
    this.pool = pool;
    this.index = index;
    this.envelopes = index.lines() == Lines.ENVELOPE;
    this.partBytes = partBytes;
    this.maxDepth = maxDepth;
    this.scanner = new DocumentScanner(maxDepth);
  }

  IndexName name() {
    return index.name();
  }

  int size() {
    return size;
  }

  @Override
  public void add(Document document) throws IOException {
    checkUsable(document);
    pool.checkUsable();
    byte[] spare = null;
    while (!tryAdd(spare, document)) {
      // Not under the lock: getting one may cut the part of another sink, or wait for it.
      spare = pool.acquire();
    }
  }

  /** Adds a document unless a buffer is needed first; one that is given is used. */
  private boolean tryAdd(byte @Nullable [] spare, Document document) throws IOException {
    lock.lock();
    try {
      if (spare != null) {
        buffer = spare;
        pool.hold(this);
      }
      return buffer != null && append(buffer, document);
    } finally {
      lock.unlock();
    }
  }

  private void checkUsable(Document document) {
    if (closed) {
      throw new IllegalStateException("no more documents of index " + index.name());
    }
    boolean beside =
        document.id() != null || document.routing() != null || document.version() != null;
    if (beside && !envelopes) {
      throw new IllegalArgumentException(
          "index %s was declared with ids in its documents, but one has its id outside"
              .formatted(index.name()));
    }
  }

  /** Adds a document; false if the part had to be cut before, so that there is no buffer now. */
  private boolean append(byte[] room, Document document) throws IOException {
    head.clear();
    if (envelopes) {
      EnvelopeScanner.writeHead(head, document.id(), document.routing(), document.version());
    }
    long needed = head.size() + (long) document.length() + 2;
    if (needed > Integer.MAX_VALUE - 8) {
      throw new LimitExceededException(
          "index " + index.name(), "a document below 2 GiB", needed + " bytes", "split it");
    }
    if (size > 0 && size + needed > partBytes) {
      cut(room);
      return false;
    }
    byte[] target = room;
    if (needed > room.length - size) {
      // A part of its own: what fits a part fits every buffer.
      target = new byte[(int) needed];
      buffer = target;
    }
    System.arraycopy(head.array(), 0, target, size, head.size());
    int start = size + head.size();
    System.arraycopy(document.array(), document.offset(), target, start, document.length());
    int end = start + document.length();
    if (!document.isChecked()) {
      end = check(target, start, end);
    }
    count(document, target, start, end);
    if (envelopes) {
      target[end++] = '}';
    }
    target[end] = LINE_FEED;
    noteLineEnd(end);
    size = end + 1;
    if (size >= partBytes) {
      cut(target);
    }
    return true;
  }

  /** Checks a document in place and moves it to {@code start}; returns where it ends. */
  private int check(byte[] target, int start, int end) throws IOException {
    try {
      scanner.scan(target, start, end);
    } catch (MalformedJsonException e) {
      throw describe(e, start);
    }
    int length = scanner.end() - scanner.start();
    System.arraycopy(target, scanner.start(), target, start, length);
    reformatted += scanner.reformatted() ? 1 : 0;
    return start + length;
  }

  private IOException describe(MalformedJsonException e, int start) {
    String where =
        "document %d of index %s, byte %d".formatted(added + 1, index.name(), e.offset() - start);
    if (e instanceof DepthExceededException) {
      return new LimitExceededException(
          where, "a nesting of at most " + maxDepth, e.found(), "flatten the document");
    }
    return new CorruptDumpException(
        where, e.expected(), e.found(), "add documents that are one JSON object each");
  }

  private void noteLineEnd(int end) {
    int line = (int) hasher.count() - 1;
    if (line == lineEnds.length) {
      lineEnds = Arrays.copyOf(lineEnds, Math.max(FIRST_LINES, 2 * line));
    }
    lineEnds[line] = end;
  }

  private void count(Document document, byte[] target, int start, int end) {
    added++;
    bytes += end - start;
    if (document.isChecked()) {
      hasher.add(document, index.lines());
    } else if (envelopes) {
      hasher.addIdentified(document.id(), document.routing(), target, start, end - start);
    } else {
      hasher.add(target, start, end - start);
    }
  }

  /** Passes the part, and its buffer, on. */
  private void cut(byte[] lines) throws IOException {
    DocumentTotals totals =
        new DocumentTotals(hasher.count(), bytes, reformatted, hasher.hash(), hasher.idHash());
    int length = size;
    hasher.reset();
    bytes = 0;
    reformatted = 0;
    size = 0;
    buffer = null;
    pool.pass(this);
    int[] ends = lineEnds;
    lineEnds = NO_LINES;
    assembler.cut(index, lines, length, ends, totals);
  }

  /** Cuts the part, if it holds one; there is no buffer afterwards. */
  void giveUp() throws IOException {
    lock.lock();
    try {
      byte[] held = buffer;
      if (held != null && size > 0 && !pool.isClosed()) {
        cut(held);
      } else if (held != null) {
        buffer = null;
        pool.pass(this);
        pool.release(held);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        giveUp();
      } finally {
        assembler.closed(this);
      }
    }
  }
}
