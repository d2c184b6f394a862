package org.indexport.format.v2.container;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.indexport.CorruptDumpException;

/**
 * The content of a frame as a stream. At its end the frame's checksum was verified. Closing it
 * frees native memory, the frame stays open.
 */
final class FrameInput extends InputStream {
  private final ZstdInputStreamNoFinalizer in;
  private final Place place;
  private final int plainBytes;
  private long position;

  FrameInput(PackedFrame frame) throws IOException {
    this.place = frame.place();
    this.plainBytes = frame.plainBytes();
    this.in =
        new ZstdInputStreamNoFinalizer(
            new ByteArrayInputStream(frame.bytes(), frame.from(), frame.length()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, target.length);
    if (length == 0) {
      return 0;
    }
    int got;
    try {
      got = in.read(target, at, length);
    } catch (ZstdIOException e) {
      CorruptDumpException damaged =
          place.corrupt("a sound zstd frame", String.valueOf(e.getMessage()));
      damaged.initCause(e);
      throw damaged;
    }
    position += Math.max(0, got);
    if (got < 0 ? position != plainBytes : position > plainBytes) {
      throw place.corrupt(plainBytes + " plain bytes", got < 0 ? "" + position : "more");
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
