package org.indexport;

/**
 * How many documents there are and what they hash to. Immutable.
 *
 * @param documents the number of documents
 * @param bytes the sum of the lengths of their sources
 * @param reformatted how many had line breaks between tokens that became blanks
 * @param hash the multiset hash over their sources, as {@link DocumentHasher#hash()}
 * @param idHash the multiset hash over ids and sources where ids lie outside, else {@link
 *     Hash128#ZERO}
 */
public record DocumentTotals(
    long documents, long bytes, long reformatted, Hash128 hash, Hash128 idHash) {
  /** No document. */
  public static final DocumentTotals NONE = new DocumentTotals(0, 0, 0, Hash128.ZERO, Hash128.ZERO);

  /** These documents and those together. */
  public DocumentTotals plus(DocumentTotals other) {
    return new DocumentTotals(
        documents + other.documents,
        bytes + other.bytes,
        reformatted + other.reformatted,
        hash.plus(other.hash),
        idHash.plus(other.idHash));
  }

  /** These documents without those, which must be among them. */
  public DocumentTotals minus(DocumentTotals other) {
    return new DocumentTotals(
        documents - other.documents,
        bytes - other.bytes,
        reformatted - other.reformatted,
        hash.minus(other.hash),
        idHash.minus(other.idHash));
  }
}
