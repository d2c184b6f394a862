package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.ArrayDeque;
import org.indexport.DumpSource;
import org.jspecify.annotations.Nullable;

/** The members of the directory packing in order. */
final class FolderMembers extends OrderedMembers {
  private final Folder folder;
  private final FrameBuffers buffers;
  private @Nullable ArrayDeque<String> files;

  FolderMembers(DumpSource source, FrameLimits limits, FrameBuffers buffers) {
    super(limits);
    this.folder = new Folder(source, limits);
    this.buffers = buffers;
  }

  @Override
  @Nullable Member read() throws IOException {
    if (files == null) {
      files = new ArrayDeque<>(folder.files());
    }
    String file = files.poll();
    if (file == null) {
      byte[] manifest = folder.small(MemberNames.MANIFEST);
      if (manifest == null || manifest.length == 0) {
        throw folder.place(MemberNames.MANIFEST).truncated("the last file to be written");
      }
      complete(manifest);
      return null;
    }
    String name = Folder.member(file);
    checkName(name, folder.place(file));
    long size = folder.size(file);
    if (Folder.isPayload(file)) {
      return new Member.Payload(
          name, new Placement(0, Math.max(0, size)), folder.payload(name, size, buffers));
    }
    byte[] content = folder.small(file);
    if (content == null) {
      throw folder.place(file).corrupt("a file", "one that has gone");
    }
    return new Member.Small(name, new Placement(0, content.length), content);
  }

  @Override
  public void close() {}
}
