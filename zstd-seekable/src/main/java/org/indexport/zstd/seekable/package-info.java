/**
 * Zstd's seekable format, version 0.1.0: frames that any zstd tool reads, and a table of their
 * sizes in a skippable frame at the very end.
 */
@NullMarked
package org.indexport.zstd.seekable;

import org.jspecify.annotations.NullMarked;
