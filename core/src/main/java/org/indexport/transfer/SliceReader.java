package org.indexport.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.IndexInfo;
import org.indexport.Lines;
import org.indexport.PartReading;
import org.indexport.json.ByteBuilder;
import org.indexport.json.EnvelopeScanner;
import org.jspecify.annotations.Nullable;

/** Reads one slice of an engine's index into parts on a thread of its own, one part ahead. */
final class SliceReader implements Closeable {
  /** Few enough to be in the processor's cache yet when the next thread takes them. */
  private static final int PART_BYTES = PartReading.SMALL_PART_BYTES;

  private final DocumentCursor documents;
  private final IndexInfo index;
  private final PartReading reading;
  private final BlockingQueue<Filled> filled = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private volatile boolean closed;

  /** Whether the engine's adapter has checked all documents of a buffer. */
  private enum Documents {
    CHECKED,
    UNCHECKED
  }

  /** A full buffer, or the end, or a failure. */
  private static final class Filled {
    final byte[] buffer;
    final int size;
    final int[] bounds;
    final Documents documents;
    final @Nullable Throwable failure;

    Filled(byte[] buffer, int size, int[] bounds, Documents documents) {
      this.buffer = buffer;
      this.size = size;
      this.bounds = bounds;
      this.documents = documents;
      this.failure = null;
    }

    /** The end, after a failure or none. */
    Filled(@Nullable Throwable failure) {
      this.buffer = new byte[0];
      this.size = 0;
      this.bounds = new int[0];
      this.documents = Documents.CHECKED;
      this.failure = failure;
    }
  }

  SliceReader(DocumentCursor documents, IndexInfo index, PartReading reading) {
    this.documents = documents;
    this.index = index;
    this.reading = reading;
    this.thread = new Thread(this::readAll, "indexport-slice-" + index.name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The next part, or null at the slice's end. */
  @Nullable DocumentPart next(long ordinal) throws IOException {
    try {
      Filled next = filled.take();
      if (next.failure != null) {
        throw rethrown(next.failure);
      }
      if (next.bounds.length == 0) {
        return null;
      }
      DocumentPart.Origin origin =
          new DocumentPart.Origin(
              "index " + index.name() + ", part " + ordinal, 1, 0, DocumentPart.LastLine.ENDED);
      return next.documents == Documents.CHECKED
          ? reading.checkedPart(index, ordinal, next.buffer, next.size, next.bounds, origin)
          : reading.part(index, ordinal, next.buffer, next.size, next.bounds, origin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while index " + index.name() + " was read");
    }
  }

  private static IOException rethrown(Throwable failure) {
    if (failure instanceof IOException e) {
      return e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return new IOException("the engine failed: " + failure, failure);
  }

  private void readAll() {
    try (documents) {
      Document carried = null;
      do {
        carried = fill(carried);
      } while (carried != null && !closed);
      put(new Filled(null));
    } catch (Throwable e) {
      put(new Filled(e));
    }
  }

  /** Fills one part; returns the document that did not fit, or null at the end. */
  private @Nullable Document fill(@Nullable Document first) throws IOException {
    byte[] buffer = reading.buffer(PART_BYTES);
    int[] bounds = new int[3 * 1_024];
    int count = 0;
    int size = 0;
    int line = 0;
    Documents all = Documents.CHECKED;
    ByteBuilder head = new ByteBuilder();
    Document document = first == null ? documents.next() : first;
    while (document != null && (size == 0 || size + (long) document.length() < PART_BYTES)) {
      head.clear();
      all = document.isChecked() ? all : Documents.UNCHECKED;
      boolean envelope = index.lines() == Lines.ENVELOPE;
      if (envelope) {
        EnvelopeScanner.writeHead(head, document.id(), document.routing(), document.version());
      }
      int end = size + head.size() + document.length() + (envelope ? 1 : 0);
      if (end > buffer.length) {
        buffer = Arrays.copyOf(buffer, end);
      }
      System.arraycopy(head.array(), 0, buffer, size, head.size());
      System.arraycopy(
          document.array(), document.offset(), buffer, size + head.size(), document.length());
      if (envelope) {
        buffer[end - 1] = '}';
      }
      bounds = count + 3 > bounds.length ? Arrays.copyOf(bounds, 2 * bounds.length) : bounds;
      bounds[count++] = size;
      bounds[count++] = end;
      bounds[count++] = ++line;
      size = end;
      document = documents.next();
    }
    if (count > 0) {
      put(new Filled(buffer, size, Arrays.copyOf(bounds, count), all));
    } else {
      reading.release(buffer);
    }
    return document;
  }

  private void put(Filled next) {
    try {
      while (!closed && !filled.offer(next, 100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        // The consumer is busy.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    filled.clear();
    try {
      if (thread.getState() == Thread.State.NEW) {
        documents.close();
      } else {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
