package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** Those members of the directory packing that somebody knows of, without a manifest. */
final class UnfinishedFolderMembers extends FolderMembers {
  private final Resumption resumption;
  private final List<String> others = new ArrayList<>();

  UnfinishedFolderMembers(Folder folder, Resumption resumption, FrameBuffers buffers) {
    super(folder, buffers);
    this.resumption = resumption;
  }

  @Override
  List<String> files() throws IOException {
    List<String> known = new ArrayList<>();
    for (String file : super.files()) {
      (resumption.contains(Folder.member(file)) ? known : others).add(file);
    }
    if (known.size() != resumption.durable()) {
      throw folder()
          .place(MemberNames.METADATA)
          .corrupt(resumption.durable() + " members in this folder", "" + known.size());
    }
    others.add(MemberNames.MANIFEST);
    return known;
  }

  @Override
  @Nullable Member end() {
    return null;
  }

  /** All other files that there may be. */
  List<String> others() {
    return others;
  }
}
