package org.indexport.snapshot;

import java.time.Duration;

/**
 * What collecting garbage did.
 *
 * @param blobs how many blobs were deleted that no point needs
 * @param bytes how many bytes they had
 * @param others how many other files were deleted: of forgotten points, former states of the
 *     repository and temporary files
 * @param young how many files are garbage but too young to be deleted
 * @param took how long it took, by a clock that never jumps
 */
public record GarbageReport(long blobs, long bytes, long others, long young, Duration took) {}
