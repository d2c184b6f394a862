package org.indexport.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.format.v2.container.Container;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.Member;
import org.indexport.format.v2.container.MemberReader;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Closing;
import org.indexport.layout.MemberNames;

/**
 * A snapshot file that ends as one does: its metadata and manifest were read and are sound. Any
 * thread may read parts, several at a time.
 */
final class OpenSnapshot implements Closeable {
  private static final int ZSTD_MAGIC = 0xFD2F_B528;
  private static final String NEXT = "take another copy, or another snapshot";

  private final String where;
  private final Container container;
  private final SnapshotHead head;
  private final SnapshotManifest manifest;

  private OpenSnapshot(
      String where, Container container, SnapshotHead head, SnapshotManifest manifest) {
    this.where = where;
    this.container = container;
    this.head = head;
    this.manifest = manifest;
  }

  /**
   * Opens a file.
   *
   * @throws UnknownFormatException if it is no snapshot file, and says what to do with a dump
   * @throws UnsupportedVersionException if it is of another version
   * @throws TruncatedDumpException if it does not end as a snapshot file does
   * @throws CorruptDumpException if what says where everything lies is damaged
   * @throws LimitExceededException if it asks for more than allowed
   * @throws IOException if reading fails
   */
  static OpenSnapshot open(Path path, ReadLimits limits) throws IOException {
    String where = path.toString();
    if (Files.isDirectory(path)) {
      throw new UnknownFormatException(
          where,
          "a snapshot file",
          "a folder",
          "name a file, or restore a point of it if it is a repository of snapshots");
    }
    checkStart(path, limits);
    Container container = openContainer(path, limits);
    try {
      return open(where, container, limits);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, container);
      throw e;
    }
  }

  private static OpenSnapshot open(String where, Container container, ReadLimits limits)
      throws IOException {
    byte[] metadata = container.metadata();
    SnapshotHead head = SnapshotHead.parse(where, metadata, limits);
    SnapshotManifest manifest;
    try (InputStream in = container.manifest()) {
      manifest = ManifestReading.read(where, in, limits);
    }
    if (!manifest.metadata().strip().equals(new String(metadata, UTF_8).strip())) {
      throw new CorruptDumpException(
          where + ": manifest.json", "the text of metadata.json", "another one", NEXT);
    }
    manifest.checkCount(container);
    return new OpenSnapshot(where, container, head, manifest);
  }

  /** Whether a file begins as a snapshot does. */
  static boolean begins(Path path, ReadLimits limits) throws IOException {
    if (Files.isDirectory(path)) {
      return false;
    }
    try (DumpSource source = DumpSource.path(path);
        MemberReader members = MemberReader.open(source, limits, new FrameBuffers())) {
      if (!(members.next() instanceof Member.Small first)
          || !first.name().equals(MemberNames.METADATA)) {
        return false;
      }
      SnapshotHead.parse(path.toString(), first.content(), limits);
      return true;
    } catch (DumpException e) {
      return false;
    }
  }

  private static void checkStart(Path path, ReadLimits limits) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(Integer.BYTES);
    }
    boolean isOther =
        start.length == Integer.BYTES
            && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt() != ZSTD_MAGIC;
    if (isOther) {
      throw OtherFile.refusal(path, limits);
    }
  }

  private static Container openContainer(Path path, ReadLimits limits) throws IOException {
    DumpSource source = DumpSource.path(path);
    try {
      return Container.open(source, limits, new FrameBuffers());
    } catch (TruncatedDumpException | CorruptDumpException e) {
      // What is no snapshot need not be a whole one.
      checkFirst(source, limits, e);
      throw e;
    }
  }

  /** Looks at the first member of what is damaged. */
  private static void checkFirst(DumpSource source, ReadLimits limits, IOException damage)
      throws UnknownFormatException, UnsupportedVersionException {
    try (MemberReader members = MemberReader.open(source, limits, new FrameBuffers())) {
      if (members.next() instanceof Member.Small first
          && first.name().equals(MemberNames.METADATA)) {
        SnapshotHead.parse(source.name(), first.content(), limits);
      }
    } catch (UnknownFormatException | UnsupportedVersionException e) {
      e.addSuppressed(damage);
      throw e;
    } catch (IOException e) {
      damage.addSuppressed(e);
    }
  }

  SnapshotHead head() {
    return head;
  }

  SnapshotManifest manifest() {
    return manifest;
  }

  /** The id of the container. */
  String id() {
    return container.id();
  }

  /** What is to be done to restore it; needs this to stay open. */
  RestorePlan plan() {
    List<PlannedFile> files = new ArrayList<>();
    for (ArchivedFile file : manifest.files()) {
      files.add(new PlannedFile(file.path(), file.length(), file.sha256(), frames(file)));
    }
    return new RestorePlan(
        where,
        head.engine(),
        head.created(),
        files,
        manifest.emptyFolders(),
        manifest.mostPartBytes());
  }

  private PlannedFile.Frames frames(ArchivedFile file) {
    return new PlannedFile.Frames() {
      @Override
      public int count() {
        return file.parts().count();
      }

      @Override
      public PackedFrame read(int index) throws IOException {
        return part(file, index);
      }
    };
  }

  /** The frame of a part, which is what the manifest says. */
  private PackedFrame part(ArchivedFile file, int part) throws IOException {
    FileParts parts = file.parts();
    PackedFrame frame =
        container.payload(ArchivedFile.member(file.path(), part), parts.placement(part));
    try {
      Sha256 found = Sha256.of(frame.sha256());
      if (!found.equals(parts.sha256(part))) {
        throw wrong(frame.where(), "the SHA-256 " + parts.sha256(part), found.toString());
      }
      if (frame.plainBytes() != parts.plainBytes(part)) {
        throw wrong(frame.where(), parts.plainBytes(part) + " bytes", "" + frame.plainBytes());
      }
      return frame;
    } catch (IOException | RuntimeException | Error e) {
      frame.close();
      throw e;
    }
  }

  /**
   * Compares a member that is no part of a file with what the manifest says.
   *
   * @throws CorruptDumpException if it is damaged
   * @throws IOException if reading fails
   */
  void check(ListedMember member) throws IOException {
    long plainBytes;
    Sha256 found;
    if (member.kind() == ListedMember.Kind.SMALL) {
      byte[] content = container.small(member.name(), member.placement());
      plainBytes = content.length;
      found = Hashing.sha256(content);
    } else {
      try (PackedFrame frame = container.payload(member.name(), member.placement())) {
        plainBytes = frame.plainBytes();
        found = Sha256.of(frame.sha256());
      }
    }
    if (plainBytes != member.plainBytes() || !found.equals(member.sha256())) {
      throw wrong(
          where + ": " + SnapshotPaths.shown(member.name()),
          member.plainBytes() + " bytes with the SHA-256 " + member.sha256(),
          plainBytes + " bytes with " + found);
    }
  }

  private static CorruptDumpException wrong(String where, String expected, String found) {
    return new CorruptDumpException(where, expected, found, NEXT);
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
