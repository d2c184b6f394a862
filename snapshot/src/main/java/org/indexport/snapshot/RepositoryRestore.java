package org.indexport.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.EngineVersion;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Closing;

/** Restores a point: gives the frames of its blobs to {@link FileRestore}. */
final class RepositoryRestore implements Closeable {
  private final BlobStore blobs;

  /** Each thread uses one blob after the other, so memory for one each is enough. */
  private final Map<Thread, BlobReader> readers = new ConcurrentHashMap<>();

  private RepositoryRestore(RepositoryFolder folder) {
    this.blobs = new BlobStore(folder);
  }

  static RestoreReport run(
      RepositoryFolder folder,
      ListedPoint listed,
      Path target,
      EngineVersion engine,
      RestoreOptions options)
      throws IOException {
    String where = folder.root() + ": point " + listed.id();
    engine.checkCanUse(listed.point().engine(), where);
    PointContent point = PointContent.read(folder, listed);
    try (RepositoryRestore restore = new RepositoryRestore(folder)) {
      return FileRestore.run(restore.plan(where, point), target, engine, options);
    }
  }

  private RestorePlan plan(String where, PointContent point) {
    List<PlannedFile> files = new ArrayList<>();
    int most = 1;
    for (PointFile file : point.files()) {
      for (BlobChunk chunk : file.chunks()) {
        most = Math.max(most, chunk.length());
      }
      files.add(
          new PlannedFile(file.path(), file.length(), file.sha256(), new Frames(file.chunks())));
    }
    return new RestorePlan(
        where, point.engine(), point.created(), files, point.emptyFolders(), most);
  }

  /** The blobs of a file. What they hold is verified with the whole file. */
  private final class Frames implements PlannedFile.Frames {
    private final List<BlobChunk> chunks;

    Frames(List<BlobChunk> chunks) {
      this.chunks = chunks;
    }

    @Override
    public int count() {
      return chunks.size();
    }

    @Override
    public PackedFrame read(int index) throws IOException {
      BlobReader reader =
          readers.computeIfAbsent(Thread.currentThread(), thread -> new BlobReader(blobs));
      return reader.read(chunks.get(index));
    }
  }

  @Override
  public void close() throws IOException {
    Closing.all(readers.values().toArray(BlobReader[]::new));
  }
}
