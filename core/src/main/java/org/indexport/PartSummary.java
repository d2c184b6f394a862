package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * What a dump says of one of its parts.
 *
 * @param ordinal its position among the parts of its index, from 0
 * @param documents the number of documents, at least 1
 * @param plainBytes the length of its lines, with their line feeds
 * @param packedBytes the length of its frame
 * @param offset where the frame starts in the file, or 0 where each part is a file
 * @param sha256 the digest of the frame
 * @param hash the multiset hash over the documents' sources, as {@link DocumentHasher#hash()}
 * @param idHash the multiset hash over ids and sources where ids lie outside, or null
 */
public record PartSummary(
    long ordinal,
    long documents,
    long plainBytes,
    long packedBytes,
    long offset,
    Sha256 sha256,
    Hash128 hash,
    @Nullable Hash128 idHash) {
  /** A document is {@code {}} at least, and a line feed. */
  private static final int LEAST_LINE = 3;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is negative, or there are none, or more documents
   *     than so many bytes can hold
   */
  public PartSummary {
    if (ordinal < 0 || packedBytes < 1 || offset < 0 || offset > Long.MAX_VALUE - packedBytes) {
      throw new IllegalArgumentException(
          "a part of ordinal %d of %d packed bytes at %d".formatted(ordinal, packedBytes, offset));
    }
    if (documents < 1 || documents > plainBytes / LEAST_LINE) {
      throw new IllegalArgumentException(
          "a part of %d documents in %d bytes".formatted(documents, plainBytes));
    }
  }

  /** The same part elsewhere. */
  public PartSummary at(long otherOffset) {
    return new PartSummary(
        ordinal, documents, plainBytes, packedBytes, otherOffset, sha256, hash, idHash);
  }
}
