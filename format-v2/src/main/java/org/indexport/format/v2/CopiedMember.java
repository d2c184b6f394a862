package org.indexport.format.v2;

import java.io.Closeable;
import org.indexport.format.v2.container.PackedFrame;

/** A member on its way from one dump to another. Closing it gives its buffer back. */
sealed interface CopiedMember extends Closeable {
  @Override
  void close();

  /** A small member. */
  final class Small implements CopiedMember {
    private final MemberEntry entry;
    private final byte[] content;

    /**
     * Takes a member.
     *
     * @param entry what it was called, and what it is to be called
     */
    Small(MemberEntry entry, byte[] content) {
      this.entry = entry;
      this.content = content;
    }

    MemberEntry entry() {
      return entry;
    }

    byte[] content() {
      return content;
    }

    @Override
    public void close() {}
  }

  /**
   * A payload that is no part of documents.
   *
   * @param entry with the name that it is to have
   */
  record Payload(MemberEntry entry, PackedFrame frame) implements CopiedMember {
    @Override
    public void close() {
      frame.close();
    }
  }

  /**
   * A part of documents.
   *
   * @param part what the manifest says of it
   * @param position its place among the parts that the manifest lists for its index
   */
  record Part(ListedParts.Listed part, int position, PackedFrame frame) implements CopiedMember {
    @Override
    public void close() {
      frame.close();
    }
  }
}
