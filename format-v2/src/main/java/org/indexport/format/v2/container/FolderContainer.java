package org.indexport.format.v2.container;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.layout.MemberNames;

/** The directory packing, read at random. */
final class FolderContainer implements Container {
  private final Folder folder;
  private final FrameBuffers buffers;
  private final ManifestContent manifest;

  private FolderContainer(Folder folder, FrameBuffers buffers, ManifestContent manifest) {
    this.folder = folder;
    this.buffers = buffers;
    this.manifest = manifest;
  }

  static FolderContainer open(DumpSource source, FrameLimits limits, FrameBuffers buffers)
      throws IOException {
    Folder folder = new Folder(source, limits);
    return new FolderContainer(folder, buffers, folder.manifest());
  }

  @Override
  public InputStream manifest() throws IOException {
    return manifest.open();
  }

  @Override
  public String id() {
    return manifest.idText();
  }

  @Override
  public byte[] metadata() throws IOException {
    byte[] content = folder.small(MemberNames.METADATA);
    if (content == null) {
      throw missing(MemberNames.METADATA);
    }
    return content;
  }

  @Override
  public byte[] small(String name, Placement at) throws IOException {
    checkName(name);
    checkSize(name, at);
    byte[] content = folder.small(name);
    if (content == null) {
      throw missing(name);
    }
    return content;
  }

  @Override
  public PackedFrame payload(String name, Placement at) throws IOException {
    checkName(name);
    checkSize(name + AllowedNames.PACKED, at);
    return folder.payload(name, at.packedBytes(), buffers);
  }

  /** Names come from a manifest. */
  private void checkName(String name) throws CorruptDumpException {
    if (!AllowedNames.isAllowed(name)) {
      throw folder
          .place(MemberNames.MANIFEST)
          .corrupt("names of members", AllowedNames.shown(name));
    }
  }

  private void checkSize(String file, Placement at) throws IOException {
    long size = folder.size(file);
    if (size < 0) {
      throw missing(file);
    }
    // All files were whole when the manifest was written, so a shorter one is no unfinished dump.
    if (size != at.packedBytes()) {
      throw folder.place(file).corrupt("a file of " + at.packedBytes() + " bytes", "" + size);
    }
  }

  private CorruptDumpException missing(String file) {
    return folder.place(file).corrupt("a file", "none of this name");
  }

  @Override
  public void close() {}
}
