package org.indexport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * One document: a slice of UTF-8 JSON bytes, from its first <code>{</code> to its last <code>}
 * </code>, and what lies beside it. The bytes are never re-serialised.
 *
 * <p>A document that a {@link DocumentCursor} returned shares the cursor's buffer and is valid
 * until the next call; {@link #copy()} detaches it.
 */
public final class Document {
  private final @Nullable String id;
  private final @Nullable String routing;
  private final @Nullable Long version;
  private final byte[] array;
  private final int offset;
  private final int length;
  private final boolean checked;

  // Where the primary key is. Not yet known while there is a finder.
  private int keyStart;
  private int keyEnd;
  private @Nullable DocumentScanner keyFinder;

  /** The hash of the source, where a reader has computed it. */
  private boolean hashed;

  private long hashHigh;
  private long hashLow;

  Document(
      @Nullable String id,
      @Nullable String routing,
      @Nullable Long version,
      byte[] array,
      int offset,
      int length,
      boolean checked) {
    this(id, routing, version, array, offset, length, checked, -1, -1);
  }

  Document(
      @Nullable String id,
      @Nullable String routing,
      @Nullable Long version,
      byte[] array,
      int offset,
      int length,
      boolean checked,
      int keyStart,
      int keyEnd) {
    this.id = id;
    this.routing = routing;
    this.version = version;
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.checked = checked;
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
  }

  /** A document of UTF-8 JSON text. The array is not copied. */
  public static Document of(byte[] json) {
    return new Document(null, null, null, json, 0, json.length, false);
  }

  /** A document of JSON text. */
  public static Document of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A document whose id lies outside of it.
   *
   * @param id the id, or null
   * @param routing the routing, or null
   * @param version the version, or null
   * @param array holds the UTF-8 JSON text; not copied
   * @param offset where the text starts
   * @param length its length in bytes
   * @throws IndexOutOfBoundsException if the slice does not lie in the array
   */
  public static Document of(
      @Nullable String id,
      @Nullable String routing,
      @Nullable Long version,
      byte[] array,
      int offset,
      int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new Document(id, routing, version, array, offset, length, false);
  }

  /**
   * A document that was checked, whose id lies outside of it.
   *
   * @param id the id, or null
   * @param routing the routing, or null
   * @param version the version, or null
   * @param array holds the source; not copied
   * @param offset where a {@link DocumentScanner} has found the source to start, at its brace
   * @param length its length in bytes, in which there is no line break
   */
  public static Document checked(
      @Nullable String id,
      @Nullable String routing,
      @Nullable Long version,
      byte[] array,
      int offset,
      int length) {
    return new Document(id, routing, version, array, offset, length, true);
  }

  /** The id beside the document, or null when it has none there. */
  public @Nullable String id() {
    return id;
  }

  /**
   * The document's id wherever it lies: beside it, or, when a {@link DocumentPart} gave the
   * document and its index has a primary key, in that member. Null when there is none, or it is
   * neither a string nor a number; {@code 1} and {@code "1"} are one id.
   */
  public @Nullable String resolvedId() {
    if (id != null) {
      return id;
    }
    findKey();
    if (keyStart < 0) {
      return null;
    }
    try {
      return DocumentId.of(array, keyStart, keyEnd);
    } catch (MalformedJsonException e) {
      // Only a document that was trusted without being looked at can hold such a value.
      return null;
    }
  }

  /** Leaves it to a scanner to find the primary key, if it is asked for. */
  Document findingKeyBy(@Nullable DocumentScanner finder) {
    keyFinder = finder;
    return this;
  }

  private void findKey() {
    DocumentScanner finder = keyFinder;
    if (finder == null) {
      return;
    }
    keyFinder = null;
    try {
      finder.locate(array, offset, offset + length);
      keyStart = finder.valueStart();
      keyEnd = finder.valueEnd();
    } catch (MalformedJsonException e) {
      // As in a document without key: nobody has looked at this one, since it is trusted.
      keyStart = -1;
    }
  }

  /** The routing beside the document, or null. */
  public @Nullable String routing() {
    return routing;
  }

  /** The version beside the document, or null. */
  public @Nullable Long version() {
    return version;
  }

  /** The array that holds the source. Not to be changed. */
  public byte[] array() {
    return array;
  }

  /** Where the source starts in {@link #array()}. */
  public int offset() {
    return offset;
  }

  /** The length of the source in bytes. */
  public int length() {
    return length;
  }

  /**
   * Whether the source is known to lie on one line: a reader made it from one. Sinks check the
   * others before they take them.
   */
  public boolean isChecked() {
    return checked;
  }

  /** A copy that owns its bytes. */
  public Document copy() {
    findKey();
    byte[] own = Arrays.copyOfRange(array, offset, offset + length);
    int start = keyStart < 0 ? -1 : keyStart - offset;
    int end = keyStart < 0 ? -1 : keyEnd - offset;
    return new Document(id, routing, version, own, 0, length, checked, start, end).hashedAs(this);
  }

  /** The same source with other things beside it. */
  public Document withId(
      @Nullable String newId, @Nullable String newRouting, @Nullable Long newVersion) {
    return new Document(
            newId, newRouting, newVersion, array, offset, length, checked, keyStart, keyEnd)
        .findingKeyBy(keyFinder)
        .hashedAs(this);
  }

  /**
   * The same things beside another source.
   *
   * @param buffer holds the new source; not copied
   * @param scan has found the source, and the primary key if there is one, in that buffer
   */
  public Document withSource(byte[] buffer, DocumentScanner scan) {
    return new Document(
        id,
        routing,
        version,
        buffer,
        scan.start(),
        scan.end() - scan.start(),
        true,
        scan.valueStart(),
        scan.valueEnd());
  }

  private Document hashedAs(Document same) {
    hashed = same.hashed;
    hashHigh = same.hashHigh;
    hashLow = same.hashLow;
    return this;
  }

  /** Remembers the hash of the source, before anybody else has the document. */
  void hashed(long high, long low) {
    hashed = true;
    hashHigh = high;
    hashLow = low;
  }

  boolean isHashed() {
    return hashed;
  }

  long hashHigh() {
    return hashHigh;
  }

  long hashLow() {
    return hashLow;
  }

  boolean isKeyKnown() {
    return keyFinder == null;
  }

  int keyStart() {
    return keyStart;
  }

  int keyEnd() {
    return keyEnd;
  }

  /** Writes the source. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, length);
  }

  /** The source as text. */
  public String json() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return (id == null ? "" : id + " ") + json();
  }
}
