package org.indexport.snapshot;

import java.time.Instant;
import org.indexport.EngineVersion;

/**
 * A snapshot in a repository: the files of an engine at one point in time.
 *
 * @param id its name: letters, digits, {@code .}, {@code +}, {@code _} and {@code -}
 * @param engine what wrote the files, and what is needed to use them
 * @param created when they were pinned
 * @param files how many files there are
 * @param bytes the sum of their lengths
 * @param newFiles how many of them no earlier point had
 * @param storedBytes how many bytes were written for its files and the list of them
 */
public record RepositoryPoint(
    String id,
    EngineVersion engine,
    Instant created,
    long files,
    long bytes,
    long newFiles,
    long storedBytes) {}
