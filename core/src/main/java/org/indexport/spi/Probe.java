package org.indexport.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.indexport.DumpSource;
import org.indexport.io.GzipMembersInputStream;
import org.jspecify.annotations.Nullable;

/** What a format may look at to recognise an input: a bounded prefix of a file, or a folder. */
public final class Probe {
  /** How much of a file is looked at. */
  public static final int PREFIX_BYTES = 64 << 10;

  private final @Nullable Path path;
  private final boolean isDirectory;
  private final byte[] prefix;

  private Probe(@Nullable Path path, boolean isDirectory, byte[] prefix) {
    this.path = path;
    this.isDirectory = isDirectory;
    this.prefix = prefix;
  }

  /** Looks at a source without using it up. */
  public static Probe of(DumpSource source) throws IOException {
    return new Probe(source.path(), source.isDirectory(), source.prefix(PREFIX_BYTES));
  }

  /** The file or folder, or null for a stream. */
  public @Nullable Path path() {
    return path;
  }

  /** Whether it is a folder; the prefix is empty then. */
  public boolean isDirectory() {
    return isDirectory;
  }

  /** Up to {@link #PREFIX_BYTES} bytes from the start. Not to be changed. */
  public byte[] prefix() {
    return prefix;
  }

  /** Whether the prefix starts as a gzip member. */
  public boolean isGzip() {
    return prefix.length > 2 && (prefix[0] & 0xff) == 0x1f && (prefix[1] & 0xff) == 0x8b;
  }

  /** Whether the prefix starts as a zstd frame, also a skippable one. */
  public boolean isZstd() {
    if (prefix.length < 4) {
      return false;
    }
    boolean frame =
        (prefix[0] & 0xff) == 0x28
            && (prefix[1] & 0xff) == 0xb5
            && (prefix[2] & 0xff) == 0x2f
            && (prefix[3] & 0xff) == 0xfd;
    boolean skippable =
        (prefix[0] & 0xf0) == 0x50
            && (prefix[1] & 0xff) == 0x2a
            && (prefix[2] & 0xff) == 0x4d
            && (prefix[3] & 0xff) == 0x18;
    return frame || skippable;
  }

  /** Whether there is nothing, or less than it takes to tell packed content from other content. */
  public boolean isCutShort() {
    return !isDirectory && (isStartOf(0x1f, 0x8b) || isStartOf(0x28, 0xb5, 0x2f));
  }

  private boolean isStartOf(int... magic) {
    if (prefix.length > magic.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((prefix[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** The prefix, unpacked as far as it goes where it is gzip. Bounded by 16 prefixes. */
  public byte[] plainPrefix() {
    if (!isGzip()) {
      return prefix;
    }
    byte[] plain = new byte[PREFIX_BYTES * 16];
    int size = 0;
    try (InputStream in = GzipMembersInputStream.firstMember(new ByteArrayInputStream(prefix))) {
      int n;
      while (size < plain.length && (n = in.read(plain, size, plain.length - size)) > 0) {
        size += n;
      }
    } catch (IOException cutPrefixOrDamage) {
      // What was unpacked before is all that a probe needs.
    }
    return Arrays.copyOf(plain, size);
  }

  /** Says in a few words what the input looks like, for messages. */
  public String describe() {
    if (isDirectory) {
      return "a folder that no format knows";
    }
    if (prefix.length == 0) {
      return "an empty file";
    }
    int shown = Math.min(8, prefix.length);
    return "a file that starts with the bytes "
        + HexFormat.ofDelimiter(" ").formatHex(prefix, 0, shown);
  }
}
