package org.indexport.format.jsonl;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.TruncatedDumpException;
import org.indexport.io.ExpansionGuard;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.io.ReadAheadInputStream;

/**
 * The plain text of an input file, and whether it is lines or an array. Compression and layout are
 * told by the content.
 */
final class TextInput implements Closeable {
  private enum Layout {
    LINES,
    ARRAY
  }

  /** How far the first character may be; an array that starts later is taken for a bad line. */
  private static final int LOOK_AHEAD = 64 << 10;

  /** Packed files up to this size are not worth a thread. */
  private static final int SMALL_FILE = 64 << 10;

  /** Plain bytes up to which the ratio of expansion is not looked at. */
  private static final long RATIO_FROM = 64L << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputFile file;
  private final InputStream text;
  private final Layout layout;

  private TextInput(InputFile file, InputStream text, Layout layout) {
    this.file = file;
    this.text = text;
    this.layout = layout;
  }

  /**
   * Opens a file.
   *
   * @throws CorruptDumpException if the bytes cannot be JSON in UTF-8
   * @throws TruncatedDumpException if the file is empty although its name says that it is packed
   * @throws IOException if reading fails
   */
  static TextInput open(InputFile file, PartReading reading) throws IOException {
    InputStream in = file.source().open();
    try {
      PushbackInputStream packed = new PushbackInputStream(in, Compression.MAGIC_BYTES);
      in = packed;
      byte[] magic = packed.readNBytes(Compression.MAGIC_BYTES);
      packed.unread(magic);
      checkNotEmpty(file, magic);
      in = unpacked(packed, Compression.ofContent(magic), file, reading);
      PushbackInputStream text = new PushbackInputStream(in, LOOK_AHEAD);
      in = text;
      return new TextInput(file, text, layout(text, file));
    } catch (IOException | RuntimeException | Error e) {
      closeAfter(e, in);
      throw e;
    }
  }

  private static void closeAfter(Throwable reason, InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** An empty text is an empty index, but even packed emptiness is some bytes long. */
  private static void checkNotEmpty(InputFile file, byte[] start) throws TruncatedDumpException {
    if (start.length == 0 && Compression.ofName(file.name()) != Compression.NONE) {
      throw new TruncatedDumpException(
          file.name(),
          "a compressed file, as its name says",
          "an empty one",
          "take a whole copy of the file");
    }
  }

  private static InputStream unpacked(
      InputStream packed, Compression compression, InputFile file, PartReading reading)
      throws IOException {
    if (compression == Compression.NONE) {
      return packed;
    }
    ExpansionGuard guard = guard(file, reading.options().limits().maxExpansionRatio());
    InputStream counted = guard.packed(packed);
    InputStream plain =
        guard.plain(
            compression == Compression.GZIP
                ? GzipMembersInputStream.allMembers(counted)
                : new ZstdFramesInputStream(counted, file.name()));
    InputStream ahead = isReadAhead(file.source()) ? ReadAheadInputStream.of(plain) : plain;
    return new UnpackedInputStream(ahead, reading, file.name());
  }

  private static boolean isReadAhead(DumpSource source) throws IOException {
    // A channel would be closed for good when the thread that reads it is interrupted.
    boolean ofChannel = source.isRewindable() && source.path() == null;
    return !ofChannel && source.size().orElse(Long.MAX_VALUE) > SMALL_FILE;
  }

  private static ExpansionGuard guard(InputFile file, int maxRatio) {
    return ExpansionGuard.of(
        Long.MAX_VALUE,
        maxRatio,
        RATIO_FROM,
        () ->
            new LimitExceededException(
                file.name(),
                "at most " + maxRatio + " plain bytes for each packed one",
                "more",
                "raise the limit of expansion if the file is sound"));
  }

  /** Looks at the first characters; the stream starts where it did afterwards. */
  private static Layout layout(PushbackInputStream text, InputFile file) throws IOException {
    byte[] start = new byte[LOOK_AHEAD];
    int size = text.readNBytes(start, 0, 4);
    checkUtf8(start, size, file);
    if (startsWithMark(start, size)) {
      // Blanks instead, so that places in messages stay those of the file.
      Arrays.fill(start, 0, BYTE_ORDER_MARK.length, (byte) ' ');
    }
    int at = skipBlanks(start, 0, size);
    while (at == size && size < LOOK_AHEAD) {
      int n = text.read(start, size, LOOK_AHEAD - size);
      if (n < 0) {
        break;
      }
      size += n;
      at = skipBlanks(start, at, size);
    }
    text.unread(start, 0, size);
    return at < size && start[at] == '[' ? Layout.ARRAY : Layout.LINES;
  }

  private static boolean startsWithMark(byte[] start, int size) {
    int length = BYTE_ORDER_MARK.length;
    return size >= length && Arrays.equals(start, 0, length, BYTE_ORDER_MARK, 0, length);
  }

  private static void checkUtf8(byte[] start, int size, InputFile file)
      throws CorruptDumpException {
    if (looksUtf16(start, size)) {
      throw new CorruptDumpException(
          file.name(), "JSON in UTF-8", "another encoding", "convert it: iconv -f UTF-16 -t UTF-8");
    }
  }

  /** Whether these are the first bytes of UTF-16 or UTF-32, which no JSON in UTF-8 starts with. */
  static boolean looksUtf16(byte[] start, int size) {
    if (size < 2) {
      return false;
    }
    int first = start[0] & 0xff;
    int second = start[1] & 0xff;
    boolean mark = (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
    boolean bracket = (isBracket(first) && second == 0) || (first == 0 && isBracket(second));
    return mark || bracket;
  }

  private static boolean isBracket(int c) {
    return c == '{' || c == '[';
  }

  static int skipBlanks(byte[] text, int from, int to) {
    int i = from;
    while (i < to && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** Cuts the text into parts. */
  PartCutter parts(PartReading reading) {
    return layout == Layout.ARRAY
        ? reading.array(text, file.index(), file.name())
        : reading.lines(text, file.index(), file.name(), 0);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
