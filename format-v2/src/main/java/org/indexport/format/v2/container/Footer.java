package org.indexport.format.v2.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.UnsupportedVersionException;

/**
 * The skippable frame before the seek table, which leads to the manifest.
 *
 * <pre>
 *  0  4  0x184D2A5D, magic number of a skippable frame
 *  4  4  72, the bytes that follow
 *  8  8  "INDEXPRT"
 * 16  4  2, the version
 * 20 16  the id: the first bytes of the SHA-256 of the manifest
 * 36  8  offset of the manifest's frame in the file
 * 44  4  length of that frame
 * 48 32  SHA-256 of that frame
 * </pre>
 *
 * Numbers are unsigned and little-endian.
 */
final class Footer {
  static final int BYTES = 80;
  static final int VERSION = 2;
  static final int SKIPPABLE_MAGIC = 0x184D_2A5D;

  /** The lower half of the XXH64 of nothing, as a seek table has it for a skippable frame. */
  static final int CHECKSUM = 0x51D8_E999;

  private static final int HEADER_BYTES = 8;
  private static final int ID_BYTES = 16;
  private static final int SHA256_BYTES = 32;
  private static final byte[] MAGIC = "INDEXPRT".getBytes(StandardCharsets.US_ASCII);

  private final byte[] id;
  private final Placement manifest;
  private final byte[] sha256;

  /**
   * Leads to a manifest.
   *
   * @param id the container's
   * @param manifest where the manifest's frame lies
   * @param sha256 the digest of that frame
   */
  Footer(byte[] id, Placement manifest, byte[] sha256) {
    this.id = id;
    this.manifest = manifest;
    this.sha256 = sha256;
  }

  byte[] write() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SKIPPABLE_MAGIC)
        .putInt(BYTES - HEADER_BYTES)
        .put(MAGIC)
        .putInt(VERSION)
        .put(id)
        .putLong(manifest.offset())
        .putInt((int) manifest.packedBytes())
        .put(sha256)
        .array();
  }

  /**
   * Parses the whole frame.
   *
   * @param bytes the frame and nothing else
   */
  static Footer parse(byte[] bytes, Place place) throws DumpException {
    int from = HEADER_BYTES;
    int to = from + MAGIC.length;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length != BYTES
        || in.getInt() != SKIPPABLE_MAGIC
        || in.getInt() != BYTES - HEADER_BYTES
        || !Arrays.equals(bytes, from, to, MAGIC, 0, MAGIC.length)) {
      throw place.corrupt("the footer before the seek table", "something else");
    }
    in.position(to);
    int version = in.getInt();
    if (version != VERSION) {
      throw new UnsupportedVersionException(
          place.name(), Integer.toUnsignedString(version), "" + VERSION, "" + VERSION);
    }
    byte[] id = new byte[ID_BYTES];
    in.get(id);
    long offset = in.getLong();
    long length = in.getInt() & 0xFFFF_FFFFL;
    byte[] sha256 = new byte[SHA256_BYTES];
    in.get(sha256);
    if (offset < 0) {
      throw place.corrupt("an offset of the manifest in the file", "" + offset);
    }
    return new Footer(id, new Placement(offset, length), sha256);
  }

  /** Compares with the manifest's frame that was found. */
  void checkFrame(PackedFrame frame, Placement found, Place place) throws CorruptDumpException {
    if (!manifest.equals(found)) {
      throw place.corrupt("the place of the manifest: " + found, manifest.toString());
    }
    if (!Arrays.equals(sha256, frame.sha256())) {
      throw place.corrupt("the SHA-256 of the manifest's frame", "another one");
    }
  }

  /** Compares with the id that follows from the manifest. */
  void checkId(byte[] found, Place place) throws CorruptDumpException {
    if (!Arrays.equals(id, found)) {
      throw place.corrupt("the manifest's own id", "another one");
    }
  }

  /** Where the manifest's frame should lie. */
  Placement manifest() {
    return manifest;
  }
}
