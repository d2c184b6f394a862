package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.format.v2.container.Container;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Closing;
import org.indexport.layout.MemberNames;

/**
 * A complete dump of which members are copied. What it gives was compared with what the manifest
 * says. Closing it leaves the source open.
 *
 * @param source where it is read from
 * @param container gives its members
 * @param listed what its manifest says
 */
record SourceDump(DumpSource source, Container container, V2Manifest listed) implements Closeable {
  private static final String NEXT = "take another copy, or salvage what is whole";
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  /**
   * Opens a dump.
   *
   * @throws UnknownFormatException if it is of another format
   * @throws IllegalArgumentException if it can be read only once
   * @throws IOException as {@link Container#open} tells
   */
  static SourceDump open(DumpSource source, ReadLimits limits) throws IOException {
    Container container = container(source, limits);
    try {
      V2Manifest listed = V2Manifest.read(source, container::manifest, limits);
      ListedMembers.check(source.name(), listed, limits);
      return new SourceDump(source, container, listed);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, container);
      throw e;
    }
  }

  private static Container container(DumpSource source, ReadLimits limits) throws IOException {
    try {
      return Container.open(source, limits, new FrameBuffers());
    } catch (CorruptDumpException | TruncatedDumpException e) {
      // Only now, since damage can make a dump look like another one.
      String format = DumpFormats.load().sniff(source).id();
      throw format.equals(FormatV2.ID) ? e : another(source, format);
    }
  }

  /** A dump of another format cannot be copied byte by byte. */
  static UnknownFormatException another(DumpSource source, String format) {
    return new UnknownFormatException(
        source.name(),
        "a dump of format " + FormatV2.ID,
        "one of format " + format,
        "write it as " + FormatV2.ID + " first: indexport convert INPUT OUTPUT");
  }

  String name() {
    return source.name();
  }

  /** What its header says of its indexes. */
  List<IndexInfo> indexes() {
    return listed.manifest().header().indexes();
  }

  /** Whether nobody but its owner can read the file or folder, as far as the file system tells. */
  static boolean isPrivate(DumpSource source) throws IOException {
    Path path = source.path();
    return path != null
        && path.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Collections.disjoint(Files.getPosixFilePermissions(path), OF_OTHERS);
  }

  /**
   * The content of a small member.
   *
   * @throws CorruptDumpException if it is damaged
   */
  byte[] small(MemberEntry entry) throws IOException {
    byte[] content = container.small(entry.name(), entry.placement());
    check(entry, content.length, Digests.sha256(content));
    return content;
  }

  /**
   * The content of a small member whose text the manifest repeats.
   *
   * @throws CorruptDumpException if it is damaged, or another text
   */
  byte[] small(MemberEntry entry, String said) throws IOException {
    byte[] content = small(entry);
    if (!said.strip().equals(new String(content, StandardCharsets.UTF_8).strip())) {
      throw wrong(entry.name(), "the text that the manifest repeats", "another one");
    }
    return content;
  }

  /**
   * A frame that is no part of documents, to be closed by the caller.
   *
   * @throws CorruptDumpException if it is damaged
   */
  PackedFrame payload(MemberEntry entry) throws IOException {
    PackedFrame frame = container.payload(entry.name(), entry.placement());
    try {
      check(entry, frame.plainBytes(), Sha256.of(frame.sha256()));
      return frame;
    } catch (IOException | RuntimeException | Error e) {
      frame.close();
      throw e;
    }
  }

  /**
   * The frame of a part, to be closed by the caller.
   *
   * @throws CorruptDumpException if it is damaged
   */
  PackedFrame part(ListedParts.Listed part) throws IOException {
    PartSummary said = part.said();
    String member = MemberNames.documents(part.index().name(), said.ordinal());
    PartPlace place = PartPlace.of(name(), part.index().name(), said, part.first());
    PackedFrame frame;
    try {
      frame = container.payload(member, V2Manifest.placement(said));
    } catch (CorruptDumpException e) {
      throw place.damaged(e);
    }
    try {
      PartCheck.packed(place, said, frame.plainBytes(), Sha256.of(frame.sha256()));
      return frame;
    } catch (IOException | RuntimeException | Error e) {
      frame.close();
      throw e;
    }
  }

  private void check(MemberEntry entry, long bytes, Sha256 sha256) throws CorruptDumpException {
    if (bytes != entry.plainBytes() || !sha256.equals(entry.sha256())) {
      throw wrong(
          entry.name(),
          "%d bytes with the SHA-256 %s as the manifest says"
              .formatted(entry.plainBytes(), entry.sha256()),
          "%d bytes with %s".formatted(bytes, sha256));
    }
  }

  CorruptDumpException wrong(String member, String expected, String found) {
    return new CorruptDumpException(name() + ": " + member, expected, found, NEXT);
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
