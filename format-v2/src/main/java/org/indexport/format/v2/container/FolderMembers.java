package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of the directory packing in order. */
class FolderMembers extends OrderedMembers {
  private final Folder folder;
  private final FrameBuffers buffers;
  private @Nullable ArrayDeque<String> files;

  FolderMembers(Folder folder, FrameBuffers buffers) {
    super(folder.limits());
    this.folder = folder;
    this.buffers = buffers;
  }

  /** The names of all files to read. */
  List<String> files() throws IOException {
    return folder.files();
  }

  /** All files were read. */
  @Nullable Member end() throws IOException {
    complete(folder.manifest());
    return null;
  }

  final Folder folder() {
    return folder;
  }

  @Override
  final @Nullable Member read() throws IOException {
    if (files == null) {
      files = new ArrayDeque<>(files());
    }
    String file = files.poll();
    if (file == null) {
      return end();
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
  public final void close() {}
}
