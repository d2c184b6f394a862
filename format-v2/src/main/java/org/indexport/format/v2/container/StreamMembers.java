package org.indexport.format.v2.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.TruncatedDumpException;
import org.indexport.layout.MemberNames;
import org.indexport.zstd.seekable.SeekTable;
import org.jspecify.annotations.Nullable;

/** The members of the file packing in order. */
class StreamMembers extends OrderedMembers {
  private static final int SKIPPABLE_HEADER_BYTES = 8;

  private final boolean isStreamOurs;
  private final FrameReader frames;
  private final FrameUnpacker unpacker = new FrameUnpacker();

  /** What the seek table at the end must be. */
  private final SeekTable.Builder table = new SeekTable.Builder();

  private final Place start;

  /** The plain bytes so far. */
  private long position;

  StreamMembers(
      Place start, InputStream in, FrameLimits limits, FrameBuffers buffers, boolean isStreamOurs) {
    super(limits);
    this.start = start;
    this.frames = new FrameReader(start, in, buffers);
    this.isStreamOurs = isStreamOurs;
  }

  static StreamMembers open(DumpSource source, FrameLimits limits, FrameBuffers buffers)
      throws IOException {
    Place start = new Place(source.name(), 0);
    return new StreamMembers(start, source.open(), limits, buffers, source.isRewindable());
  }

  @Override
  final @Nullable Member read() throws IOException {
    if (!frames.next()) {
      return end();
    }
    try (PackedFrame frame = frames.read(limits.small())) {
      byte[] plain = unpacker.unpack(frame);
      TarPiece piece = TarPiece.parse(plain, position, frame.place(), limits.name());
      Placement placement = placement(frame);
      check(piece, plain, frame.place());
      count(frame);
      return switch (piece.kind()) {
        case SMALL -> small(piece, placement, plain, frame.place());
        case ANNOUNCEMENT -> announced(piece, frame.place());
        case END -> throw frame.place().corrupt("the manifest", "the end of the tar");
      };
    }
  }

  /** The input ends after a member, or before the first. */
  @Nullable Member end() throws IOException {
    throw start.at(frames.position()).truncated("a member or the manifest");
  }

  /** Looks at a frame that is not a payload, before it counts. */
  void check(TarPiece piece, byte[] plain, Place place) throws IOException {}

  /** The plain bytes so far. */
  final long position() {
    return position;
  }

  /** Where the next frame starts. */
  final long offset() {
    return frames.position();
  }

  /** The frames so far. */
  final SeekTable.Builder table() {
    return table;
  }

  /** Starts a frame that must be there. */
  private void next(String expected) throws IOException {
    if (!frames.next()) {
      throw start.at(frames.position()).truncated(expected);
    }
  }

  private static Placement placement(PackedFrame frame) {
    return new Placement(frame.place().position(), frame.length());
  }

  private void count(PackedFrame frame) throws IOException {
    if (table.frames() == SeekTable.MAX_FRAMES || frame.plainBytes() > SeekTable.MAX_FRAME_BYTES) {
      throw frame.place().corrupt("what a seek table can list", "more");
    }
    table.add(frame.length(), frame.plainBytes(), frame.checksum());
    position += frame.plainBytes();
    limits.checkExpansion(frame.place().position() + frame.length(), position, frame.place());
  }

  private Member small(TarPiece piece, Placement placement, byte[] plain, Place place)
      throws IOException {
    if (piece.name().equals(MemberNames.MANIFEST)) {
      throw place.corrupt("the manifest in a frame of its own", "one together with its header");
    }
    checkName(piece.name(), place);
    limits.checkText(piece.size(), place);
    return new Member.Small(piece.name(), placement, piece.content(plain));
  }

  private @Nullable Member announced(TarPiece piece, Place place) throws IOException {
    checkName(piece.name(), place);
    next("the content of " + piece.name());
    boolean isManifest = piece.name().equals(MemberNames.MANIFEST);
    Place framePlace = start.at(frames.position());
    if (!frames.isSkippable() && frames.contentBytes() != piece.size()) {
      throw framePlace.corrupt(
          "a frame of " + piece.size() + " bytes, as its tar header says",
          frames.contentBytes() + " bytes");
    }
    if (!isManifest) {
      PackedFrame frame = frames.read(limits.payload());
      count(frame);
      return new Member.Payload(piece.name(), placement(frame), frame);
    }
    try (PackedFrame frame = frames.read(SeekTable.MAX_FRAME_BYTES, limits.text())) {
      count(frame);
      finish(frame.copy());
    }
    return null;
  }

  /** Reads what follows the manifest. */
  private void finish(PackedFrame frame) throws IOException {
    ManifestContent manifest = ManifestContent.of(frame);
    next("the end of the tar");
    try (PackedFrame end = frames.read(limits.glue())) {
      byte[] plain = unpacker.unpack(end);
      if (TarPiece.parse(plain, position, end.place(), limits.name()).kind() != TarPiece.Kind.END) {
        throw end.place().corrupt("the end of the tar", "something else");
      }
      count(end);
    }
    next("the footer");
    Place place = start.at(frames.position());
    Footer footer = Footer.parse(skippable(Footer.BYTES, place), place);
    footer.checkFrame(frame, placement(frame), place);
    footer.checkId(manifest.id(), place);
    table.add(Footer.BYTES, 0, Footer.CHECKSUM);
    checkTable();
    complete(manifest);
  }

  private void checkTable() throws IOException {
    next("the seek table");
    Place place = start.at(frames.position());
    ByteBuffer expected = table.build();
    byte[] found = skippable(expected.remaining(), place);
    int wrong = ByteBuffer.wrap(found).mismatch(expected);
    if (wrong >= 0) {
      throw place
          .at(place.position() + wrong)
          .corrupt("a seek table of the frames that were read", "another one");
    }
    boolean more;
    try {
      more = frames.next();
    } catch (CorruptDumpException | TruncatedDumpException e) {
      more = true;
    }
    if (more) {
      throw start.at(frames.position()).corrupt("nothing after the seek table", "more");
    }
  }

  /** The present frame, which must be a skippable one of this length, with its header. */
  private byte[] skippable(int length, Place place) throws IOException {
    int contentBytes = length - SKIPPABLE_HEADER_BYTES;
    if (!frames.isSkippable() || frames.contentBytes() != contentBytes) {
      throw place.corrupt("a skippable frame of " + length + " bytes", "another one");
    }
    ByteBuffer whole = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    whole.putInt(frames.magic()).putInt(contentBytes).put(frames.readSkippable(contentBytes));
    return whole.array();
  }

  @Override
  public void close() throws IOException {
    unpacker.close();
    if (isStreamOurs) {
      frames.close();
    }
  }
}
