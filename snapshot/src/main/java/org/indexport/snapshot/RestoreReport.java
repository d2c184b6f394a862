package org.indexport.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.indexport.EngineVersion;

/**
 * What was restored: every file was verified and is on the storage.
 *
 * @param folder where the files are now
 * @param engine what wrote them
 * @param created when they were pinned
 * @param took how long restoring took, by a clock that never jumps
 * @param files how many files there are
 * @param bytes the sum of their lengths
 */
public record RestoreReport(
    Path folder, EngineVersion engine, Instant created, Duration took, long files, long bytes) {}
