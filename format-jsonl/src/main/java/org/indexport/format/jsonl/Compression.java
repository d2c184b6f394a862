package org.indexport.format.jsonl;

import java.util.Locale;

/** How a file is packed: told by its content when it is read, by its name when it is written. */
enum Compression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  /** How many bytes from the start tell the compression. */
  static final int MAGIC_BYTES = 4;

  private static final int GZIP_MAGIC = 0x8b1f;
  private static final int ZSTD_MAGIC = 0xfd2fb528;
  private static final int ZSTD_SKIPPABLE_MAGIC = 0x184d2a50;
  private static final int ZSTD_SKIPPABLE_MASK = 0xfffffff0;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What it adds to a file name. */
  String suffix() {
    return suffix;
  }

  /** The name that options give it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The compression of content that starts with these bytes. */
  static Compression ofContent(byte[] start) {
    if ((littleEndian(start, 2) & 0xffff) == GZIP_MAGIC) {
      return GZIP;
    }
    int magic = littleEndian(start, 4);
    boolean zstd = magic == ZSTD_MAGIC || (magic & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE_MAGIC;
    return zstd ? ZSTD : NONE;
  }

  private static int littleEndian(byte[] start, int count) {
    int value = 0;
    for (int i = 0; i < Math.min(count, start.length); i++) {
      value |= (start[i] & 0xff) << (8 * i);
    }
    return value;
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
