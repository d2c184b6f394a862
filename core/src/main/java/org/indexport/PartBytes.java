package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a part.
 *
 * @param buffer holds them
 * @param from where they start
 * @param to where they end
 * @param bounds start, end and line number of each document where line breaks do not separate them,
 *     else null
 */
record PartBytes(byte[] buffer, int from, int to, int @Nullable [] bounds) {}
