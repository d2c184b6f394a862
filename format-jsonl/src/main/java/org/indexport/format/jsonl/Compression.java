package org.indexport.format.jsonl;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import org.indexport.files.PackedOutput.Packer;
import org.indexport.io.ParallelGzipOutputStream;

/** How a file is packed: told by its content when it is read, by its name when it is written. */
enum Compression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  /** How many bytes from the start tell the compression. */
  static final int MAGIC_BYTES = 4;

  private static final int ZSTD_LEVEL = 3;
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] ZSTD_SKIPPABLE = {0x50, 0x2a, 0x4d, 0x18};

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** Packs so, by so many threads. */
  Packer packer(int workers) {
    return switch (this) {
      case NONE -> Packer.NONE;
      case GZIP -> Packer.gzip(ParallelGzipOutputStream.DEFAULT_LEVEL, workers);
      case ZSTD -> target -> zstd(target, workers);
    };
  }

  private static OutputStream zstd(OutputStream target, int workers) throws IOException {
    // With at least one worker the bytes do not depend on their number.
    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(target, ZSTD_LEVEL);
    zstd.setChecksum(true).setWorkers(workers);
    // Starts the frame, which would be left out if nothing followed.
    zstd.write(new byte[0]);
    return zstd;
  }

  /** What it adds to a file name. */
  String suffix() {
    return suffix;
  }

  /** The name that options give it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The compression of content that starts with these bytes, fewer than {@link #MAGIC_BYTES} only
   * if the content is shorter. What is cut within a magic number has the compression, too.
   */
  static Compression ofContent(byte[] start) {
    if (start.length == 0) {
      return NONE;
    }
    if (startsWith(start, GZIP_MAGIC)) {
      return GZIP;
    }
    return startsWith(start, ZSTD_MAGIC) || isSkippableFrame(start) ? ZSTD : NONE;
  }

  private static boolean startsWith(byte[] start, byte[] magic) {
    int compared = Math.min(start.length, magic.length);
    return Arrays.equals(start, 0, compared, magic, 0, compared);
  }

  /** Whether a zstd frame starts that is to be skipped; the low half of its first byte is free. */
  private static boolean isSkippableFrame(byte[] start) {
    return start.length >= MAGIC_BYTES
        && (start[0] & 0xf0) == ZSTD_SKIPPABLE[0]
        && Arrays.equals(start, 1, MAGIC_BYTES, ZSTD_SKIPPABLE, 1, MAGIC_BYTES);
  }

  /** The compression that a file name ends in. */
  static Compression ofName(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (compression != NONE && lower.endsWith(compression.suffix)) {
        return compression;
      }
    }
    return NONE;
  }

  /**
   * The compression of this {@link #id()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Compression ofId(String id) {
    for (Compression compression : values()) {
      if (compression.id().equals(id)) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        "option compression: expected none, gzip or zstd, found '" + id + "'");
  }
}
