package org.indexport.snapshot;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.indexport.EngineVersion;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;

/** An engine that tells the identity of its files and remembers which were read. */
final class CountingEngine implements SnapshotSource {
  /** Called before a file is opened. */
  interface Hook {
    void beforeOpen(String path) throws IOException;
  }

  private final Tree tree;
  private final EngineVersion version;
  private final boolean identifies;
  final List<String> read = Collections.synchronizedList(new ArrayList<>());
  Hook hook = path -> {};

  private CountingEngine(Tree tree, EngineVersion version, boolean identifies) {
    this.tree = tree;
    this.version = version;
    this.identifies = identifies;
  }

  static CountingEngine of(Tree tree) {
    return new CountingEngine(tree, Tree.ENGINE, true);
  }

  static CountingEngine of(Tree tree, EngineVersion version) {
    return new CountingEngine(tree, version, true);
  }

  static CountingEngine withoutIdentities(Tree tree) {
    return new CountingEngine(tree, Tree.ENGINE, false);
  }

  private @Nullable String identity(String path) {
    byte[] content = Objects.requireNonNull(tree.files.get(path));
    return identifies ? path + "@" + Hashing.sha256(content) : null;
  }

  @Override
  public PinnedFiles pin() {
    return new Tree.Pinned(tree) {
      @Override
      public EngineVersion engine() {
        return version;
      }

      @Override
      public List<PinnedFile> files() {
        return super.files().stream()
            .map(file -> new PinnedFile(file.path(), file.length(), identity(file.path())))
            .toList();
      }

      @Override
      public ReadableByteChannel open(PinnedFile file) throws IOException {
        hook.beforeOpen(file.path());
        read.add(file.path());
        return super.open(file);
      }
    };
  }
}
