/**
 * Exact copies of the files of an engine, to be restored by that engine. {@link
 * org.indexport.snapshot.SnapshotFile} is one archive with the newest snapshot, {@link
 * org.indexport.snapshot.SnapshotRepository} a folder with many of which each adds only what is
 * new. What they store comes from a {@link org.indexport.spi.SnapshotSource}. The texts that count
 * are {@code docs/format/snapshot.md} and {@code docs/format/repository.md}.
 */
package org.indexport.snapshot;
