package org.indexport;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Hashes a multiset of documents: the order in which they come makes no difference, how often each
 * comes does. Each document is hashed with XXH3-128, seed 0, and the hashes are summed modulo
 * 2<sup>128</sup>. A mutable accumulator, not thread-safe; several can be merged.
 */
public final class DocumentHasher {
  private static final Hasher128 XXH3 = Hashing.xxh3_128();

  private final ByteBuilder identified = new ByteBuilder(128);
  private final Sum hash = new Sum();
  private final Sum idHash = new Sum();
  private long count;

  /** Creates a hasher that has seen no document. */
  public DocumentHasher() {}

  /**
   * Adds a document whose id, if it has one, is a member of it. It has no part in {@link #idHash}.
   *
   * @param source holds the document
   * @param offset where it starts
   * @param length its length in bytes
   */
  public void add(byte[] source, int offset, int length) {
    hash.add(XXH3.hashBytesTo128Bits(source, offset, length));
    count++;
  }

  /**
   * Adds a document whose id lies beside it, to {@link #hash} and to {@link #idHash}.
   *
   * @param id the id, or null, which counts as empty
   * @param routing the routing, or null, which counts as empty
   * @param source holds the document
   * @param offset where it starts
   * @param length its length in bytes
   */
  public void addIdentified(
      @Nullable String id, @Nullable String routing, byte[] source, int offset, int length) {
    HashValue128 value = XXH3.hashBytesTo128Bits(source, offset, length);
    hash.add(value);
    count++;
    addIdentity(id, routing, value.getMostSignificantBits(), value.getLeastSignificantBits());
  }

  /**
   * Adds a document: as {@link #addIdentified} does where ids lie beside the documents, else as
   * {@link #add(byte[], int, int)} does. A document that a reader has hashed is not hashed again.
   */
  public void add(Document document, Lines lines) {
    long high = document.hashHigh();
    long low = document.hashLow();
    if (!document.isHashed()) {
      HashValue128 value =
          XXH3.hashBytesTo128Bits(document.array(), document.offset(), document.length());
      high = value.getMostSignificantBits();
      low = value.getLeastSignificantBits();
    }
    hash.add(high, low);
    count++;
    if (lines == Lines.ENVELOPE) {
      addIdentity(document.id(), document.routing(), high, low);
    }
  }

  /** Hashes the source of a document that nobody else has yet, once and for all. */
  static void hash(Document document) {
    HashValue128 value =
        XXH3.hashBytesTo128Bits(document.array(), document.offset(), document.length());
    document.hashed(value.getMostSignificantBits(), value.getLeastSignificantBits());
  }

  private void addIdentity(@Nullable String id, @Nullable String routing, long high, long low) {
    identified.clear();
    writeTerminated(id);
    writeTerminated(routing);
    writeBigEndian(high);
    writeBigEndian(low);
    idHash.add(XXH3.hashBytesTo128Bits(identified.array(), 0, identified.size()));
  }

  private void writeTerminated(@Nullable String text) {
    if (text != null) {
      // Plain UTF-8 would turn every lone surrogate into the same question mark.
      JsonText.appendWtf8(text, identified);
    }
    identified.write((byte) 0);
  }

  private void writeBigEndian(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      identified.write((byte) (value >>> shift));
    }
  }

  /** Adds all documents that another hasher has seen. */
  public void merge(DocumentHasher other) {
    hash.add(other.hash.high, other.hash.low);
    idHash.add(other.idHash.high, other.idHash.low);
    count += other.count;
  }

  /** The sum of the documents' hashes. */
  public Hash128 hash() {
    return hash.value();
  }

  /**
   * The sum of the hashes over id, 0x00, routing, 0x00 and the 16 bytes of the document's hash, of
   * the documents that {@link #addIdentified} added.
   */
  public Hash128 idHash() {
    return idHash.value();
  }

  /** How many documents were added. */
  public long count() {
    return count;
  }

  /** Forgets all documents. */
  public void reset() {
    hash.clear();
    idHash.clear();
    count = 0;
  }

  /** A sum modulo 2^128 that needs no object per addend. */
  private static final class Sum {
    private long high;
    private long low;

    void add(HashValue128 value) {
      add(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    void add(long addHigh, long addLow) {
      low += addLow;
      high += addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
    }

    Hash128 value() {
      return new Hash128(high, low);
    }

    void clear() {
      high = 0;
      low = 0;
    }
  }
}
