package org.indexport;

import java.io.IOException;
import java.util.Arrays;
import org.indexport.json.DocumentScanner;
import org.indexport.json.EnvelopeScanner;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Where the documents of a part lie and what their hashes are, so that they are scanned and hashed
 * once only. Parts of very many small documents have none: it would be larger than they are.
 */
final class PartTable {
  private static final int MOST_DOCUMENTS = 1 << 15;
  private static final int INTS = 4;

  /** In place of where a key starts, if nobody has looked for it. */
  private static final int UNKNOWN = -2;

  private int[] places = new int[INTS * 256];
  private long[] hashes = new long[2 * 256];
  private final @Nullable DocumentScanner keyFinder;
  private final @Nullable EnvelopeScanner heads;
  private int count;
  private boolean full;

  /**
   * Starts with no document.
   *
   * @param keyFinder finds the primary key in documents of this part, or null if there is none
   * @param heads reads what lies beside documents, or null if nothing does
   */
  PartTable(@Nullable DocumentScanner keyFinder, @Nullable EnvelopeScanner heads) {
    this.keyFinder = keyFinder;
    this.heads = heads;
  }

  /** Adds the next document and where its line starts, unless there are too many. */
  void add(Document document, int lineStart) {
    if (count == MOST_DOCUMENTS) {
      full = true;
    }
    if (full) {
      return;
    }
    if (2 * count == hashes.length) {
      places = Arrays.copyOf(places, 2 * places.length);
      hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    }
    int at = INTS * count;
    places[at] = document.offset();
    places[at + 1] = document.length();
    if (heads != null) {
      places[at + 2] = lineStart;
    } else {
      places[at + 2] = document.isKeyKnown() ? document.keyStart() : UNKNOWN;
      places[at + 3] = document.keyEnd();
    }
    hashes[2 * count] = document.hashHigh();
    hashes[2 * count + 1] = document.hashLow();
    count++;
  }

  /** Whether it holds all documents of its part. */
  boolean isWhole() {
    return !full;
  }

  /** The documents of an open part again. */
  DocumentCursor documents(DocumentPart part) {
    return new DocumentCursor() {
      private int next;

      @Override
      public @Nullable Document next() throws IOException {
        byte[] buffer = part.content().buffer();
        if (next == count) {
          return null;
        }
        Document document = heads == null ? bare(next, buffer) : identified(heads, next, buffer);
        document.hashed(hashes[2 * next], hashes[2 * next + 1]);
        next++;
        return document;
      }

      @Override
      public void close() {}
    };
  }

  private Document identified(EnvelopeScanner scanner, int number, byte[] buffer) {
    int at = INTS * number;
    try {
      scanner.readHead(buffer, places[at + 2], places[at]);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a line that was read before is another one now", e);
    }
    return new Document(
        scanner.id(),
        scanner.routing(),
        scanner.version(),
        buffer,
        places[at],
        places[at + 1],
        true);
  }

  private Document bare(int number, byte[] buffer) {
    int at = INTS * number;
    Document document =
        new Document(
            null,
            null,
            null,
            buffer,
            places[at],
            places[at + 1],
            true,
            Math.max(-1, places[at + 2]),
            places[at + 3]);
    if (places[at + 2] == UNKNOWN) {
      document.findingKeyBy(keyFinder);
    }
    return document;
  }
}
