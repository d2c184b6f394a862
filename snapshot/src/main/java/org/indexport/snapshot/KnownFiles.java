package org.indexport.snapshot;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.Sha256;
import org.indexport.spi.PinnedFile;
import org.jspecify.annotations.Nullable;

/** What the points of a generation have: files by their identity, and blobs. Immutable. */
final class KnownFiles {
  private record Identity(String engine, String identity) {}

  private final Map<Identity, PointFile> files = new HashMap<>();
  private final Map<Sha256, BlobChunk> blobs = new HashMap<>();
  private boolean isComplete = true;

  private KnownFiles() {}

  /**
   * Reads all points. One that is damaged is passed over: its files are then stored again, which
   * must remain possible.
   */
  static KnownFiles read(RepositoryFolder folder, Generation generation) throws IOException {
    KnownFiles known = new KnownFiles();
    for (ListedPoint listed : generation.points()) {
      try {
        known.add(PointContent.read(folder, listed));
      } catch (DumpException e) {
        // Verifying tells.
        known.isComplete = false;
      }
    }
    return known;
  }

  private void add(PointContent point) {
    for (PointFile file : point.files()) {
      if (file.identity() != null) {
        files.put(new Identity(point.engine().name(), file.identity()), file);
      }
      for (BlobChunk chunk : file.chunks()) {
        blobs.put(chunk.blob(), chunk);
      }
    }
  }

  /** The file of this identity, or null if it is unknown. */
  @Nullable PointFile file(EngineVersion engine, PinnedFile file) {
    String identity = file.identity();
    if (identity == null) {
      return null;
    }
    PointFile known = files.get(new Identity(engine.name(), identity));
    return known == null || known.length() != file.length() ? null : known;
  }

  /** The chunk of this digest, or null if no point has it. */
  @Nullable BlobChunk chunk(Sha256 blob) {
    return blobs.get(blob);
  }

  /** Whether it is certain that no point needs a blob. */
  boolean isGarbage(Sha256 blob) {
    return isComplete && !blobs.containsKey(blob);
  }
}
