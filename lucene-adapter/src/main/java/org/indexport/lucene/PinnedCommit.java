package org.indexport.lucene;

import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.Version;
import org.indexport.spi.PinnedFile;

/** The files of one commit of one index, which stay readable until this is closed. */
final class PinnedCommit implements Closeable {
  private final Path folder;
  private final Version version;
  private final Map<PinnedFile, Boolean> files = new LinkedHashMap<>();

  /** Files that are open as long as this is; empty where somebody else keeps the files. */
  private final Map<PinnedFile, FileChannel> held = new ConcurrentHashMap<>();

  /** What else is open, by who reads it. */
  private final Map<VerifyingChannel, FileChannel> reading = new ConcurrentHashMap<>();

  private final Closeable release;

  private PinnedCommit(Path folder, SegmentInfos commit, Closeable release) {
    this.folder = folder;
    this.version = newest(commit);
    this.release = release;
  }

  private static Version newest(SegmentInfos commit) {
    Version newest = commit.getCommitLuceneVersion();
    for (SegmentCommitInfo segment : commit) {
      Version other = segment.info.getVersion();
      newest = other.onOrAfter(newest) ? other : newest;
    }
    return newest;
  }

  /**
   * Pins a commit whose files somebody else keeps from being deleted.
   *
   * @param folder where the index is
   * @param prefix the path of its folder in the snapshot
   * @param release called when this is closed; not if this call fails
   */
  static PinnedCommit kept(Path folder, String prefix, SegmentInfos commit, Closeable release)
      throws IOException {
    PinnedCommit pinned = new PinnedCommit(folder, commit, release);
    for (String name : commit.files(true)) {
      try (FileChannel file = FileChannel.open(folder.resolve(name), READ)) {
        pinned.add(prefix, name, file);
      }
    }
    return pinned;
  }

  /**
   * Pins a commit by opening all of its files: what is open stays readable when it is deleted.
   *
   * @throws java.nio.file.NoSuchFileException if one is deleted already
   */
  static PinnedCommit held(Path folder, String prefix, SegmentInfos commit) throws IOException {
    PinnedCommit pinned = new PinnedCommit(folder, commit, () -> {});
    try {
      for (String name : commit.files(true)) {
        FileChannel file = FileChannel.open(folder.resolve(name), READ);
        try {
          pinned.held.put(pinned.add(prefix, name, file), file);
        } catch (Throwable e) {
          IOUtils.closeWhileHandlingException(file);
          throw e;
        }
      }
      return pinned;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(pinned);
      throw e;
    }
  }

  private PinnedFile add(String prefix, String name, FileChannel file) throws IOException {
    long length = file.size();
    FileEnds ends = FileEnds.of(file, length);
    PinnedFile pinned = new PinnedFile(prefix + "/" + name, length, ends.identity(name, length));
    files.put(pinned, ends.isCodecFile());
    return pinned;
  }

  /** The newest version of Lucene that wrote any of it. */
  Version version() {
    return version;
  }

  Set<PinnedFile> files() {
    return files.keySet();
  }

  /** Opens one of the files. */
  ReadableByteChannel open(PinnedFile file) throws IOException {
    Path path = folder.resolve(file.path().substring(file.path().lastIndexOf('/') + 1));
    FileChannel own = held.get(file);
    FileChannel channel = own == null ? FileChannel.open(path, READ) : own;
    VerifyingChannel reader =
        new VerifyingChannel(
            channel,
            path.toString(),
            file.length(),
            Objects.requireNonNull(files.get(file)),
            this::closed);
    if (own == null) {
      reading.put(reader, channel);
    }
    return reader;
  }

  private void closed(VerifyingChannel reader) {
    FileChannel channel = reading.remove(reader);
    if (channel != null) {
      IOUtils.closeWhileHandlingException(channel);
    }
  }

  /** Closes all files and lets the engine delete them; to be called once. */
  @Override
  public void close() throws IOException {
    List<Closeable> all = new ArrayList<>(reading.values());
    all.addAll(held.values());
    all.add(release);
    IOUtils.close(all);
  }
}
