package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.HexFormat;
import org.indexport.layout.SeenNames;

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
  private final SeenNames seen = new SeenNames();
  private State state = State.EMPTY;
  private boolean isPrivate;

  MemberWriter(ContainerTarget target) {
    this.target = target;
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
    MemberNames.check(name);
    if (name.equals(MemberNames.MANIFEST) || !seen.add("container", name)) {
      throw new IllegalArgumentException("a second " + name);
    }
  }

  @Override
  public final void keepPrivate() {
    isPrivate = true;
  }

  @Override
  public final String finish(byte[] manifest) throws IOException {
    if (state != State.OPEN) {
      throw new IllegalStateException("the writer is " + state);
    }
    if (manifest.length == 0) {
      throw new IllegalArgumentException("an empty manifest");
    }
    state = State.FAILED;
    byte[] id = Footer.id(manifest);
    writeEnd(manifest, id);
    target.commit(isPrivate);
    state = State.FINISHED;
    return HexFormat.of().formatHex(id);
  }

  abstract Placement writeSmall(String name, byte[] content) throws IOException;

  abstract Placement writePayload(String name, PackedFrame frame) throws IOException;

  abstract void writeEnd(byte[] manifest, byte[] id) throws IOException;

  /** Frees what only writing needs. */
  abstract void release();

  @Override
  public final void close() throws IOException {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      release();
      target.close();
    }
  }
}
