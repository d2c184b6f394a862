package org.indexport.snapshot;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.Sha256;
import org.indexport.format.v2.container.PackedFrame;

/**
 * A file that is to be restored.
 *
 * @param path where it lies below the folder, with {@code /} between segments; not trusted
 * @param length its length in bytes
 * @param sha256 the digest of all its bytes
 * @param frames where they come from
 */
record PlannedFile(String path, long length, Sha256 sha256, Frames frames) {
  /** The packed chunks of a file in order. Any thread may read, several at a time. */
  interface Frames {
    /** How many there are; an empty file has none. */
    int count();

    /**
     * Reads one of them.
     *
     * @param index which, from 0
     * @return a frame of at most {@link RestorePlan#mostChunkBytes()} plain bytes, whose own digest
     *     was verified if there is one; to be closed by the caller
     * @throws CorruptDumpException if it is damaged or missing
     * @throws IOException if reading fails
     */
    PackedFrame read(int index) throws IOException;
  }
}
