package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.indexport.DocumentPart;
import org.indexport.DocumentPart.LastLine;
import org.indexport.PartReading;
import org.indexport.files.IndexParts;
import org.indexport.format.elasticdump.read.HitBlocks.Block;
import org.indexport.json.UnexpectedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts hits into parts of envelopes: one for each block and index. Where a block holds hits of
 * several indexes, as after a search over all of them, they are sorted out.
 */
final class HitCutter {
  /** Finds the index of a hit. */
  @FunctionalInterface
  interface Finder {
    /**
     * The index of a hit.
     *
     * @throws UnexpectedBytesException if its name is none
     * @throws IOException if there are too many indexes
     */
    IndexParts of(HitScanner hit) throws IOException;
  }

  private static final int NUMBERS = 4;

  private final PartReading reading;
  private final HitBlocks blocks;
  private final String entry;
  private final Finder indexes;
  private final Set<IndexParts> withExtras;
  private final Map<IndexParts, byte[]> types = new HashMap<>();
  private final Queue<DocumentPart> ready = new ArrayDeque<>();

  // Most hits are of the index of the hit before.
  private @Nullable IndexParts typed;
  private byte[] type = {};

  // Of the present block: its indexes, and for each hit start, end, line and index.
  private final List<IndexParts> present = new ArrayList<>();
  private int[] hits = new int[NUMBERS * 256];
  private int size;
  private boolean unwanted;
  private boolean checked;

  /**
   * Starts with the first block.
   *
   * @param reading makes the parts
   * @param blocks gives hits
   * @param entry names the text in messages
   * @param indexes finds the index of each hit
   * @param withExtras gets the indexes of hits with something that envelopes have no place for
   */
  HitCutter(
      PartReading reading,
      HitBlocks blocks,
      String entry,
      Finder indexes,
      Set<IndexParts> withExtras) {
    this.reading = reading;
    this.blocks = blocks;
    this.entry = entry;
    this.indexes = indexes;
    this.withExtras = withExtras;
  }

  /** The next part, which the caller closes, or null after the last. */
  @Nullable DocumentPart next() throws IOException {
    while (ready.isEmpty()) {
      present.clear();
      size = 0;
      unwanted = false;
      checked = true;
      Block block = blocks.next(this::take);
      if (block == null) {
        return null;
      }
      cut(block);
    }
    return ready.remove();
  }

  private void take(HitScanner hit, long line) throws IOException {
    IndexParts index = indexes.of(hit);
    if (!index.isWanted()) {
      unwanted = true;
      return;
    }
    if (hit.hasExtras(type(index))) {
      withExtras.add(index);
    }
    checked &= hit.isChecked();
    hit.rewrite();
    if (size == hits.length) {
      hits = Arrays.copyOf(hits, 2 * size);
    }
    hits[size++] = hit.start();
    hits[size++] = hit.end();
    hits[size++] = (int) Math.min(Integer.MAX_VALUE, line);
    hits[size++] = number(index);
  }

  private byte[] type(IndexParts index) {
    if (index != typed) {
      typed = index;
      type = types.computeIfAbsent(index, parts -> HitType.bytes(parts.index()));
    }
    return type;
  }

  private int number(IndexParts index) {
    for (int i = present.size() - 1; i >= 0; i--) {
      if (present.get(i) == index) {
        return i;
      }
    }
    present.add(index);
    return present.size() - 1;
  }

  private void cut(Block block) {
    if (present.size() == 1) {
      ready.add(block.lined() && !unwanted && !checked ? lines(block) : whole(block));
      return;
    }
    for (int i = 0; i < present.size(); i++) {
      ready.add(sortedOut(block, i));
    }
    reading.release(block.buffer());
  }

  private DocumentPart.Origin origin(Block block) {
    return new DocumentPart.Origin(entry, block.line(), block.offset(), LastLine.ENDED);
  }

  private DocumentPart lines(Block block) {
    IndexParts index = present.get(0);
    return reading.part(
        index.index(), index.takeOrdinal(), block.buffer(), 0, block.size(), origin(block));
  }

  private DocumentPart whole(Block block) {
    IndexParts index = present.get(0);
    int[] bounds = new int[size / NUMBERS * 3];
    for (int i = 0, to = 0; i < size; i += NUMBERS, to += 3) {
      System.arraycopy(hits, i, bounds, to, 3);
    }
    return part(index, block.buffer(), block.size(), bounds, origin(block));
  }

  /** A part of the hits of one of several indexes. */
  private DocumentPart sortedOut(Block block, int number) {
    int bytes = 0;
    int count = 0;
    for (int i = 0; i < size; i += NUMBERS) {
      if (hits[i + 3] == number) {
        bytes += hits[i + 1] - hits[i];
        count++;
      }
    }
    byte[] buffer = reading.buffer(bytes);
    int[] bounds = new int[3 * count];
    int at = 0;
    int to = 0;
    for (int i = 0; i < size; i += NUMBERS) {
      if (hits[i + 3] == number) {
        int length = hits[i + 1] - hits[i];
        System.arraycopy(block.buffer(), hits[i], buffer, at, length);
        bounds[to++] = at;
        bounds[to++] = at + length;
        bounds[to++] = hits[i + 2];
        at += length;
      }
    }
    IndexParts index = present.get(number);
    return part(index, buffer, at, bounds, origin(block));
  }

  private DocumentPart part(
      IndexParts index, byte[] buffer, int size, int[] bounds, DocumentPart.Origin origin) {
    long ordinal = index.takeOrdinal();
    return checked
        ? reading.checkedPart(index.index(), ordinal, buffer, size, bounds, origin)
        : reading.part(index.index(), ordinal, buffer, size, bounds, origin);
  }
}
