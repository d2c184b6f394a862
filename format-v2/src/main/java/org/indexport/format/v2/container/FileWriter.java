package org.indexport.format.v2.container;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.indexport.layout.MemberNames;
import org.indexport.tar.TarOutput;
import org.indexport.zstd.seekable.SeekTable;

/** Writes the file packing: frames that make up a tar, the footer and the seek table. */
final class FileWriter extends MemberWriter {
  private final ContainerTarget target;
  private final OutputStream out;
  private final long seconds;
  private final FrameBuffers buffers = new FrameBuffers();
  private final FramePacker packer = new FramePacker(buffers);
  private final SeekTable.Builder table;

  /** Where the next frame starts in the file, and its content in the tar. */
  private long offset;

  private long position;

  FileWriter(ContainerTarget target, long seconds) {
    super(target);
    this.target = target;
    this.out = buffered(target);
    this.seconds = seconds;
    this.table = new SeekTable.Builder();
  }

  private FileWriter(ContainerTarget target, UnfinishedStreamMembers members) {
    super(target, members);
    this.target = target;
    this.out = buffered(target);
    this.seconds = members.seconds();
    this.table = members.table();
    this.offset = members.offset();
    this.position = members.position();
  }

  /** Takes up a file that was not finished; it stays as it is if that fails. */
  static FileWriter resume(
      ContainerTarget target, Resumption resumption, FrameLimits limits, FrameBuffers buffers)
      throws IOException {
    Path path = target.path();
    Place start = unfinished(path);
    long durable = resumption.durable();
    long size = Files.size(path);
    if (size < durable) {
      throw start.at(size).truncated("at least " + durable + " bytes");
    }
    RangeReader file = RangeReader.start(path, durable);
    try (var members = new UnfinishedStreamMembers(start, file, limits, buffers)) {
      restore(members, resumption);
      target.openStreamAt(durable);
      return new FileWriter(target, members);
    }
  }

  private static OutputStream buffered(ContainerTarget target) {
    // Lets glue go out together with what follows it; whole parts pass it by.
    return new BufferedOutputStream(target.stream(), 64 << 10);
  }

  @Override
  Placement writeSmall(String name, byte[] content) throws IOException {
    byte[] glue = glue(name, content.length);
    int size = glue.length + content.length;
    byte[] plain = Arrays.copyOf(glue, size + TarOutput.padding(content.length));
    System.arraycopy(content, 0, plain, glue.length, content.length);
    return pack(plain);
  }

  @Override
  Placement writePayload(String name, PackedFrame frame) throws IOException {
    pack(glue(name, frame.plainBytes()));
    return write(frame);
  }

  @Override
  long force() throws IOException {
    out.flush();
    target.force();
    return offset;
  }

  @Override
  void writeEnd(Content manifest, int size, byte[] id) throws IOException {
    pack(glue(MemberNames.MANIFEST, size));
    FrameOutput frame = packer.stream(size, out);
    manifest.writeTo(frame);
    frame.close();
    Placement placement = count(frame.length(), size, frame.checksum());
    pack(new byte[TarOutput.padding(position) + TarPiece.END_BYTES]);
    out.write(new Footer(id, placement, frame.sha256()).write());
    table.add(Footer.BYTES, 0, Footer.CHECKSUM);
    ByteBuffer bytes = table.build();
    out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    out.flush();
  }

  /** The padding of the member before, and a header. */
  private byte[] glue(String name, long size) {
    byte[] header = TarOutput.head(name, size, seconds);
    int padding = TarOutput.padding(position);
    byte[] glue = new byte[padding + header.length];
    System.arraycopy(header, 0, glue, padding, header.length);
    return glue;
  }

  private Placement pack(byte[] plain) throws IOException {
    try (PackedFrame frame = packer.packUnhashed(plain, 0, plain.length)) {
      return write(frame);
    }
  }

  private Placement write(PackedFrame frame) throws IOException {
    out.write(frame.bytes(), frame.from(), frame.length());
    return count(frame.length(), frame.plainBytes(), frame.checksum());
  }

  /** Takes account of a frame that was written. */
  private Placement count(long length, int plainBytes, int checksum) {
    table.add(length, plainBytes, checksum);
    Placement placement = new Placement(offset, length);
    offset += length;
    position += plainBytes;
    return placement;
  }

  @Override
  void release() {
    packer.close();
  }
}
