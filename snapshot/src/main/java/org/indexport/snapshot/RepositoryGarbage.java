package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.indexport.CorruptDumpException;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.snapshot.Generations.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what nobody needs and what is older than the time to live of a lease. Before the first
 * file that a point could need goes, it publishes a generation: who began to build on an earlier
 * one and stood still meanwhile cannot publish any more.
 */
final class RepositoryGarbage {
  /** After so many files the lease is looked at again. */
  private static final int STEP = 100;

  private static final String JSON = ".json";

  private final RepositoryFolder folder;
  private final Duration leastAge;
  private final RepositoryLease lease;
  private final BlobStore blobs;
  private final List<Garbage> garbage = new ArrayList<>();
  private long young;

  /** What is to be deleted. */
  private record Garbage(Path file, Kind kind) {}

  private enum Kind {
    BLOB,
    POINT,
    OTHER
  }

  private RepositoryGarbage(
      RepositoryFolder folder, RepositoryOptions options, RepositoryLease lease) {
    this.folder = folder;
    this.leastAge = options.leaseTimeToLive();
    this.lease = lease;
    this.blobs = new BlobStore(folder);
  }

  /**
   * Collects garbage.
   *
   * @param lease held during the whole call
   * @throws CorruptDumpException if a point cannot be read, since then it is not known what it
   *     needs
   */
  static GarbageReport run(
      RepositoryFolder folder, RepositoryOptions options, RepositoryLease lease, long startNanos)
      throws IOException {
    Generations generations = new Generations(folder);
    Standing base = generations.currentForChange();
    RepositoryGarbage collecting = new RepositoryGarbage(folder, options, lease);
    Set<Sha256> needed = collecting.neededBlobs(base.generation());
    collecting.findBlobs(needed);
    collecting.findPoints(base.generation());
    collecting.findOthers(base.newest());
    if (collecting.garbage.stream().anyMatch(found -> found.kind() != Kind.OTHER)) {
      generations.publish(base, "gc", base.generation().points(), lease);
    }
    return collecting.delete(startNanos);
  }

  private Set<Sha256> neededBlobs(Generation generation) throws IOException {
    Set<Sha256> needed = new HashSet<>();
    for (ListedPoint listed : generation.points()) {
      PointContent point;
      try {
        point = PointContent.read(folder, listed);
      } catch (CorruptDumpException | TruncatedDumpException e) {
        throw new CorruptDumpException(
            "no garbage is collected, since it is not known what the point "
                + listed.id()
                + " needs; forget it, or put back its file: "
                + e.getMessage(),
            e);
      }
      for (PointFile file : point.files()) {
        file.chunks().forEach(chunk -> needed.add(chunk.blob()));
      }
    }
    return needed;
  }

  private void findBlobs(Set<Sha256> needed) throws IOException {
    for (Path shard : RepositoryFolder.list(blobs.root())) {
      String shardName = RepositoryFolder.nameOf(shard);
      if (BlobStore.isShard(shardName)) {
        for (Path file : RepositoryFolder.list(shard)) {
          Sha256 blob = BlobStore.blob(shardName, RepositoryFolder.nameOf(file));
          if (blob == null) {
            addIfTemporary(file);
          } else if (!needed.contains(blob)) {
            add(file, Kind.BLOB);
          }
        }
      }
    }
  }

  private void findPoints(Generation generation) throws IOException {
    Set<String> listed =
        generation.points().stream().map(point -> point.id() + JSON).collect(Collectors.toSet());
    for (Path file : RepositoryFolder.list(folder.resolve(RepositoryFolder.POINTS))) {
      String name = RepositoryFolder.nameOf(file);
      boolean isPoint =
          name.endsWith(JSON) && ListedPoint.isId(name.substring(0, name.length() - JSON.length()));
      if (!isPoint) {
        addIfTemporary(file);
      } else if (!listed.contains(name)) {
        add(file, Kind.POINT);
      }
    }
  }

  private void findOthers(long newest) throws IOException {
    for (Path file : RepositoryFolder.list(folder.root())) {
      long number = Generations.number(RepositoryFolder.nameOf(file));
      if (number == 0) {
        addIfTemporary(file);
      } else if (number < newest && !Generations.isKept(number, newest)) {
        add(file, Kind.OTHER);
      }
    }
  }

  private void addIfTemporary(Path file) throws IOException {
    if (RepositoryFolder.isTemporary(RepositoryFolder.nameOf(file))) {
      add(file, Kind.OTHER);
    }
  }

  private void add(Path file, Kind kind) throws IOException {
    BasicFileAttributes attributes = RepositoryFolder.attributes(file);
    if (isOld(attributes)) {
      garbage.add(new Garbage(file, kind));
    } else if (attributes != null) {
      young++;
    }
  }

  /** What has a date in the future is as young as can be. */
  private boolean isOld(@Nullable BasicFileAttributes attributes) throws IOException {
    return attributes != null
        && attributes.isRegularFile()
        && Duration.between(attributes.lastModifiedTime().toInstant(), folder.now())
                .compareTo(leastAge)
            >= 0;
  }

  private GarbageReport delete(long startNanos) throws IOException {
    long deletedBlobs = 0;
    long bytes = 0;
    long others = 0;
    for (int i = 0; i < garbage.size(); i++) {
      checkLease(i);
      Garbage found = garbage.get(i);
      // Again, since a process that takes itself for the only one may just write it anew.
      BasicFileAttributes attributes = RepositoryFolder.attributes(found.file());
      if (attributes != null && isOld(attributes)) {
        Files.deleteIfExists(found.file());
        boolean isBlob = found.kind() == Kind.BLOB;
        deletedBlobs += isBlob ? 1 : 0;
        bytes += isBlob ? attributes.size() : 0;
        others += isBlob ? 0 : 1;
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    return new GarbageReport(deletedBlobs, bytes, others, young, took);
  }

  private void checkLease(int done) throws IOException {
    Interrupts.check();
    if (done % STEP == 0 || !lease.isHeld()) {
      lease.check();
    }
  }
}
