package org.indexport.format.v2.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SeenNames;
import org.indexport.zstd.seekable.SeekTable;

/** The calls that a writer allows, whatever the packing. */
abstract class MemberWriter implements ContainerWriter {
  private enum State {
    EMPTY,
    OPEN,
    FINISHED,
    FAILED,
    CLOSED
  }

  private final ContainerTarget target;
  private final SeenNames seen;
  private State state;
  private boolean isPrivate;

  MemberWriter(ContainerTarget target) {
    this.target = target;
    this.seen = new SeenNames();
    this.state = State.EMPTY;
  }

  /** Goes on after these members. */
  MemberWriter(ContainerTarget target, OrderedMembers members) {
    this.target = target;
    this.seen = members.seen();
    this.state = State.OPEN;
  }

  /** Hands over all members. */
  static void restore(OrderedMembers members, Resumption resumption) throws IOException {
    for (Member member; (member = members.next()) != null; ) {
      resumption.take(member);
    }
  }

  /** What is to be resumed, for messages. */
  static Place unfinished(Path path) {
    return new Place(
        path.toString(), 0, "it cannot be resumed: delete it and its checkpoint, and start anew");
  }

  @Override
  public final Placement addSmall(String name, byte[] content) throws IOException {
    checkName(name);
    state = State.FAILED;
    Placement placement = writeSmall(name, content);
    state = State.OPEN;
    return placement;
  }

  @Override
  public final Placement addPayload(String name, PackedFrame frame) throws IOException {
    checkName(name);
    state = State.FAILED;
    Placement placement = writePayload(name, frame);
    state = State.OPEN;
    return placement;
  }

  private void checkName(String name) throws IOException {
    if (state == State.EMPTY && !name.equals(MemberNames.METADATA)) {
      throw new IllegalStateException(MemberNames.METADATA + " comes first, not " + name);
    }
    if (state != State.EMPTY && state != State.OPEN) {
      throw new IllegalStateException("the writer is " + state);
    }
    AllowedNames.check(name);
    if (name.equals(MemberNames.MANIFEST) || !seen.add("container", name)) {
      throw new IllegalArgumentException("a second " + name);
    }
  }

  @Override
  public final long sync() throws IOException {
    if (state != State.OPEN) {
      throw new IllegalStateException("the writer is " + state);
    }
    if (!target.isResumable()) {
      throw new IllegalStateException("this writer cannot be resumed");
    }
    state = State.FAILED;
    long durable = force();
    state = State.OPEN;
    return durable;
  }

  @Override
  public final void keepPrivate() {
    isPrivate = true;
  }

  @Override
  public final String finish(Content manifest) throws IOException {
    if (state != State.OPEN) {
      throw new IllegalStateException("the writer is " + state);
    }
    ContentDigest digest = new ContentDigest();
    manifest.writeTo(digest);
    if (digest.size() < 1 || digest.size() > SeekTable.MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("a manifest of " + digest.size() + " bytes");
    }
    state = State.FAILED;
    byte[] id = digest.id();
    writeEnd(manifest, (int) digest.size(), id);
    target.commit(isPrivate);
    state = State.FINISHED;
    return HexFormat.of().formatHex(id);
  }

  abstract Placement writeSmall(String name, byte[] content) throws IOException;

  abstract Placement writePayload(String name, PackedFrame frame) throws IOException;

  /** Makes all members durable and tells how far they go. */
  abstract long force() throws IOException;

  /** Writes the manifest, of this length, and what follows it. */
  abstract void writeEnd(Content manifest, int size, byte[] id) throws IOException;

  /** Frees what only writing needs. */
  abstract void release();

  @Override
  public final void abandon() throws IOException {
    if (state == State.FINISHED || state == State.CLOSED) {
      throw new IllegalStateException("the writer is " + state);
    }
    state = State.CLOSED;
    release();
    target.abandon();
  }

  @Override
  public final void close() throws IOException {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      release();
      target.close();
    }
  }
}
