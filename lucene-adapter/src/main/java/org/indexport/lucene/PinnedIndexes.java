package org.indexport.lucene;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.Version;
import org.indexport.EngineVersion;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;

/** The commits of several indexes. */
final class PinnedIndexes implements PinnedFiles {
  private final Map<PinnedFile, PinnedCommit> commits = new LinkedHashMap<>();
  private final List<PinnedCommit> open = new ArrayList<>();
  private final List<String> emptyFolders = new ArrayList<>();
  private boolean closed;

  /** Adds a commit, to be closed with this; before anything is asked for. */
  void add(PinnedCommit commit) {
    open.add(commit);
    for (PinnedFile file : commit.files()) {
      commits.put(file, commit);
    }
  }

  /** Adds a folder without files. */
  void addEmptyFolder(String path) {
    emptyFolders.add(path);
  }

  /** The newest version that wrote any of the indexes. */
  @Override
  public EngineVersion engine() {
    Version newest = null;
    for (PinnedCommit commit : open) {
      newest = newest == null || commit.version().onOrAfter(newest) ? commit.version() : newest;
    }
    return LuceneSnapshotSource.engine(newest == null ? Version.LATEST : newest);
  }

  @Override
  public List<PinnedFile> files() {
    return List.copyOf(commits.keySet());
  }

  @Override
  public List<String> emptyFolders() {
    return List.copyOf(emptyFolders);
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it is not one of {@link #files()}
   */
  @Override
  public ReadableByteChannel open(PinnedFile file) throws IOException {
    PinnedCommit commit = commits.get(file);
    if (commit == null) {
      throw new IllegalArgumentException("not a file of this snapshot: " + file.path());
    }
    synchronized (this) {
      if (closed) {
        throw new ClosedChannelException();
      }
      return commit.open(file);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      IOUtils.close(open);
    }
  }
}
