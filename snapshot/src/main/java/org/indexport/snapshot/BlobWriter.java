package org.indexport.snapshot;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.indexport.Sha256;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Durability;
import org.indexport.snapshot.RepositoryHead.Publishing;

/**
 * Writes the new blobs of one point: several threads {@link #write} and each says {@link #packed()}
 * at its end, while one thread brings what was written to the storage, many files at once, and
 * gives them their names. When all have ended, {@link #finish()} or {@link #abandon}.
 *
 * <p>Nobody needs a blob before a point lists it, so it matters only that all are durable by then.
 * What is there under the name of a blob that no point lists is replaced: it may be cut, and it may
 * be about to be deleted for its age.
 */
final class BlobWriter {
  private static final long BATCH_BYTES = 64L << 20;
  private static final int SLICE = 256 << 10;

  private final RepositoryFolder folder;
  private final BlobStore blobs;
  private final boolean inPlace;

  // Guarded by this.
  private final Set<Path> shards = new HashSet<>();
  private final Set<Path> unpublished = new LinkedHashSet<>();
  private final List<Sha256> published = new ArrayList<>();
  private List<Written> pending = new ArrayList<>();
  private long pendingBytes;
  private long writtenBytes;
  private int packers;

  private record Written(Sha256 blob, Path file) {}

  /**
   * Starts.
   *
   * @param packers how many threads will write
   */
  BlobWriter(RepositoryFolder folder, BlobStore blobs, int packers) {
    this.folder = folder;
    this.blobs = blobs;
    this.packers = packers;
    this.inPlace = folder.publishing() == Publishing.IN_PLACE;
  }

  /** Writes a blob. Each is to be written once. */
  void write(Sha256 blob, PackedFrame frame) throws IOException {
    Path file = create(blob);
    try (SeekableByteChannel channel = Files.newByteChannel(file, CREATE_NEW, WRITE)) {
      for (int at = 0; at < frame.length(); at += SLICE) {
        int length = Math.min(SLICE, frame.length() - at);
        ByteBuffer slice = ByteBuffer.wrap(frame.bytes(), frame.from() + at, length);
        while (slice.hasRemaining()) {
          channel.write(slice);
        }
      }
    }
    addPending(new Written(blob, file), frame.length());
  }

  /** Chooses the name to write to, in a folder that is there. */
  private synchronized Path create(Sha256 blob) throws IOException {
    Path shard = blobs.shard(blob);
    if (!shards.contains(shard)) {
      Files.createDirectories(shard);
      shards.add(shard);
    }
    Path target = blobs.path(blob);
    if (inPlace) {
      Files.deleteIfExists(target);
    }
    Path file = inPlace ? target : RepositoryFolder.temporary(target);
    unpublished.add(file);
    return file;
  }

  private synchronized void addPending(Written written, int bytes) {
    pending.add(written);
    pendingBytes += bytes;
    writtenBytes += bytes;
    if (pendingBytes >= BATCH_BYTES) {
      notifyAll();
    }
  }

  /** Says that one thread will write no more. */
  synchronized void packed() {
    packers--;
    notifyAll();
  }

  /** Publishes what the others write, until all of them have said that they write no more. */
  void publishAll() throws IOException, InterruptedException {
    for (List<Written> batch = take(); !batch.isEmpty(); batch = take()) {
      Durability.forceFiles(batch.stream().map(Written::file).toList());
      for (Written written : batch) {
        publish(written);
      }
    }
  }

  private synchronized List<Written> take() throws InterruptedException {
    while (packers > 0 && pendingBytes < BATCH_BYTES) {
      wait();
    }
    List<Written> batch = pending;
    pending = new ArrayList<>();
    pendingBytes = 0;
    return batch;
  }

  private void publish(Written written) throws IOException {
    if (!inPlace) {
      Files.move(written.file(), blobs.path(written.blob()), ATOMIC_MOVE, REPLACE_EXISTING);
    }
    synchronized (this) {
      unpublished.remove(written.file());
      published.add(written.blob());
    }
  }

  /**
   * Makes the names of the blobs durable.
   *
   * @return how many bytes were written
   */
  synchronized long finish() {
    shards.forEach(Durability::forceFolder);
    Durability.forceFolder(blobs.root());
    Durability.forceFolder(folder.root());
    return writtenBytes;
  }

  /**
   * Deletes what was written, after a failure. If the lease is lost, what has its name already is
   * left, since it could be that of another who now writes the same.
   *
   * @param known what points have, which stays in any case
   */
  synchronized void abandon(Throwable reason, RepositoryLease lease, KnownFiles known) {
    try {
      Uninterrupted.call(
          () -> {
            lease.check();
            for (Sha256 blob : published) {
              if (known.isGarbage(blob)) {
                delete(blobs.path(blob), reason);
              }
            }
            if (inPlace) {
              unpublished.forEach(file -> delete(file, reason));
            }
            return 0;
          });
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
    if (!inPlace) {
      unpublished.forEach(file -> delete(file, reason));
    }
  }

  private static void delete(Path file, Throwable reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is garbage, which is collected.
      reason.addSuppressed(e);
    }
  }
}
