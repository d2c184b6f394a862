package org.indexport.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads gzip strictly. Unlike {@link java.util.zip.GZIPInputStream} it never takes a cut or damaged
 * input for a shorter one: an empty input, and one that ends inside a header, a body or a trailer,
 * throws {@link EOFException}; a wrong magic number, header, body, checksum or length, and anything
 * but a further member after a member, throws {@link ZipException}.
 *
 * <p>A trailer is checked by the read after the last byte of its member, so only a read that
 * returns -1 proves the whole. After an exception each further read throws it again.
 *
 * <p>Memory is a fixed {@value #INPUT_SIZE} bytes and one inflater's window, whatever the input
 * says. The inner stream is read ahead by up to that size. Closing closes it. For one thread at a
 * time.
 */
public final class GzipMembersInputStream extends InputStream {
  private static final int INPUT_SIZE = 128 * 1024;

  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int METHOD_DEFLATE = 8;
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int FLAGS_RESERVED = 0xe0;

  private enum After {
    MORE_MEMBERS,
    IGNORED
  }

  private enum State {
    FIRST_HEADER,
    NEXT_HEADER,
    BODY,
    END,
    CLOSED
  }

  private final InputStream in;
  private final After after;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final CRC32 headerCrc = new CRC32();
  private final byte[] input = new byte[INPUT_SIZE];
  private final byte[] single = new byte[1];
  private int position;
  private int limit;
  private long plainBytes;
  private State state = State.FIRST_HEADER;
  private @Nullable IOException failure;

  private GzipMembersInputStream(InputStream in, After after) {
    this.in = Objects.requireNonNull(in, "in");
    this.after = after;
  }

  /** Reads all members of {@code in} as one run of bytes; there must be nothing else in it. */
  public static GzipMembersInputStream allMembers(InputStream in) {
    return new GzipMembersInputStream(in, After.MORE_MEMBERS);
  }

  /** Reads the first member and ignores what follows it, of which some may have been read. */
  public static GzipMembersInputStream firstMember(InputStream in) {
    return new GzipMembersInputStream(in, After.IGNORED);
  }

  /**
   * Reads one byte.
   *
   * @throws IOException as {@link #read(byte[], int, int)}
   */
  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  /**
   * Reads plain bytes; -1 after all members, or the first, were read and found whole.
   *
   * @throws EOFException if the input is cut short
   * @throws ZipException if its bytes are wrong
   * @throws IOException if the inner stream fails, or after {@link #close()}
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (state == State.CLOSED) {
      throw new IOException("the gzip stream is closed");
    }
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      return readMembers(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Frees the inflater and closes the inner stream. A second call does nothing. */
  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    inflater.end();
    in.close();
  }

  private int readMembers(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      switch (state) {
        case FIRST_HEADER, NEXT_HEADER -> beginMember();
        case BODY -> {
          int n = inflate(bytes, offset, length);
          if (n > 0) {
            return n;
          }
          endMember();
        }
        case END -> {
          return -1;
        }
        case CLOSED -> throw new IOException("the gzip stream was closed while it was read");
      }
    }
  }

  /** Inflates at least one byte, or returns 0 at the end of the body. */
  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (true) {
        int n = inflater.inflate(bytes, offset, length);
        if (n > 0) {
          crc.update(bytes, offset, n);
          plainBytes += n;
          return n;
        }
        if (inflater.finished()) {
          return 0;
        }
        if (!inflater.needsInput()) {
          throw new ZipException("the gzip body asks for a dictionary");
        }
        if (!fill()) {
          throw new EOFException("gzip input ends inside a member's body");
        }
        inflater.setInput(input, position, limit - position);
        position = limit;
      }
    } catch (DataFormatException e) {
      ZipException wrong = new ZipException("gzip body is damaged: " + e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
  }

  private void beginMember() throws IOException {
    if (position == limit && !fill()) {
      if (state == State.FIRST_HEADER) {
        throw new EOFException("gzip input is empty");
      }
      state = State.END;
      return;
    }
    headerCrc.reset();
    readHeader();
    inflater.reset();
    crc.reset();
    plainBytes = 0;
    inflater.setInput(input, position, limit - position);
    position = limit;
    state = State.BODY;
  }

  private void readHeader() throws IOException {
    if (headerByte() != MAGIC_1 || headerByte() != MAGIC_2) {
      throw new ZipException(
          state == State.FIRST_HEADER
              ? "not gzip: the magic number 1f 8b is missing"
              : "something that is not gzip follows a gzip member");
    }
    int method = headerByte();
    if (method != METHOD_DEFLATE) {
      throw new ZipException("gzip compression method is " + method + ", expected 8 (deflate)");
    }
    int flags = headerByte();
    if ((flags & FLAGS_RESERVED) != 0) {
      throw new ZipException("gzip header has reserved flags: 0x" + Integer.toHexString(flags));
    }
    skipHeader(6); // time, extra flags, operating system
    if ((flags & FLAG_EXTRA) != 0) {
      skipHeader(headerShort());
    }
    if ((flags & FLAG_NAME) != 0) {
      skipHeaderText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipHeaderText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      int expected = (int) headerCrc.getValue() & 0xffff;
      if (headerShort() != expected) {
        throw new ZipException("gzip header does not match its checksum");
      }
    }
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    long storedCrc = trailerInt();
    if (storedCrc != crc.getValue()) {
      throw new ZipException(
          String.format(
              "gzip content does not match its checksum: stored %08x, found %08x",
              storedCrc, crc.getValue()));
    }
    long storedLength = trailerInt();
    if (storedLength != (plainBytes & 0xffffffffL)) {
      throw new ZipException(
          "gzip content has another length than stored: stored "
              + storedLength
              + " (mod 2^32), found "
              + plainBytes);
    }
    state = after == After.IGNORED ? State.END : State.NEXT_HEADER;
  }

  private void skipHeader(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  private void skipHeaderText() throws IOException {
    int b;
    do {
      b = headerByte();
    } while (b != 0);
  }

  private int headerShort() throws IOException {
    int low = headerByte();
    return low | headerByte() << 8;
  }

  private int headerByte() throws IOException {
    int b = nextByte("header");
    headerCrc.update(b);
    return b;
  }

  private long trailerInt() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) nextByte("trailer") << shift;
    }
    return value;
  }

  private int nextByte(String where) throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("gzip input ends inside a member's " + where);
    }
    return input[position++] & 0xff;
  }

  /** Refills the used-up input; false at its end. */
  private boolean fill() throws IOException {
    int n = in.read(input, 0, input.length);
    if (n == 0) {
      // Not allowed for a stream, but asking for one byte cannot loop for ever.
      int b = in.read();
      if (b >= 0) {
        input[0] = (byte) b;
        n = 1;
      }
    }
    position = 0;
    limit = Math.max(n, 0);
    return n > 0;
  }
}
