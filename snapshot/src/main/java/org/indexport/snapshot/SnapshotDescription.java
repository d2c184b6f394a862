package org.indexport.snapshot;

import java.time.Instant;
import org.indexport.EngineVersion;

/**
 * What a snapshot file says of itself. That its bytes are sound, {@link SnapshotFile#verify()}
 * tells.
 *
 * @param engine what wrote the files, and what is needed to use them
 * @param created when they were pinned
 * @param files how many files there are
 * @param bytes the sum of their lengths
 * @param storedBytes the length of the snapshot file
 * @param id tells whether two snapshot files are the same: 32 hexadecimal digits
 */
public record SnapshotDescription(
    EngineVersion engine, Instant created, long files, long bytes, long storedBytes, String id) {}
