package org.indexport.format.kourou.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.indexport.DocumentPart;
import org.indexport.PartReading;
import org.indexport.files.IndexParts;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DocumentId;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.UnexpectedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * Makes envelopes of the documents of a block, where they lie: what comes before the body of one
 * and the line feed before that have room for the head of its envelope. The few for which that is
 * not so are copied behind the block. One thread.
 */
final class EnvelopeMaker {
  private static final int NUMBERS = 3;
  private static final byte[] ID = "{\"id\":".getBytes(US_ASCII);
  private static final byte[] SOURCE = ",\"source\":".getBytes(US_ASCII);

  private final ByteBuilder head = new ByteBuilder();
  private final ByteBuilder copies = new ByteBuilder();

  // For each document where its envelope starts and ends, and its line; copies are marked.
  private int[] bounds = new int[NUMBERS * 256];
  private int size;
  private int[] copied = new int[16];
  private int copiedSize;

  /** Whether nothing was taken since the last part. */
  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Takes a document.
   *
   * @param block holds it
   * @param floor where what it may write to starts
   * @param id where its id starts
   * @param idEnd where its id ends
   * @param body where its body starts
   * @param bodyEnd where its body ends; the byte there is written to
   * @throws UnexpectedBytesException if the id is none
   */
  void take(TextBlock block, int floor, int id, int idEnd, int body, int bodyEnd)
      throws UnexpectedBytesException {
    byte[] b = block.bytes();
    writeHead(b, id, idEnd);
    int start = body - head.size();
    int end = bodyEnd + 1;
    if (start >= floor) {
      System.arraycopy(head.array(), 0, b, start, head.size());
      b[bodyEnd] = '}';
    } else {
      start = copies.size();
      copies.write(head.array(), 0, head.size()).write(b, body, bodyEnd - body).write((byte) '}');
      end = copies.size();
      note(size);
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
    }
    bounds[size++] = start;
    bounds[size++] = end;
    bounds[size++] = (int) Math.min(Integer.MAX_VALUE, block.line());
  }

  private void writeHead(byte[] b, int id, int idEnd) throws UnexpectedBytesException {
    head.clear();
    head.write(ID);
    if (b[id] == '"') {
      if (idEnd - id == 2) {
        throw new UnexpectedBytesException(id, "an id", "an empty one");
      }
      head.write(b, id, idEnd - id);
    } else {
      JsonText.appendQuoted(number(b, id, idEnd), head);
    }
    head.write(SOURCE);
  }

  /** A number stands for the text that it is written as. */
  private static String number(byte[] b, int from, int to) throws UnexpectedBytesException {
    boolean number = b[from] == '-' || (b[from] >= '0' && b[from] <= '9');
    String text = number ? text(b, from, to) : null;
    if (text == null) {
      throw UnexpectedBytesException.at(b, from, "a string as _id");
    }
    return text;
  }

  private static @Nullable String text(byte[] b, int from, int to) {
    try {
      return DocumentId.of(b, from, to);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  private void note(int index) {
    if (copiedSize == copied.length) {
      copied = Arrays.copyOf(copied, 2 * copiedSize);
    }
    copied[copiedSize++] = index;
  }

  /** A part of all that was taken from a block, which has ended. */
  DocumentPart part(
      PartReading reading, TextBlock block, String entry, IndexParts collection, long firstLine) {
    int end = block.position();
    block.reserve(end + copies.size());
    System.arraycopy(copies.array(), 0, block.bytes(), end, copies.size());
    for (int i = 0; i < copiedSize; i++) {
      bounds[copied[i]] += end;
      bounds[copied[i] + 1] += end;
    }
    DocumentPart.Origin origin =
        new DocumentPart.Origin(entry, firstLine, block.origin(), DocumentPart.LastLine.ENDED);
    DocumentPart part =
        reading.part(
            collection.index(),
            collection.takeOrdinal(),
            block.bytes(),
            end + copies.size(),
            Arrays.copyOf(bounds, size),
            origin);
    clear();
    return part;
  }

  /** Forgets what was taken. */
  void clear() {
    copies.clear();
    size = 0;
    copiedSize = 0;
  }

  /** Whether a byte can be what a value starts with that is an object. */
  static void checkBody(byte[] b, int body) throws UnexpectedBytesException {
    if (b[body] != '{') {
      throw UnexpectedBytesException.at(b, body, "an object as body");
    }
  }
}
