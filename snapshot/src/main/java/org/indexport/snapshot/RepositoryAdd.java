package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.DumpException;
import org.indexport.Sha256;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Durability;
import org.indexport.snapshot.FileReading.ReadChunk;
import org.indexport.snapshot.FileReading.ReadFile;
import org.indexport.snapshot.Generations.Standing;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;

/**
 * Adds a point: looks which files earlier points have, stores the others, then publishes the list
 * of files and at last the generation that makes it count.
 */
final class RepositoryAdd {
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String THREADS = "indexport-repository";

  private final RepositoryFolder folder;
  private final SnapshotOptions options;
  private final RepositoryLease lease;
  private final PinnedFiles pinned;
  private final Instant created;
  private final String id;
  private final KnownFiles known;
  private final BlobStore blobs;
  private final StoredBlobs stored;
  private final BlobWriter writer;
  private final FrameBuffers buffers = new FrameBuffers();
  private final List<PinnedFile> files;

  /** For each file what earlier points have of it, or null if it must be read. */
  private final @Nullable PointFile[] reused;

  private RepositoryAdd(
      RepositoryFolder folder,
      SnapshotOptions options,
      RepositoryLease lease,
      PinnedFiles pinned,
      KnownFiles known)
      throws DumpException {
    this.folder = folder;
    this.options = options;
    this.lease = lease;
    this.pinned = pinned;
    this.created = folder.now();
    this.id = ID_TIME.format(created) + "-" + UUID.randomUUID().toString().substring(0, 8);
    this.known = known;
    this.blobs = new BlobStore(folder);
    this.stored = new StoredBlobs(blobs, known);
    this.writer = new BlobWriter(folder, blobs, options.workers());
    this.files = List.copyOf(pinned.files());
    this.reused = new @Nullable PointFile[files.size()];
  }

  /**
   * Adds a point.
   *
   * @param lease held during the whole call
   * @param startNanos when the caller started
   */
  static SnapshotReport run(
      RepositoryFolder folder,
      SnapshotOptions options,
      RepositoryLease lease,
      SnapshotSource source,
      long startNanos)
      throws IOException {
    Generations generations = new Generations(folder);
    Standing base = generations.currentForChange();
    KnownFiles known = KnownFiles.read(folder, base.generation());
    RepositoryAdd add = null;
    try {
      PointContent content;
      try (PinnedFiles pinned = source.pin()) {
        add = new RepositoryAdd(folder, options, lease, pinned, known);
        content = add.storeFiles();
      }
      return add.publish(generations, base, content, startNanos);
    } catch (IOException | RuntimeException | Error e) {
      if (add != null && generations.isFree(base.newest() + 1)) {
        add.abandon(e);
      }
      throw e;
    }
  }

  private PointContent storeFiles() throws IOException {
    String problem =
        SnapshotPaths.problem(files.stream().map(PinnedFile::path).toList(), pinned.emptyFolders());
    if (problem != null) {
      throw new DumpException(
          "files of " + pinned.engine() + ": expected paths below one folder, found " + problem);
    }
    findReusable();
    ReadFile[] read = readOthers();
    return new PointContent(id, created, pinned.engine(), listed(read), pinned.emptyFolders());
  }

  /** Finds the files that need not be read. */
  private void findReusable() throws IOException {
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        THREADS,
        Collections.nCopies(
            options.workers(),
            () -> {
              try (BlobReader reader = new BlobReader(blobs)) {
                for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                  PointFile file = known.file(pinned.engine(), files.get(i));
                  reused[i] = file != null && stored.has(file, reader) ? file : null;
                }
              }
            }));
  }

  /** Reads and stores the files that are not reused, each in its place in the result. */
  private ReadFile[] readOthers() throws IOException {
    ReadFile[] read = new ReadFile[files.size()];
    List<ReadFile> waiting = new ArrayList<>();
    for (int i = 0; i < read.length; i++) {
      read[i] = new ReadFile(files.get(i));
      if (reused[i] == null) {
        waiting.add(read[i]);
      }
    }
    RateLimit limit = new RateLimit(options.bytesPerSecond());
    try (FileReading reading = new FileReading(pinned, waiting, limit)) {
      List<Workers.Work> works = new ArrayList<>();
      works.addAll(Collections.nCopies(options.workers(), () -> storeChunks(reading)));
      works.add(writer::publishAll);
      Workers.run(THREADS, works);
    }
    return read;
  }

  private void storeChunks(FileReading reading) throws IOException, InterruptedException {
    ReadChunk chunk = new ReadChunk();
    MessageDigest digest = Hashing.sha256();
    try (FramePacker packer = new FramePacker(buffers, options.level());
        BlobReader reader = new BlobReader(blobs)) {
      while (reading.next(chunk)) {
        if (!lease.isHeld()) {
          // Tells so; there is no use in going on.
          lease.check();
        }
        Sha256 blob = chunk.digest(digest);
        if (stored.mustWrite(blob, reader)) {
          write(blob, chunk, packer);
        }
      }
    }
    writer.packed();
  }

  private void write(Sha256 blob, ReadChunk chunk, FramePacker packer) throws IOException {
    try (PackedFrame frame = packer.packUnhashed(chunk.bytes(), 0, chunk.length())) {
      writer.write(blob, frame);
      stored.wrote(blob, frame.length());
    }
  }

  private List<PointFile> listed(ReadFile[] read) {
    List<PointFile> listed = new ArrayList<>();
    for (int i = 0; i < read.length; i++) {
      PointFile earlier = reused[i];
      listed.add(earlier == null ? read[i].listed(stored) : stored.listed(files.get(i), earlier));
    }
    return listed;
  }

  private SnapshotReport publish(
      Generations generations, Standing base, PointContent content, long startNanos)
      throws IOException {
    Interrupts.check();
    // From here on nothing takes long, and halfway it could not be told whether it succeeded.
    return Uninterrupted.call(
        () -> {
          List<ListedPoint> points = new ArrayList<>(base.generation().points());
          ListedPoint added = publishFiles(content);
          points.add(added);
          long more = generations.publish(base, "add", points, lease);
          return report(added.point(), more, startNanos);
        });
  }

  /** Makes the blobs durable, and then the list of files. */
  private ListedPoint publishFiles(PointContent content) throws IOException {
    long storedBytes = writer.finish();
    byte[] bytes = content.toBytes(folder.id());
    Path path = PointContent.path(folder, id);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    lease.check();
    folder.create(path, bytes);
    Durability.forceFolder(folder.root());
    RepositoryPoint point =
        new RepositoryPoint(
            id,
            content.engine(),
            created,
            content.files().size(),
            content.files().stream().mapToLong(PointFile::length).sum(),
            content.files().stream().filter(stored::isNew).count(),
            storedBytes + bytes.length);
    return new ListedPoint(point, RepositoryJson.sealOf(bytes), Map.of());
  }

  private static SnapshotReport report(RepositoryPoint point, long moreBytes, long startNanos) {
    return new SnapshotReport(
        point.id(),
        point.engine(),
        point.created(),
        Duration.ofNanos(System.nanoTime() - startNanos),
        point.files(),
        point.bytes(),
        point.newFiles(),
        point.storedBytes() + moreBytes);
  }

  /** Deletes what was written, of which it is known that no generation lists it. */
  private void abandon(Throwable reason) {
    try {
      // Its name is nobody else's.
      Files.deleteIfExists(PointContent.path(folder, id));
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
    writer.abandon(reason, lease, known);
  }
}
