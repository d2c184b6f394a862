package org.indexport.format.v2.container;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SeenNames;
import org.jspecify.annotations.Nullable;

/** What reading in order has in common, whatever the packing. */
abstract class OrderedMembers implements MemberReader {
  final FrameLimits limits;
  private final SeenNames seen = new SeenNames();
  private @Nullable ManifestContent manifest;
  private @Nullable IOException failure;
  private long members;

  OrderedMembers(FrameLimits limits) {
    this.limits = limits;
  }

  @Override
  public final @Nullable Member next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (manifest != null) {
      return null;
    }
    try {
      return read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** The next member, or null when {@link #complete} was called. */
  abstract @Nullable Member read() throws IOException;

  /** Checks the next name before its content is read. */
  final void checkName(String name, Place place) throws IOException {
    if (members == 0 && !name.equals(MemberNames.METADATA)) {
      throw place.corrupt(MemberNames.METADATA + " as the first member", name);
    }
    members++;
    limits.checkMembers(members, place);
    if (!seen.add(place.name(), name)) {
      throw place.corrupt("each member once", name + " again");
    }
  }

  /** The names so far. */
  final SeenNames seen() {
    return seen;
  }

  final void complete(ManifestContent content) {
    manifest = content;
  }

  @Override
  public final InputStream manifest() throws IOException {
    return content().open();
  }

  @Override
  public final String id() {
    return content().idText();
  }

  private ManifestContent content() {
    if (manifest == null) {
      throw new IllegalStateException("not all members were read");
    }
    return manifest;
  }
}
