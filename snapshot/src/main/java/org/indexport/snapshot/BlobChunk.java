package org.indexport.snapshot;

import org.indexport.Sha256;

/**
 * A piece of a file, which is the content of a blob.
 *
 * @param blob the SHA-256 of the content, and the blob's name
 * @param length how many bytes it has
 * @param packedBytes how many bytes the blob had when the point was made; one that was written anew
 *     later may have others
 */
record BlobChunk(Sha256 blob, int length, long packedBytes) {}
