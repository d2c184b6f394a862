package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.indexport.tar.TarOutput;

/** The frames of the file packing, put together from the text of the format. */
final class FileFrames {
  static final int FOOTER = 80;
  private static final int SKIPPABLE = 0x184D2A5D;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<int[]> table = new ArrayList<>();
  private long plainBytes;
  private String manifest = "";

  /** A zstd frame. */
  static final class Frame {
    private final long offset;
    private final byte[] packed;
    private final byte[] plain;

    Frame(long offset, byte[] packed, byte[] plain) {
      this.offset = offset;
      this.packed = packed;
      this.plain = plain;
    }

    /** Where it starts in the file. */
    long offset() {
      return offset;
    }

    byte[] packed() {
      return packed;
    }

    byte[] plain() {
      return plain;
    }
  }

  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  /** Where the seek table of a sound dump starts. */
  static int seekTable(byte[] dump) {
    return dump.length - 8 - 12 * little(dump).getInt(dump.length - 9) - 9;
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The zstd frames of a sound dump. */
  static List<Frame> of(byte[] dump) {
    List<Frame> frames = new ArrayList<>();
    int start = seekTable(dump);
    int at = 0;
    for (int entry = start + 8; at < start - FOOTER; entry += 12) {
      int size = little(dump).getInt(entry);
      byte[] packed = Arrays.copyOfRange(dump, at, at + size);
      frames.add(new Frame(at, packed, Zstd.decompress(packed, little(dump).getInt(entry + 4))));
      at += size;
    }
    return frames;
  }

  int size() {
    return out.size();
  }

  long plainBytes() {
    return plainBytes;
  }

  /** Adds a zstd frame with a checksum. */
  FileFrames add(byte[] frame) {
    int plain = (int) Zstd.getFrameContentSize(frame);
    plainBytes += plain;
    return add(frame, plain, little(frame).getInt(frame.length - 4));
  }

  private FileFrames add(byte[] frame, int plain, int checksum) {
    table.add(new int[] {frame.length, plain, checksum});
    out.writeBytes(frame);
    return this;
  }

  FileFrames manifest(String text) {
    manifest = text;
    return this;
  }

  /** The manifest, the end of the tar, and the trailer. */
  byte[] end(UnaryOperator<String> change) {
    byte[] content = change.apply(manifest).getBytes(UTF_8);
    byte[] head = TarOutput.head(PlainDump.MANIFEST, content.length, PlainDump.SECONDS);
    add(PlainDump.pack(PlainDump.join(new byte[TarOutput.padding(plainBytes)], head)));
    byte[] frame = PlainDump.pack(content);
    byte[] footer =
        little(new byte[FOOTER])
            .putInt(SKIPPABLE)
            .putInt(FOOTER - 8)
            .put("INDEXPRT".getBytes(US_ASCII))
            .putInt(2)
            .put(digest(content), 0, 16)
            .putLong(out.size())
            .putInt(frame.length)
            .put(digest(frame))
            .array();
    add(frame);
    add(PlainDump.pack(new byte[TarOutput.padding(plainBytes) + 1024]));
    add(footer, 0, 0x51D8E999);
    byte[] all = new byte[8 + 12 * table.size() + 9];
    ByteBuffer bytes = little(all);
    bytes.putInt(0x184D2A5E).putInt(all.length - 8);
    for (int[] entry : table) {
      bytes.putInt(entry[0]).putInt(entry[1]).putInt(entry[2]);
    }
    bytes.putInt(table.size()).put((byte) 0x80).putInt(0x8F92EAB1);
    out.writeBytes(all);
    return out.toByteArray();
  }
}
