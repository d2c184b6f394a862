package org.indexport.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.indexport.Sha256;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;

/**
 * Packs the content of files into a container: one thread reads them in order and hashes them,
 * workers pack their chunks, one thread writes these in order. No more chunks are on their way than
 * there are workers, and two more.
 */
final class ArchiveWriting {
  /** The plain bytes of a part; the last of a file may have fewer. */
  static final int PART_BYTES = 4 << 20;

  /** Less than this is cheap to make. */
  private static final int SMALL = PART_BYTES / 16;

  private final PinnedFiles pinned;
  private final List<PinnedFile> files;
  private final SnapshotOptions options;
  private final ContainerWriter container;
  private final RateLimit limit;
  private final FrameBuffers buffers = new FrameBuffers();
  private final Semaphore room;
  private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();

  /** Empty ones tell the workers that this was all. */
  private final BlockingQueue<Optional<Chunk>> toPack = new LinkedBlockingQueue<>();

  private final BlockingQueue<Step> toWrite = new LinkedBlockingQueue<>();
  private final List<ArchivedFile> written = new ArrayList<>();

  /** What the writing thread does next. */
  private sealed interface Step {}

  /** A piece of a file. */
  private static final class Chunk implements Step {
    final PinnedFile file;
    final byte[] plain;
    final int length;

    /** Done when it was packed. */
    final CompletableFuture<PackedFrame> frame = new CompletableFuture<>();

    Chunk(PinnedFile file, byte[] plain, int length) {
      this.file = file;
      this.plain = plain;
      this.length = length;
    }
  }

  /** All pieces of a file came before. */
  private record FileEnd(PinnedFile file, Sha256 sha256) implements Step {}

  /** All files came before. */
  private record End() implements Step {}

  private ArchiveWriting(
      PinnedFiles pinned,
      List<PinnedFile> files,
      SnapshotOptions options,
      ContainerWriter container) {
    this.pinned = pinned;
    this.files = files;
    this.options = options;
    this.container = container;
    this.limit = new RateLimit(options.bytesPerSecond());
    this.room = new Semaphore(options.workers() + 2);
  }

  /**
   * Writes all files.
   *
   * @param files in the order in which they are written
   * @param container takes the parts
   * @return where everything is
   * @throws java.nio.channels.ClosedByInterruptException if the calling thread is interrupted
   * @throws IOException if reading or writing fails
   */
  static List<ArchivedFile> write(
      PinnedFiles pinned,
      List<PinnedFile> files,
      SnapshotOptions options,
      ContainerWriter container)
      throws IOException {
    ArchiveWriting writing = new ArchiveWriting(pinned, files, options, container);
    List<Workers.Work> works = new ArrayList<>();
    works.add(writing::read);
    works.add(writing::writeInOrder);
    for (int i = 0; i < options.workers(); i++) {
      works.add(writing::pack);
    }
    Workers.run("indexport-snapshot", works);
    return writing.written;
  }

  private void read() throws IOException, InterruptedException {
    for (PinnedFile file : files) {
      try (PinnedFileReader reader = PinnedFileReader.open(pinned, file, limit)) {
        while (reader.position() < file.length()) {
          readChunk(file, reader);
        }
        toWrite.put(new FileEnd(file, reader.end()));
      }
    }
    toWrite.put(new End());
    for (int i = 0; i < options.workers(); i++) {
      toPack.put(Optional.empty());
    }
  }

  private void readChunk(PinnedFile file, PinnedFileReader reader)
      throws IOException, InterruptedException {
    int length = (int) Math.min(PART_BYTES, file.length() - reader.position());
    room.acquire();
    byte[] plain = buffer(length);
    reader.read(plain, length);
    Chunk chunk = new Chunk(file, plain, length);
    toPack.put(Optional.of(chunk));
    toWrite.put(chunk);
  }

  /** A large one is used again. Nobody waits for one, since there is room for another chunk. */
  private byte[] buffer(int length) {
    if (length <= SMALL) {
      return new byte[length];
    }
    byte[] used = free.poll();
    return used == null ? new byte[PART_BYTES] : used;
  }

  private void pack() throws InterruptedException {
    try (FramePacker packer = new FramePacker(buffers, options.level())) {
      Optional<Chunk> next = toPack.take();
      while (next.isPresent()) {
        Chunk chunk = next.get();
        PackedFrame frame = packer.pack(chunk.plain, 0, chunk.length);
        if (chunk.plain.length == PART_BYTES) {
          free.put(chunk.plain);
        }
        chunk.frame.complete(frame);
        next = toPack.take();
      }
    }
  }

  private void writeInOrder() throws IOException, InterruptedException {
    FileParts parts = new FileParts();
    while (true) {
      Step step = toWrite.take();
      if (step instanceof Chunk chunk) {
        write(chunk, parts);
        room.release();
      } else if (step instanceof FileEnd end) {
        PinnedFile file = end.file();
        written.add(new ArchivedFile(file.path(), file.length(), end.sha256(), parts));
        parts = new FileParts();
      } else {
        return;
      }
    }
  }

  private void write(Chunk chunk, FileParts parts) throws IOException, InterruptedException {
    String name = ArchivedFile.member(chunk.file.path(), parts.count());
    try (PackedFrame frame = chunk.frame.get()) {
      Placement placement = container.addPayload(name, frame);
      parts.add(chunk.length, placement, Sha256.of(frame.sha256()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("packing fails by ending its thread", e);
    }
  }
}
