package org.indexport.format.v2.container;

/** A named piece of a container. */
public sealed interface Member {
  /** Its name: a path of ASCII segments. */
  String name();

  /** Where its frame lies. */
  Placement placement();

  /** A member that is unpacked in one go; its frame's checksum was verified. */
  final class Small implements Member {
    private final String name;
    private final Placement placement;
    private final byte[] content;

    Small(String name, Placement placement, byte[] content) {
      this.name = name;
      this.placement = placement;
      this.content = content;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Placement placement() {
      return placement;
    }

    /** Its bytes. Not copied. */
    public byte[] content() {
      return content;
    }
  }

  /**
   * A member that is a frame of its own.
   *
   * @param frame the frame, to be closed by who got the member
   */
  record Payload(String name, Placement placement, PackedFrame frame) implements Member {}
}
