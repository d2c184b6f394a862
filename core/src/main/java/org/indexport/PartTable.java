package org.indexport;

import java.io.IOException;
import java.util.Arrays;
import org.indexport.json.DocumentScanner;
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
  private int count;
  private boolean full;

  /**
   * Starts with no document.
   *
   * @param keyFinder finds the primary key in documents of this part, or null if there is none
   */
  PartTable(@Nullable DocumentScanner keyFinder) {
    this.keyFinder = keyFinder;
  }

  /** Adds the next document, unless there are too many. */
  void add(Document document) {
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
    places[at + 2] = document.isKeyKnown() ? document.keyStart() : UNKNOWN;
    places[at + 3] = document.keyEnd();
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
        return next == count ? null : document(next++, buffer);
      }

      @Override
      public void close() {}
    };
  }

  private Document document(int number, byte[] buffer) {
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
    document.hashed(hashes[2 * number], hashes[2 * number + 1]);
    return document;
  }
}
