package org.indexport.lucene;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.Version;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.IndexName;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;

/**
 * The files of Lucene indexes, each as it was at one commit, to be copied while writing goes on.
 * What is restored from them is a folder of the same indexes: of each the files of the one commit,
 * nothing else, in the sub-folder of its name.
 *
 * <p>Each file's {@linkplain PinnedFile#identity() identity} is made of what Lucene writes into it:
 * the segment's random identifier, and the checksum. That checksum is verified while a file is
 * read.
 *
 * <p>An application that writes gives its writers, {@link #of(Supplier)}: everything that it has
 * added is in the snapshot. From outside of its process {@link #of(Path)} reads what the
 * application has committed last. Thread-safe.
 */
public final class LuceneSnapshotSource implements SnapshotSource {
  private static final String ENGINE = "lucene";

  /** Commits may vanish as often as this while their files are opened. */
  private static final int ATTEMPTS = 100;

  private final Pinning pinning;

  /** One of the two ways. */
  private interface Pinning {
    /** Adds the commits of all indexes; what was added is closed by the caller. */
    void into(PinnedIndexes pinned) throws IOException;
  }

  private LuceneSnapshotSource(Pinning pinning) {
    this.pinning = pinning;
  }

  /**
   * Reads a folder of indexes, or of one index, that another process may write to. A pin holds all
   * of its files open, so that what the writer deletes meanwhile stays readable; the limit of open
   * files bounds how large an index may be.
   *
   * <p>An index is called what its folder is called. A folder that is one index becomes the
   * sub-folder of a snapshot.
   *
   * @param folder a folder that holds a Lucene index, or sub-folders that do
   */
  public static LuceneSnapshotSource of(Path folder) {
    return new LuceneSnapshotSource(pinned -> pinFolder(folder, pinned));
  }

  /**
   * Reads the indexes that an application writes to. Each has a {@link SnapshotDeletionPolicy} in
   * its configuration and its files in an {@link FSDirectory}. {@link #pin} commits what was added
   * and keeps that commit until the pin is closed.
   *
   * @param writers called by each pin: all indexes that there are, with their open writers
   */
  public static LuceneSnapshotSource of(Supplier<? extends Map<IndexName, IndexWriter>> writers) {
    return new LuceneSnapshotSource(
        pinned -> {
          for (Map.Entry<IndexName, IndexWriter> index : writers.get().entrySet()) {
            pinned.add(pinWriter(index.getKey(), index.getValue()));
          }
        });
  }

  static EngineVersion engine(Version version) {
    return new EngineVersion(ENGINE, version.toString());
  }

  /**
   * Holds the newest commit of each index.
   *
   * @throws CorruptDumpException if an index is damaged
   * @throws DumpException if a folder holds something else than indexes, if an index is of a
   *     version that this Lucene cannot read, or if a writer is closed
   * @throws IllegalStateException if a writer is not configured as {@link #of(Supplier)} says
   * @throws IOException if the file system fails
   */
  @Override
  public PinnedFiles pin() throws IOException {
    PinnedIndexes pinned = new PinnedIndexes();
    try {
      pinning.into(pinned);
      return pinned;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(pinned);
      throw e;
    }
  }

  private static void pinFolder(Path folder, PinnedIndexes pinned) throws IOException {
    IndexFolders folders = IndexFolders.existing(folder);
    for (Map.Entry<IndexName, Path> index : folders.indexes().entrySet()) {
      pinned.add(pinIndex(index.getValue(), folders.pathInside(index.getKey())));
    }
    folders.emptyNamespaces().forEach(pinned::addEmptyFolder);
  }

  /** Opens the files of the newest commit, or of the next one if they are being deleted. */
  private static PinnedCommit pinIndex(Path folder, String prefix) throws IOException {
    IOException vanished = null;
    long generation = -1;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Directory directory = new NIOFSDirectory(folder, NoLockFactory.INSTANCE)) {
        SegmentInfos commit = read(folder, directory, null);
        if (vanished != null && commit.getGeneration() == generation) {
          throw new CorruptDumpException(
              "%s: a file of the newest commit is missing: %s; restore the index"
                  .formatted(folder, vanished.getMessage()),
              vanished);
        }
        generation = commit.getGeneration();
        return PinnedCommit.held(folder, prefix, commit);
      } catch (NoSuchFileException | FileNotFoundException e) {
        vanished = e;
      }
    }
    throw new DumpException(
        folder + ": the index changes too quickly; take the snapshot in the process that writes it",
        vanished);
  }

  private static SegmentInfos read(Path folder, Directory directory, @Nullable String segments)
      throws IOException {
    try {
      return segments == null
          ? SegmentInfos.readLatestCommit(directory)
          : SegmentInfos.readCommit(directory, segments);
    } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
      throw IndexFailure.unreadable(folder, e);
    } catch (IllegalArgumentException e) {
      // Lucene's answer to segments whose codec is not on the path.
      throw IndexFailure.unreadable(folder, e);
    } catch (CorruptIndexException e) {
      throw IndexFailure.damaged(folder, e);
    }
  }

  private static PinnedCommit pinWriter(IndexName name, IndexWriter writer) throws IOException {
    try {
      return pinOpenWriter(name, writer);
    } catch (AlreadyClosedException e) {
      throw new DumpException("index " + name + ": its IndexWriter is closed", e);
    }
  }

  private static PinnedCommit pinOpenWriter(IndexName name, IndexWriter writer) throws IOException {
    if (!(writer.getConfig().getIndexDeletionPolicy() instanceof SnapshotDeletionPolicy policy)) {
      throw new IllegalStateException(
          "index " + name + ": its IndexWriter has no SnapshotDeletionPolicy");
    }
    if (!(FilterDirectory.unwrap(writer.getDirectory()) instanceof FSDirectory directory)) {
      throw new IllegalStateException("index " + name + " is not in an FSDirectory");
    }
    // A commit that is interrupted closes the writer for good.
    Undisturbed.run(writer::commit);
    IndexCommit commit = policy.snapshot();
    try {
      Path folder = directory.getDirectory();
      SegmentInfos files = read(folder, directory, commit.getSegmentsFileName());
      return PinnedCommit.kept(folder, name.path(), files, () -> release(commit, writer, policy));
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(() -> release(commit, writer, policy));
      throw e;
    }
  }

  private static void release(IndexCommit commit, IndexWriter writer, SnapshotDeletionPolicy policy)
      throws IOException {
    policy.release(commit);
    try {
      writer.deleteUnusedFiles();
    } catch (AlreadyClosedException e) {
      // The next writer of the index deletes them.
    }
  }
}
