package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.indexport.Document;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that writes documents, each copied as it is and each id once. Used again
 * for the next request. One thread.
 */
final class WriteBody {
  /** What becomes of {@code _kuzzle_info}, where Kuzzle notes who has written a document when. */
  enum KuzzleInfo {
    /** Documents keep theirs, and get none if they have none. */
    KEPT("_mWrite"),
    /** The server writes it anew. */
    REWRITTEN("_bulk");

    private final String action;

    KuzzleInfo(String action) {
      this.action = action;
    }

    /** The last segment of the path of such requests. */
    String action() {
      return action;
    }
  }

  /** What stands around ids and sources. */
  private static final class Shape {
    final byte[] start;
    final byte[] beforeId;
    final byte[] beforeSource;
    final byte[] afterSource;

    Shape(String start, String beforeId, String beforeSource, String afterSource) {
      this.start = start.getBytes(US_ASCII);
      this.beforeId = beforeId.getBytes(US_ASCII);
      this.beforeSource = beforeSource.getBytes(US_ASCII);
      this.afterSource = afterSource.getBytes(US_ASCII);
    }
  }

  private static final Shape KEPT = new Shape("{\"documents\":[", "{\"_id\":", ",\"body\":", "}");
  private static final Shape REWRITTEN =
      new Shape("{\"bulkData\":[", "{\"index\":{\"_id\":", "}},", "");

  /** What a document has around it, generously. */
  private static final int PER_DOCUMENT = 32;

  /** What all documents have around them. */
  static final int AROUND = 64;

  private static final byte[] END = "]}".getBytes(US_ASCII);

  private final Shape shape;
  private final ByteBuilder bytes;
  private final Map<String, Integer> items = new HashMap<>();
  private int[] positions = new int[1_024];
  private int size;

  /** An empty body with room for some bytes. */
  WriteBody(KuzzleInfo info, int room) {
    shape = info == KuzzleInfo.KEPT ? KEPT : REWRITTEN;
    bytes = new ByteBuilder(room);
  }

  /** Forgets all documents. */
  void clear() {
    bytes.clear();
    items.clear();
    size = 0;
  }

  /** How long a document is in a body, at most if its id has no characters to escape. */
  static long length(Document document, String id) {
    return PER_DOCUMENT + 3L * id.length() + document.length();
  }

  /** Whether there is a document of this id already. */
  boolean has(String id) {
    return items.containsKey(id);
  }

  /**
   * Adds a document.
   *
   * @param position where it is in its batch
   */
  void add(int position, Document document, String id) {
    if (size == 0) {
      bytes.write(shape.start);
    } else {
      bytes.write((byte) ',');
    }
    bytes.write(shape.beforeId);
    JsonText.appendQuoted(id, bytes);
    bytes.write(shape.beforeSource);
    bytes.write(document.array(), document.offset(), document.length());
    bytes.write(shape.afterSource);
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
    }
    items.put(id, size);
    positions[size++] = position;
  }

  /** Adds what ends the body. */
  void end() {
    bytes.write(END);
  }

  /** The number of documents. */
  int size() {
    return size;
  }

  /** Where the document of an id is in its batch, or null when none has this id. */
  @Nullable Integer position(String id) {
    Integer item = items.get(id);
    return item == null ? null : (Integer) positions[item];
  }

  /** The array that holds the body from index 0 on. */
  byte[] array() {
    return bytes.array();
  }

  /** The length of the body in bytes. */
  int length() {
    return bytes.size();
  }
}
