package org.indexport.spi;

import java.time.Duration;
import java.time.Instant;
import org.indexport.EngineVersion;

/**
 * What was stored.
 *
 * @param name the name of the file, or of the point in the repository
 * @param engine what wrote the files
 * @param created when the files were pinned
 * @param took how long it took, by a clock that never jumps
 * @param files how many files the snapshot has
 * @param bytes the sum of their lengths
 * @param newFiles how many of them were stored by this snapshot; all in a single file
 * @param storedBytes how many bytes were written
 */
public record SnapshotReport(
    String name,
    EngineVersion engine,
    Instant created,
    Duration took,
    long files,
    long bytes,
    long newFiles,
    long storedBytes) {}
