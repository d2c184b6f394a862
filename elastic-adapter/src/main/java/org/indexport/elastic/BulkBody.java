package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.indexport.Document;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;

/**
 * The body of a {@code _bulk} request: for each document a line that says what to do and a line
 * that is the document, copied as it is. Used again for the next request. One thread.
 */
final class BulkBody {
  /** What is done with a document whose id the index may have. */
  enum Action {
    /** It takes the place of what is there. */
    INDEX,
    /** What is there stays. Data streams take nothing else. */
    CREATE
  }

  /** Whether versions beside documents are told to the server. */
  enum Versions {
    /** They are not: the server counts from 1. */
    IGNORED,
    /** They are: a document that is newer there stays. */
    KEPT
  }

  /** What an action line holds besides id and routing, generously. */
  private static final int PER_DOCUMENT = 120;

  private static final byte[] INDEX = "{\"index\":{\"_id\":".getBytes(US_ASCII);
  private static final byte[] CREATE = "{\"create\":{\"_id\":".getBytes(US_ASCII);
  private static final byte[] ROUTING = ",\"routing\":".getBytes(US_ASCII);
  private static final byte[] VERSION = ",\"version\":".getBytes(US_ASCII);
  private static final byte[] VERSION_TYPE =
      ",\"version_type\":\"external_gte\"".getBytes(US_ASCII);
  private static final byte[] END = "}}\n".getBytes(US_ASCII);

  private final ByteBuilder bytes;
  private int[] positions = new int[1_024];
  private int size;

  /** An empty body with room for some bytes. */
  BulkBody(int room) {
    bytes = new ByteBuilder(room);
  }

  /** Forgets all lines. */
  void clear() {
    bytes.clear();
    size = 0;
  }

  /** How long the lines of a document are, at most if its id has no characters to escape. */
  static long length(Document document, String id) {
    String routing = document.routing();
    long beside = PER_DOCUMENT + (long) id.length() + (routing == null ? 0 : routing.length());
    return beside + document.length();
  }

  /**
   * Adds a document.
   *
   * @param position where it is in its batch
   */
  void add(int position, Document document, String id, Action action, Versions versions) {
    bytes.write(action == Action.INDEX ? INDEX : CREATE);
    JsonText.appendQuoted(id, bytes);
    String routing = document.routing();
    if (routing != null) {
      bytes.write(ROUTING);
      JsonText.appendQuoted(routing, bytes);
    }
    Long version = document.version();
    if (version != null && versions == Versions.KEPT && action == Action.INDEX) {
      bytes.write(VERSION).write(version.toString().getBytes(US_ASCII)).write(VERSION_TYPE);
    }
    bytes.write(END);
    bytes.write(document.array(), document.offset(), document.length()).write((byte) '\n');
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
    }
    positions[size++] = position;
  }

  /** The number of documents. */
  int size() {
    return size;
  }

  /** Where a document of this body is in its batch. */
  int position(int item) {
    return positions[item];
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
