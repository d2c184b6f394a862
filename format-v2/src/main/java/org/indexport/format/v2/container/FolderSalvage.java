package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.ArrayDeque;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** What is whole in the directory packing: files. */
final class FolderSalvage implements Salvage {
  private final Folder folder;
  private final FrameBuffers buffers;
  private final FrameUnpacker unpacker = new FrameUnpacker();
  private @Nullable ArrayDeque<String> files;

  FolderSalvage(DumpSource source, FrameLimits limits, FrameBuffers buffers) {
    this.folder = new Folder(source, limits);
    this.buffers = buffers;
  }

  @Override
  public @Nullable Find next() throws IOException {
    if (files == null) {
      files = new ArrayDeque<>(folder.files());
      if (folder.size(MemberNames.MANIFEST) >= 0) {
        files.add(MemberNames.MANIFEST);
      }
    }
    String file = files.poll();
    if (file == null) {
      return null;
    }
    String name = Folder.member(file);
    Placement placement = new Placement(0, Math.max(0, folder.size(file)));
    try {
      return new Whole(member(file, name, placement));
    } catch (DumpException e) {
      return new Lost(placement, name, e);
    }
  }

  private Member member(String file, String name, Placement placement) throws IOException {
    if (Folder.isPayload(file)) {
      PackedFrame frame = folder.payload(name, placement.packedBytes(), buffers);
      try {
        unpacker.unpack(frame);
      } catch (IOException | RuntimeException | Error e) {
        frame.close();
        throw e;
      }
      return new Member.Payload(name, placement, frame);
    }
    byte[] content = folder.small(file);
    if (content == null) {
      throw folder.place(file).corrupt("a file", "one that has gone");
    }
    return new Member.Small(name, placement, content);
  }

  @Override
  public void close() {
    unpacker.close();
  }
}
