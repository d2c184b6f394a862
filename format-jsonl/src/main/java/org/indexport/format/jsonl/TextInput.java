package org.indexport.format.jsonl;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.TruncatedDumpException;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.spi.PlainText;

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
    return PlainText.unpacked(
        packed,
        file.source(),
        reading.options().limits(),
        reading::damaged,
        compression == Compression.GZIP
            ? GzipMembersInputStream::allMembers
            : zstd -> new ZstdFramesInputStream(zstd, file.name()));
  }

  /** Looks at the first characters; the stream starts where it did afterwards. */
  private static Layout layout(PushbackInputStream text, InputFile file) throws IOException {
    byte[] start = new byte[LOOK_AHEAD];
    int size = text.readNBytes(start, 0, 4);
    checkUtf8(start, size, file);
    if (PlainText.isMarked(start)) {
      // Blanks instead, so that places in messages stay those of the file.
      Arrays.fill(start, 0, PlainText.MARK_BYTES, (byte) ' ');
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
