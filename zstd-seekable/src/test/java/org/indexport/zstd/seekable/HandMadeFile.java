package org.indexport.zstd.seekable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Seekable files put together byte by byte as the format's text says, without our writer. */
final class HandMadeFile {
  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private final List<int[]> entries = new ArrayList<>();

  /** A frame of one raw block; content size in one byte, no content checksum. */
  HandMadeFile raw(byte[] plain) {
    ByteBuffer out = ByteBuffer.allocate(9 + plain.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xFD2F_B528).put((byte) 0x20).put((byte) plain.length);
    int block = plain.length << 3 | 1;
    out.put((byte) block).put((byte) (block >> 8)).put((byte) (block >> 16)).put(plain);
    return frame(out.array(), plain.length, XxHash64.checksum(plain, 0, plain.length));
  }

  HandMadeFile skippable(byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(8 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x184D_2A50).putInt(payload.length).put(payload);
    return frame(out.array(), 0, XxHash64.checksum(new byte[0], 0, 0));
  }

  HandMadeFile frame(byte[] bytes, int plainBytes, int checksum) {
    frames.writeBytes(bytes);
    entries.add(new int[] {bytes.length, plainBytes, checksum});
    return this;
  }

  HandMadeFile lie(int frame, int field, int value) {
    entries.get(frame)[field] = value;
    return this;
  }

  byte[] withoutChecksums() {
    return build(8, 0);
  }

  byte[] withChecksums() {
    return build(12, 0x80);
  }

  private byte[] build(int entryBytes, int descriptor) {
    int payload = entries.size() * entryBytes + 9;
    ByteBuffer table = ByteBuffer.allocate(8 + payload).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(0x184D_2A5E).putInt(payload);
    for (int[] entry : entries) {
      table.putInt(entry[0]).putInt(entry[1]);
      if (entryBytes == 12) {
        table.putInt(entry[2]);
      }
    }
    table.putInt(entries.size()).put((byte) descriptor).putInt(0x8F92_EAB1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(frames.toByteArray());
    file.writeBytes(table.array());
    return file.toByteArray();
  }
}
