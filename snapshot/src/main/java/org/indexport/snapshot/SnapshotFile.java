package org.indexport.snapshot;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.EngineVersion;
import org.indexport.ExistingTargetException;
import org.indexport.IncompatibleSnapshotException;
import org.indexport.LimitExceededException;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.Placement;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.indexport.layout.MemberNames;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.indexport.spi.SnapshotStore;
import org.indexport.tar.TarOutput;

/**
 * One snapshot in one file, an ordinary {@code .tar.zst} that any tool opens; the text that counts
 * is {@code docs/format/snapshot.md}. Each new snapshot takes the place of the one before.
 *
 * <pre>{@code
 * SnapshotFile file = SnapshotFile.at(Path.of("data.snapshot"));
 * file.store(source); // as often as wanted
 * file.restore(Path.of("data"), new EngineVersion("lucene", "9.12.3"), RestoreOptions.DEFAULT);
 * }</pre>
 *
 * <p>It may be written and read at the same time, by any threads: who reads sees one whole
 * snapshot, the former or the new one. Nothing is held open between calls, so there is nothing to
 * close.
 *
 * <p>The file belongs to an engine and its version. To move data to another engine, or to an older
 * version, a dump is the way.
 */
public final class SnapshotFile implements SnapshotStore {
  private final Path path;
  private final SnapshotOptions options;

  private SnapshotFile(Path path, SnapshotOptions options) {
    this.path = Objects.requireNonNull(path, "path");
    this.options = Objects.requireNonNull(options, "options");
  }

  /** The snapshot of this name, there or not, with default options. */
  public static SnapshotFile at(Path path) {
    return at(path, SnapshotOptions.DEFAULT);
  }

  /** The snapshot of this name, there or not. */
  public static SnapshotFile at(Path path, SnapshotOptions options) {
    return new SnapshotFile(path, options);
  }

  /** Where the snapshot is, or will be. */
  public Path path() {
    return path;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Until then the former snapshot stays; what is being written lies beside it as {@code
   * .NAME.XXXX.tmp}, with a locked {@code .NAME.XXXX.lock}, which only a process that is killed
   * leaves behind. What others have left is deleted first, as far as possible, as by {@link
   * #clearLeftovers()}. Equal files, options and times give equal bytes.
   *
   * @throws ExistingTargetException if there is something under the name that is no file
   * @throws CorruptDumpException if a file was changed while it was read, or is not what its own
   *     checksum says
   * @throws DumpException if the source gives paths that cannot lie below one folder, if the folder
   *     of the snapshot is missing or cannot be written to, or if the file system cannot move
   *     atomically
   */
  @Override
  public SnapshotReport store(SnapshotSource source) throws IOException {
    clearIfPossible();
    WritingMark mark = WritingMark.set(path);
    try {
      return replace(source);
    } catch (IOException e) {
      throw Interrupts.told(e);
    } finally {
      mark.close();
    }
  }

  private SnapshotReport replace(SnapshotSource source) throws IOException {
    long start = System.nanoTime();
    try (Publication publication = Publication.openFile(path, Existing.REPLACE, Unproven.REFUSE)) {
      // Everything up to this moment is in the snapshot.
      Instant created = options.clock().instant();
      Stored stored;
      try (PinnedFiles pinned = source.pin()) {
        stored = write(pinned, created, publication);
      }
      Interrupts.check();
      publication.commit();
      return stored.report(path, created, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /**
   * Deletes what processes that were killed have left beside the snapshot. To be called when a
   * server starts, so that the space is free again at once; {@link #store} does it, too. What a
   * living process writes stays, in whatever folder its own database is; while one does, so does
   * everything else. The snapshot itself is not touched.
   *
   * @throws IOException if the folder of the snapshot cannot be listed, or something in it not be
   *     deleted
   */
  public void clearLeftovers() throws IOException {
    WritingMark.clear(path, ".tmp");
  }

  private void clearIfPossible() {
    try {
      clearLeftovers();
    } catch (IOException e) {
      // Litter is no reason not to take a snapshot.
    }
  }

  /** What was written. */
  private record Stored(EngineVersion engine, SnapshotManifest manifest, long storedBytes) {
    SnapshotReport report(Path path, Instant created, Duration took) {
      long files = manifest.files().size();
      return new SnapshotReport(
          String.valueOf(path.getFileName()),
          engine,
          created,
          took,
          files,
          manifest.bytes(),
          files,
          storedBytes);
    }
  }

  private Stored write(PinnedFiles pinned, Instant created, Publication publication)
      throws IOException {
    List<PinnedFile> files =
        pinned.files().stream().sorted(Comparator.comparing(PinnedFile::path)).toList();
    List<String> folders = pinned.emptyFolders().stream().sorted().toList();
    checkSource(files, folders);
    CountingStream out = new CountingStream(publication.openStream());
    try (ContainerWriter container = ContainerWriter.create(DumpSink.stream(out), time(created))) {
      String metadata = new SnapshotHead(pinned.engine(), created).write();
      byte[] member = SnapshotHead.asMember(metadata);
      Placement placement = container.addSmall(MemberNames.METADATA, member);
      ListedMember listed =
          new ListedMember(
              ListedMember.Kind.SMALL,
              MemberNames.METADATA,
              member.length,
              placement,
              Hashing.sha256(member));
      List<ArchivedFile> archived = ArchiveWriting.write(pinned, files, options, container);
      SnapshotManifest manifest =
          new SnapshotManifest(metadata, archived, folders, List.of(listed));
      container.finish(manifest::writeTo);
      return new Stored(pinned.engine(), manifest, out.written);
    }
  }

  private void checkSource(List<PinnedFile> files, List<String> folders) throws DumpException {
    List<String> paths = files.stream().map(PinnedFile::path).toList();
    String problem = SnapshotPaths.problem(paths, folders);
    for (PinnedFile file : files) {
      boolean isText = StandardCharsets.UTF_8.newEncoder().canEncode(file.path());
      if (problem == null && (!isText || !ArchivedFile.isShortEnough(file.path()))) {
        problem = (isText ? "the long path " : "no text: ") + SnapshotPaths.shown(file.path());
      }
    }
    if (problem != null) {
      throw new DumpException(
          path
              + ": expected an engine's files with paths that can lie below one folder, found "
              + problem
              + "; the source of the snapshot must be mended");
    }
  }

  /** The time of all members. */
  private static Instant time(Instant created) {
    return Instant.ofEpochSecond(
        Math.max(0, Math.min(TarOutput.LATEST_SECOND, created.getEpochSecond())));
  }

  /**
   * Tells whether there is a file that begins as a snapshot does, whole or not. A file of another
   * version is none.
   *
   * @throws IOException if there is no such file, or reading fails
   */
  public boolean isSnapshot() throws IOException {
    return OpenSnapshot.begins(path, options.limits());
  }

  /**
   * Tells what the snapshot is. Reads little of it.
   *
   * @throws UnknownFormatException if it is no snapshot; says what to do with a dump
   * @throws UnsupportedVersionException if it is of another version of the format
   * @throws TruncatedDumpException if the file does not end as a snapshot does
   * @throws CorruptDumpException if what was read of it is damaged
   * @throws LimitExceededException if it asks for more than the options allow
   * @throws IOException if there is no such file, or reading fails
   */
  public SnapshotDescription describe() throws IOException {
    try (OpenSnapshot snapshot = OpenSnapshot.open(path, options.limits())) {
      return new SnapshotDescription(
          snapshot.head().engine(),
          snapshot.head().created(),
          snapshot.manifest().files().size(),
          snapshot.manifest().bytes(),
          Files.size(path),
          snapshot.id());
    }
  }

  /**
   * Reads all of the snapshot, unpacks it and compares it with all of its digests. Damage does not
   * end this early, nor is it an exception: it is what the result tells.
   *
   * @throws UnknownFormatException if it is no snapshot; says what to do with a dump
   * @throws UnsupportedVersionException if it is of another version of the format
   * @throws LimitExceededException if it asks for more than the options allow
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws IOException if there is no such file, or reading fails
   */
  public SnapshotVerification verify() throws IOException {
    try (OpenSnapshot snapshot = OpenSnapshot.open(path, options.limits())) {
      return SnapshotCheck.run(snapshot, options.workers());
    } catch (TruncatedDumpException | CorruptDumpException e) {
      return SnapshotCheck.ofUnreadable(e, Files.size(path));
    }
  }

  /**
   * Restores the snapshot into a folder. All of it is verified and brought to the storage before
   * the folder appears under its name; if anything fails, nothing appears. A process that is killed
   * leaves at most {@code .NAME.XXXX.tmp} beside it and, if it was just exchanging folders, the
   * former one as {@code .NAME.XXXX.old}.
   *
   * @param folder a folder that is not there yet, or is empty, or that the options allow to replace
   * @param engine the engine and version that is to use the files; checked before anything is
   *     written
   * @throws IncompatibleSnapshotException if that engine cannot use them; says what can be done
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws UnknownFormatException if it is no snapshot; says what to do with a dump
   * @throws UnsupportedVersionException if it is of another version of the format
   * @throws TruncatedDumpException if the file does not end as a snapshot does
   * @throws CorruptDumpException if something in it is damaged
   * @throws LimitExceededException if it asks for more than the options allow
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws DumpException if the target cannot be written to, does not know the names of the files,
   *     or has no atomic moves
   * @throws IOException if there is no such snapshot, or reading or writing fails
   */
  public RestoreReport restore(Path folder, EngineVersion engine, RestoreOptions options)
      throws IOException {
    try (OpenSnapshot snapshot = OpenSnapshot.open(path, options.limits())) {
      return FileRestore.run(snapshot.plan(), folder, engine, options);
    }
  }

  @Override
  public String toString() {
    return "snapshot " + path;
  }

  /** Counts what is written. */
  private static final class CountingStream extends FilterOutputStream {
    long written;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      written++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      written += length;
    }
  }
}
