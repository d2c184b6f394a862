package org.indexport.format.v2.container;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Containers put together from the text of the format, without the code under test. */
final class HandMade {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<int[]> table = new ArrayList<>();

  byte[] manifestFrame = {};
  long manifestOffset;

  static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A frame with one raw block. */
  static byte[] frame(byte[] content) {
    return little(4 + 1 + 4 + 3 + content.length + 4)
        .putInt(0xFD2FB528)
        .put((byte) 0xA4)
        .putInt(content.length)
        .put((byte) ((content.length << 3) | 1))
        .put((byte) (content.length >> 5))
        .put((byte) (content.length >> 13))
        .put(content)
        .putInt(checksum(content))
        .array();
  }

  static int checksum(byte[] content) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      byte[] packed = new byte[(int) Zstd.compressBound(content.length)];
      context.setChecksum(true);
      int size = context.compressByteArray(packed, 0, packed.length, content, 0, content.length);
      return ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(size - 4);
    }
  }

  static byte[] tarHeader(String name, long size) {
    return tarHeader(name, size, '0');
  }

  static byte[] tarHeader(String name, long size, char type) {
    byte[] block = new byte[512];
    text(block, 0, name);
    text(block, 100, "0000644");
    text(block, 124, String.format(Locale.ROOT, "%011o", size));
    text(block, 136, "00000000000");
    block[156] = (byte) type;
    text(block, 257, "ustar\0" + "00");
    sum(block);
    return block;
  }

  /** Writes the checksum of the first block. */
  static void sum(byte[] block) {
    text(block, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += block[i] & 0xFF;
    }
    text(block, 148, String.format(Locale.ROOT, "%06o\0", sum));
  }

  private static void text(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  static byte[] join(byte[]... all) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] one : all) {
      joined.writeBytes(one);
    }
    return joined.toByteArray();
  }

  static byte[] member(String name, byte[] content) {
    return join(tarHeader(name, content.length), content, new byte[-content.length & 511]);
  }

  HandMade content(byte[] content) {
    return add(frame(content), content.length, checksum(content));
  }

  HandMade add(byte[] frame, int plainBytes, int checksum) {
    table.add(new int[] {frame.length, plainBytes, checksum});
    out.writeBytes(frame);
    return this;
  }

  HandMade small(String name, String content) {
    return content(member(name, Sample.utf8(content)));
  }

  /** The manifest and what follows; 0 bytes of padding are due. */
  HandMade end(String manifest) {
    byte[] content = Sample.utf8(manifest);
    content(tarHeader("manifest.json", content.length));
    manifestOffset = out.size();
    manifestFrame = frame(content);
    content(content);
    content(new byte[(-content.length & 511) + 1024]);
    byte[] id = Arrays.copyOf(sha256(content), 16);
    return footer(2, id, manifestOffset, manifestFrame.length, sha256(manifestFrame)).table();
  }

  HandMade footer(int version, byte[] id, long offset, int length, byte[] sha256) {
    byte[] footer =
        little(80)
            .putInt(0x184D2A5D)
            .putInt(72)
            .put("INDEXPRT".getBytes(StandardCharsets.US_ASCII))
            .putInt(version)
            .put(id)
            .putLong(offset)
            .putInt(length)
            .put(sha256)
            .array();
    return add(footer, 0, 0x51D8E999);
  }

  HandMade table() {
    byte[] all = new byte[8 + 12 * table.size() + 9];
    ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x184D2A5E).putInt(all.length - 8);
    for (int[] entry : table) {
      bytes.putInt(entry[0]).putInt(entry[1]).putInt(entry[2]);
    }
    bytes.putInt(table.size()).put((byte) 0x80).putInt(0x8F92EAB1);
    out.writeBytes(all);
    return this;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
