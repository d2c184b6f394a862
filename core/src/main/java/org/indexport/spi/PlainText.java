package org.indexport.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;
import org.indexport.io.ExpansionGuard;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.io.ReadAheadInputStream;

/**
 * Opens files as plain text, whether they are gzip or not; their content tells. What formats with
 * another packing need, they find here too. Stateless and thread-safe.
 */
public final class PlainText {
  /** Unpacks a stream. */
  @FunctionalInterface
  public interface Unpacking {
    /**
     * Opens the text of a packed stream, which closes it.
     *
     * @throws IOException if reading fails
     */
    InputStream open(InputStream packed) throws IOException;
  }

  /** The end of the names of packed files. */
  private static final String GZIP = ".gz";

  /** Packed files up to this size are not worth a thread. */
  private static final int SMALL_FILE = 64 << 10;

  /** Plain bytes up to which the ratio of expansion is not looked at. */
  private static final long RATIO_FROM = 64L << 20;

  /** How much tells what a file is. */
  private static final int START_BYTES = 32 << 10;

  /** The length of a byte order mark. */
  public static final int MARK_BYTES = 3;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private PlainText() {}

  /**
   * The first bytes of a file's text, as far as it can be unpacked; the file is not used up.
   *
   * @throws IOException if reading fails
   */
  public static byte[] start(DumpSource source) throws IOException {
    byte[] packed = source.prefix(START_BYTES);
    if (packed.length < 2 || !isGzip(packed)) {
      return packed;
    }
    byte[] text = new byte[START_BYTES];
    int size = 0;
    try (InputStream in = GzipMembersInputStream.firstMember(new ByteArrayInputStream(packed))) {
      int n;
      while (size < text.length && (n = in.read(text, size, text.length - size)) > 0) {
        size += n;
      }
    } catch (IOException cutOrDamaged) {
      // What was unpacked before is all that is to be looked at.
    }
    return Arrays.copyOf(text, size);
  }

  /** Whether a text starts with a byte order mark. */
  public static boolean isMarked(byte[] text) {
    int length = MARK_BYTES;
    return text.length >= length && Arrays.equals(text, 0, length, BYTE_ORDER_MARK, 0, length);
  }

  /** Whether a text starts as UTF-16 or UTF-32, which no JSON in UTF-8 does. */
  public static boolean isUtf16(byte[] text) {
    if (text.length < 2) {
      return false;
    }
    int first = text[0] & 0xff;
    int second = text[1] & 0xff;
    boolean mark = (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
    return mark || (first != 0 && second == 0) || (first == 0 && second != 0);
  }

  /**
   * Opens a file; a byte order mark at its start becomes blanks.
   *
   * @param damages is told where compressed bytes are wrong or cut; the text ends there
   * @throws CorruptDumpException if the text is in another encoding
   * @throws TruncatedDumpException if the file is empty though its name says that it is packed
   * @throws IOException if reading fails
   */
  public static InputStream open(DumpSource source, ReadLimits limits, Damages damages)
      throws IOException {
    InputStream in = source.open();
    try {
      PushbackInputStream packed = new PushbackInputStream(in, 2);
      in = packed;
      byte[] magic = packed.readNBytes(2);
      packed.unread(magic);
      checkNotEmpty(source.name(), magic);
      in =
          isGzip(magic)
              ? unpacked(packed, source, limits, damages, GzipMembersInputStream::allMembers)
              : packed;
      PushbackInputStream text = new PushbackInputStream(in, 4);
      in = text;
      unmark(text, source.name());
      return text;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, in);
      throw e;
    }
  }

  private static boolean isGzip(byte[] magic) {
    // What is cut within the magic number has it too.
    return magic.length > 0 && magic[0] == 0x1f && (magic.length == 1 || magic[1] == (byte) 0x8b);
  }

  /** An empty text is an index without documents, but even packed emptiness is 20 bytes long. */
  private static void checkNotEmpty(String name, byte[] start) throws TruncatedDumpException {
    if (start.length == 0 && name.endsWith(GZIP)) {
      throw new TruncatedDumpException(
          name,
          "a compressed file, as its name says",
          "an empty one",
          "take a whole copy of the file");
    }
  }

  private static void unmark(PushbackInputStream text, String name) throws IOException {
    byte[] start = text.readNBytes(4);
    if (isUtf16(start)) {
      throw new CorruptDumpException(
          name, "JSON in UTF-8", "another encoding", "convert it: iconv -f UTF-16 -t UTF-8");
    }
    if (isMarked(start)) {
      // Blanks instead, so that places in messages stay those of the file.
      Arrays.fill(start, 0, MARK_BYTES, (byte) ' ');
    }
    text.unread(start);
  }

  /**
   * Unpacks a file within the limit of expansion, on a thread of its own where that pays.
   *
   * @param packed the file's bytes, which the result closes
   * @param source the file
   * @param limits the limits
   * @param damages is told where compressed bytes are wrong or cut; the text ends there
   * @param unpacking how it is packed; it fails by {@link java.io.EOFException} where bytes are
   *     missing and by {@link java.util.zip.ZipException} where they are wrong
   * @throws IOException if reading fails
   */
  public static InputStream unpacked(
      InputStream packed,
      DumpSource source,
      ReadLimits limits,
      Damages damages,
      Unpacking unpacking)
      throws IOException {
    int maxRatio = limits.maxExpansionRatio();
    ExpansionGuard guard =
        ExpansionGuard.of(
            Long.MAX_VALUE,
            maxRatio,
            RATIO_FROM,
            () ->
                new LimitExceededException(
                    source.name(),
                    "at most " + maxRatio + " plain bytes for each packed one",
                    "more",
                    "raise the limit of expansion if the file is sound"));
    InputStream plain = guard.plain(unpacking.open(guard.packed(packed)));
    InputStream ahead = isReadAhead(source) ? ReadAheadInputStream.of(plain) : plain;
    return new UnpackedInputStream(ahead, source.name(), damages);
  }

  private static boolean isReadAhead(DumpSource source) throws IOException {
    // A channel would be closed for good when the thread that reads it is interrupted.
    boolean ofChannel = source.isRewindable() && source.path() == null;
    return !ofChannel && source.size().orElse(Long.MAX_VALUE) > SMALL_FILE;
  }
}
