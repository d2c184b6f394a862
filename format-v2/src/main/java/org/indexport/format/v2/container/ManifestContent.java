package org.indexport.format.v2.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/** The content of a manifest, which is read as a stream since it can be large, and its id. */
final class ManifestContent {
  /** Starts the content anew. */
  interface Opening {
    InputStream open() throws IOException;
  }

  private final Opening opening;
  private final byte[] id;

  private ManifestContent(Opening opening, byte[] id) {
    this.opening = opening;
    this.id = id;
  }

  /** Reads all of the content once, which verifies what can be, for its id. */
  static ManifestContent of(Opening opening) throws IOException {
    try (InputStream in = opening.open();
        ContentDigest digest = new ContentDigest()) {
      in.transferTo(digest);
      return new ManifestContent(opening, digest.id());
    }
  }

  /** The content of a frame that is kept packed; it must not have been taken from a pool. */
  static ManifestContent of(PackedFrame frame) throws IOException {
    return of(() -> new FrameInput(frame));
  }

  InputStream open() throws IOException {
    return opening.open();
  }

  byte[] id() {
    return id;
  }

  String idText() {
    return HexFormat.of().formatHex(id);
  }
}
