package org.indexport;

/**
 * What an input may ask for. Checked before memory is taken; exceeding one is a {@link
 * LimitExceededException} that names the limit. Immutable.
 *
 * @param maxDocumentBytes the largest document, in bytes
 * @param maxDepth how deep objects and arrays may nest
 * @param maxNameBytes the longest name of an index, section or archive entry, in bytes
 * @param maxEntries how many entries an archive or folder may have
 * @param maxIndexes how many indexes a dump may have
 * @param maxMetadataBytes the largest single metadata, settings or manifest text, in bytes
 * @param maxExpansionRatio how many plain bytes one packed byte may yield, after the first 64 MiB
 */
public record ReadLimits(
    int maxDocumentBytes,
    int maxDepth,
    int maxNameBytes,
    long maxEntries,
    int maxIndexes,
    int maxMetadataBytes,
    int maxExpansionRatio) {
  private static final long HEAP_SHARE = Runtime.getRuntime().maxMemory() / 8;

  /** No packing of what is sound comes to so much: zstd's blocks of one byte are 32,768 times. */
  private static final int MOST_EXPANSION = 40_000;

  /**
   * Documents and metadata of an eighth of the heap, but from 4 to 256 and 64 MiB; depth 1,000,
   * names of 4 KiB, 10 million entries, 100,000 indexes; an expansion of 40,000.
   */
  public static final ReadLimits DEFAULT =
      new ReadLimits(
          (int) Math.max(4 << 20, Math.min(256 << 20, HEAP_SHARE)),
          1_000,
          4 << 10,
          10_000_000,
          100_000,
          (int) Math.max(4 << 20, Math.min(64 << 20, HEAP_SHARE)),
          MOST_EXPANSION);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a limit is below 1, or documents may exceed 1 GiB
   */
  public ReadLimits {
    if (maxDocumentBytes < 1
        || maxDocumentBytes > 1 << 30
        || maxDepth < 1
        || maxNameBytes < 1
        || maxEntries < 1
        || maxIndexes < 1
        || maxMetadataBytes < 1
        || maxExpansionRatio < 1) {
      throw new IllegalArgumentException("limits must be at least 1, and documents at most 1 GiB");
    }
  }

  /** The same limits with another size of the largest document. */
  public ReadLimits withMaxDocumentBytes(int bytes) {
    return new ReadLimits(
        bytes, maxDepth, maxNameBytes, maxEntries, maxIndexes, maxMetadataBytes, maxExpansionRatio);
  }
}
