package org.indexport.format.v2.container;

/**
 * Where a member's frame lies.
 *
 * @param offset its first byte in the file; 0 for a file of a folder
 * @param packedBytes its length; for a small member of a folder, that of the file
 */
public record Placement(long offset, long packedBytes) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public Placement {
    if (offset < 0 || packedBytes < 0) {
      throw new IllegalArgumentException("offset " + offset + ", bytes " + packedBytes);
    }
  }
}
