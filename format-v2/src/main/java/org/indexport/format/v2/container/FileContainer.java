package org.indexport.format.v2.container;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.io.Closing;
import org.indexport.layout.MemberNames;
import org.indexport.zstd.seekable.SeekTable;
import org.jspecify.annotations.Nullable;

/** The file packing, read at random. */
final class FileContainer implements Container {
  private final RangeReader file;
  private final Place place;
  private final FrameLimits limits;
  private final FrameBuffers buffers;
  private final FrameUnpacker unpacker = new FrameUnpacker();
  private final SeekTable table;
  private final ManifestContent manifest;

  private FileContainer(RangeReader file, FrameLimits limits, FrameBuffers buffers, Trailer trailer)
      throws IOException {
    this.file = file;
    this.place = new Place(file.name(), 0);
    this.limits = limits;
    this.buffers = buffers;
    this.table = trailer.table();
    try {
      this.manifest = readManifest(trailer);
    } catch (IOException | RuntimeException | Error e) {
      unpacker.close();
      throw e;
    }
  }

  static FileContainer open(DumpSource source, FrameLimits limits, FrameBuffers buffers)
      throws IOException {
    RangeReader file = RangeReader.open(source);
    try {
      return new FileContainer(file, limits, buffers, Trailer.read(file, limits));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, file);
      throw e;
    }
  }

  /** Reads the manifest's frame together with the glue on either side. */
  private ManifestContent readManifest(Trailer trailer) throws IOException {
    int frame = trailer.manifestFrame();
    Placement lies = new Placement(table.offset(frame), table.packedBytes(frame));
    Place manifestPlace = place.at(lies.offset());
    if (!trailer.footer().manifest().equals(lies)) {
      throw manifestPlace.corrupt(
          "the footer to name the manifest at " + lies, "" + trailer.footer().manifest());
    }
    // It stays packed, and is read as a stream.
    limits.checkText(table.packedBytes(frame), manifestPlace);
    checkSizes(frame - 1, limits.glue());
    checkSizes(frame, SeekTable.MAX_FRAME_BYTES);
    checkSizes(frame + 1, limits.glue());
    byte[] bytes = range(table.offset(frame - 1), table.offset(frame + 2), trailer.tail());
    int glueBytes = (int) table.packedBytes(frame - 1);
    PackedFrame packed = frame(frame, bytes, glueBytes, null);
    trailer.footer().checkFrame(packed, lies, manifestPlace);
    checkAnnouncement(frame, MemberNames.MANIFEST, bytes);
    PackedFrame end = frame(frame + 1, bytes, glueBytes + packed.length(), null);
    if (piece(frame + 1, unpack(end)).kind() != TarPiece.Kind.END) {
      throw end.place().corrupt("the end of the tar", "something else");
    }
    ManifestContent content = ManifestContent.of(packed);
    trailer.footer().checkId(content.id(), manifestPlace);
    return content;
  }

  /** A range that may be among the bytes that were already read. */
  private byte[] range(long from, long to, byte[] tail) throws IOException {
    byte[] bytes = new byte[(int) (to - from)];
    long tailFrom = file.size() - tail.length;
    if (from >= tailFrom) {
      System.arraycopy(tail, (int) (from - tailFrom), bytes, 0, bytes.length);
    } else {
      file.read(from, bytes, 0, bytes.length);
    }
    return bytes;
  }

  @Override
  public InputStream manifest() throws IOException {
    return manifest.open();
  }

  @Override
  public void checkCount(long small, long payloads) throws CorruptDumpException {
    // A payload has its glue; after the last come the manifest with its own, the tar's end, the
    // footer.
    long expected = small + 2 * payloads + 4;
    if (table.frames() != expected) {
      throw place.corrupt(
          expected + " frames, as " + (small + payloads) + " members need",
          table.frames() + " of them");
    }
  }

  @Override
  public String id() {
    return manifest.idText();
  }

  @Override
  public byte[] metadata() throws IOException {
    return small(MemberNames.METADATA, 0);
  }

  @Override
  public byte[] small(String name, Placement at) throws IOException {
    return small(name, frameAt(name, at));
  }

  private byte[] small(String name, int frame) throws IOException {
    checkSizes(frame, limits.small());
    byte[] bytes = new byte[(int) table.packedBytes(frame)];
    file.read(table.offset(frame), bytes, 0, bytes.length);
    PackedFrame packed = frame(frame, bytes, 0, null);
    byte[] plain = unpack(packed);
    TarPiece piece = piece(frame, plain);
    if (piece.kind() != TarPiece.Kind.SMALL || !piece.name().equals(name)) {
      throw packed.place().corrupt("the member " + name, "something else");
    }
    return piece.content(plain);
  }

  @Override
  public PackedFrame payload(String name, Placement at) throws IOException {
    int frame = frameAt(name, at);
    if (frame < 2 || frame >= table.frames() - 2) {
      throw place.at(at.offset()).corrupt("the payload " + name, "another kind of frame");
    }
    checkSizes(frame - 1, limits.glue());
    checkSizes(frame, limits.payload());
    int length = Math.toIntExact(table.packedBytes(frame - 1) + table.packedBytes(frame));
    byte[] bytes = buffers.take(length);
    try {
      file.read(table.offset(frame - 1), bytes, 0, length);
      checkAnnouncement(frame, name, bytes);
      return frame(frame, bytes, (int) table.packedBytes(frame - 1), buffers);
    } catch (IOException | RuntimeException | Error e) {
      buffers.give(bytes);
      throw e;
    }
  }

  /** The frame that a manifest says to lie there. */
  private int frameAt(String name, Placement at) throws CorruptDumpException {
    int low = 0;
    int high = table.frames() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (table.offset(middle) > at.offset()) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    if (table.offset(low) != at.offset() || table.packedBytes(low) != at.packedBytes()) {
      throw place.at(at.offset()).corrupt(name + " in " + at, "no such frame");
    }
    return low;
  }

  /** Checks what the table says before memory is taken. */
  private void checkSizes(int frame, int mostPlain) throws IOException {
    Place at = place.at(table.offset(frame));
    int plain = table.plainBytes(frame);
    if (plain > mostPlain) {
      throw at.beyond(
          "at most " + mostPlain + " plain bytes in this frame",
          plain + " of them",
          "documents or metadata");
    }
    if (table.packedBytes(frame) > FrameHeader.mostPackedBytes(plain)) {
      throw at.corrupt(
          "a frame for " + plain + " plain bytes", table.packedBytes(frame) + " packed ones");
    }
  }

  /** A frame that must be what the table says. */
  private PackedFrame frame(int frame, byte[] bytes, int from, @Nullable FrameBuffers owner)
      throws IOException {
    Place at = place.at(table.offset(frame));
    int plain = table.plainBytes(frame);
    PackedFrame packed;
    try {
      packed = PackedFrame.parse(at, bytes, from, (int) table.packedBytes(frame), plain, owner);
    } catch (LimitExceededException e) {
      throw at.corrupt(plain + " plain bytes, as the seek table says", "more");
    }
    if (packed.plainBytes() != plain || packed.checksum() != table.checksum(frame)) {
      throw at.corrupt("the size and checksum that the seek table has", "others");
    }
    return packed;
  }

  /** The tar header in the frame before a payload, which starts in these bytes. */
  private void checkAnnouncement(int frame, String name, byte[] bytes) throws IOException {
    PackedFrame glue = frame(frame - 1, bytes, 0, null);
    TarPiece piece = piece(frame - 1, unpack(glue));
    if (piece.kind() != TarPiece.Kind.ANNOUNCEMENT
        || !piece.name().equals(name)
        || piece.size() != table.plainBytes(frame)) {
      throw glue.place().corrupt("the tar header of " + name, "something else");
    }
  }

  private TarPiece piece(int frame, byte[] plain) throws IOException {
    Place at = place.at(table.offset(frame));
    return TarPiece.parse(plain, table.position(frame), at, limits.name());
  }

  private byte[] unpack(PackedFrame small) throws IOException {
    synchronized (unpacker) {
      return unpacker.unpack(small);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (unpacker) {
      unpacker.close();
    }
    file.close();
  }
}
