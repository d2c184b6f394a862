package org.indexport.tar;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipException;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.io.ReadAheadInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the regular files of a tar. Made by the constructor it is strict: every header's checksum
 * is verified, links, devices, sparse files, absolute names and {@code ..} are refused, directories
 * are passed over, and after the end blocks nothing but zeros may follow up to the end of the
 * stream, which is read. Made by {@link #tolerant} it reads what is found in the wild.
 *
 * <p>Commons Compress is not used: it takes a missing end for an end, reads long names and extended
 * headers of any size into memory, and does not verify their checksums. Memory is bounded here
 * whatever the bytes say, and no bytes cause anything but a {@link DumpException}. After an
 * exception each further call throws it again.
 *
 * <p>Call sequence: {@link #next()} and, if wanted, {@link #content()}, again and again; {@link
 * #close()}. One thread at a time.
 */
public final class TarReader implements Closeable {
  /**
   * A regular file.
   *
   * @param path its name, without {@code ./}
   * @param size its length in bytes
   * @param owner the user that its header names, or an empty string
   */
  public record Entry(String path, long size, String owner) {}

  /** Why an entry is passed over where others are read. */
  public enum Reason {
    /** It is a link. */
    LINK,
    /** Its name leads out of the archive, or it has none. */
    NAME
  }

  /** Is told of entries that are passed over. */
  @FunctionalInterface
  public interface PassedOver {
    /**
     * An entry is to be passed over.
     *
     * @param reason why
     * @param what says what was found and where
     * @throws IOException to stop reading instead
     */
    void met(Reason reason, CorruptDumpException what) throws IOException;
  }

  private static final int MAX_EXTENDED_HEADER = 1 << 20;

  /** Up to this many bytes a sparse file may hold zeros that take no room in the archive. */
  private static final long FREE_HOLES = 64L << 20;

  private static final String ANOTHER_COPY = "take another copy of the file";

  private final String name;
  private final ReadLimits limits;
  private final byte[] record = new byte[UstarHeader.SIZE];

  /** What is passed over goes here: inflaters are a fifth slower where it is only 64 KiB. */
  private final byte[] scratch = new byte[256 << 10];

  private final @Nullable PassedOver passedOver;
  private InputStream in;
  private long position;
  private long headers;
  private long left;
  private int padding;
  private boolean ended;
  private @Nullable Entry present;
  private @Nullable SparseMap sparse;
  private @Nullable Content content;
  private @Nullable IOException failure;

  /**
   * Starts before the first file.
   *
   * @param name names the archive in messages
   * @param in the plain tar; closed with this reader
   * @param limits the limits of names and entries
   */
  public TarReader(String name, InputStream in, ReadLimits limits) {
    this(name, in, limits, null);
  }

  private TarReader(
      String name, InputStream in, ReadLimits limits, @Nullable PassedOver passedOver) {
    this.name = name;
    this.in = in;
    this.limits = limits;
    this.passedOver = passedOver;
  }

  /**
   * A reader that, unlike a strict one, takes an end between two entries for the end, and a single
   * zero block too; passes over whatever follows it, links, and names with {@code ..}; drops a
   * leading slash; ignores global headers and what directories hold; reads entries of unknown types
   * as files; and fills the holes of sparse files, of the old GNU form, with zeros.
   *
   * @param name names the archive in messages
   * @param in the plain tar; closed with this reader
   * @param limits the limits of names and entries
   * @param passedOver is told of links and names, and may refuse them
   */
  public static TarReader tolerant(
      String name, InputStream in, ReadLimits limits, PassedOver passedOver) {
    return new TarReader(name, in, limits, passedOver);
  }

  /** Reads the rest on a thread of its own, so that unpacking and using the bytes overlap. */
  public void readAhead() {
    in = ReadAheadInputStream.of(in);
  }

  /** Whether the archive cannot be read any further. */
  public boolean isBroken() {
    return failure != null;
  }

  /**
   * The next regular file, whatever was read of the one before, or null after the last, when the
   * whole stream was read.
   *
   * @throws CorruptDumpException if the archive is damaged, or holds something that is refused
   * @throws TruncatedDumpException if the archive ends early
   * @throws LimitExceededException if there are too many entries, or a name is too long
   * @throws IOException if reading fails
   */
  public @Nullable Entry next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      content = null;
      sparse = null;
      skip(left);
      left = 0;
      skip(padding);
      padding = 0;
      present = ended ? null : readEntry();
      ended = present == null;
      return present;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * The bytes of the present file, valid until {@link #next()}. Closing it does nothing.
   *
   * @throws IllegalStateException if no file is being read
   */
  public InputStream content() {
    if (present == null) {
      throw new IllegalStateException("no file is being read");
    }
    content = new Content(present);
    return content;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private @Nullable Entry readEntry() throws IOException {
    String longName = null;
    PaxHeader extended = PaxHeader.NONE;
    while (true) {
      if (!readRecord() || isZero(record, record.length)) {
        if (longName != null || !extended.isNone()) {
          throw corrupt("the file of a long name", "the end blocks");
        }
        readZeros();
        return null;
      }
      checkHeader();
      char type = (char) (record[UstarHeader.TYPE] & 0xff);
      long size = size();
      switch (type) {
        case 'x', 'X' -> extended = extendedHeader(size);
        case 'g' -> globalHeader(size);
        case 'L' -> longName = longName(size);
        case 'K' -> longLink(size);
        default -> {
          Long realSize = extended.size();
          Entry entry =
              entryOfType(type, extended.path(), longName, realSize == null ? size : realSize);
          if (entry != null) {
            return entry;
          }
          longName = null;
          extended = PaxHeader.NONE;
        }
      }
    }
  }

  private void globalHeader(long size) throws IOException {
    if (passedOver != null) {
      header(size, MAX_EXTENDED_HEADER);
    } else if (!extendedHeader(size).isNone()) {
      throw corrupt("no name or size for all files", "a global header with one");
    }
  }

  /** Belongs to a link, which is passed over in its turn. */
  private void longLink(long size) throws IOException {
    if (passedOver == null) {
      throw corrupt("files and directories only", "a link");
    }
    longName(size);
  }

  /** The file that the present header describes, or null when it is none. */
  private @Nullable Entry entryOfType(
      char type, @Nullable String extendedName, @Nullable String longName, long size)
      throws IOException {
    switch (type) {
      case '0', '\0', '7' -> {
        return entry(extendedName, longName, size);
      }
      case '5', 'V' -> {
        passContent(size);
        return null;
      }
      default -> {
        if (passedOver == null) {
          throw corrupt("files and directories only", typeName(type));
        }
        if (type == '1' || type == '2') {
          passedOver.met(Reason.LINK, corrupt("files and directories only", "a link"));
          // A hard link may carry a size that is not there.
          return null;
        }
        return type == 'S'
            ? sparse(extendedName, longName, size)
            : entry(extendedName, longName, size);
      }
    }
  }

  private @Nullable Entry sparse(
      @Nullable String extendedName, @Nullable String longName, long size) throws IOException {
    byte[] first = record.clone();
    SparseMap map = new SparseMap(first);
    while (map.isContinued()) {
      if (map.isTooLong()) {
        throw corrupt("a sparse file of fewer pieces", "more");
      }
      readFully(record, record.length, "the pieces of a sparse file");
      map.add(record);
    }
    System.arraycopy(first, 0, record, 0, first.length);
    if (!map.isSound(size)) {
      throw corrupt("the pieces of a sparse file in order", "others");
    }
    int ratio = limits.maxExpansionRatio();
    if (map.holes() > FREE_HOLES && map.holes() / ratio > size) {
      throw new LimitExceededException(
          where(),
          "at most " + ratio + " times as many bytes after unpacking",
          "a sparse file with more",
          "raise the limit of expansion if the file is sound");
    }
    Entry packed = entry(extendedName, longName, size);
    if (packed == null) {
      return null;
    }
    sparse = map;
    return new Entry(packed.path(), map.realSize(), packed.owner());
  }

  /** The file that the present header describes, or null when it is a directory of old style. */
  private @Nullable Entry entry(@Nullable String extendedName, @Nullable String longName, long size)
      throws IOException {
    String raw = extendedName != null ? extendedName : longName != null ? longName : headerName();
    if (raw.endsWith("/")) {
      passContent(size);
      return null;
    }
    String path;
    try {
      path = normalised(raw);
    } catch (CorruptDumpException badName) {
      if (passedOver == null) {
        throw badName;
      }
      passedOver.met(Reason.NAME, badName);
      passContent(size);
      return null;
    }
    Entry entry = new Entry(path, size, text(UstarHeader.Field.OWNER));
    left = size;
    padding = padding(size);
    return entry;
  }

  private static int padding(long size) {
    return (int) (-size & (UstarHeader.SIZE - 1));
  }

  private void passContent(long size) throws IOException {
    if (size != 0 && passedOver == null) {
      throw corrupt("a directory without content", "one of " + size + " bytes");
    }
    skip(size);
    skip(padding(size));
  }

  private static String typeName(char type) {
    return switch (type) {
      case '1', '2', 'K' -> "a link";
      case '3', '4', '6' -> "a device or pipe";
      case 'S' -> "a sparse file";
      default -> type > ' ' && type < 0x7f ? "an entry of type " + type : "an entry of no type";
    };
  }

  /** Without {@code .} and empty segments; the leading ones are customary. */
  private String normalised(String raw) throws DumpException {
    int length = raw.getBytes(StandardCharsets.UTF_8).length;
    if (length > limits.maxNameBytes()) {
      throw nameTooLong(length);
    }
    if ((raw.startsWith("/") && passedOver == null) || raw.indexOf('\0') >= 0) {
      throw corrupt("a relative name", "the name " + shown(raw));
    }
    StringBuilder path = new StringBuilder(raw.length());
    for (String segment : raw.split("/", -1)) {
      if (segment.equals("..")) {
        throw corrupt("a name without ..", "the name " + shown(raw));
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        path.append(path.length() == 0 ? "" : "/").append(segment);
      }
    }
    if (path.length() == 0) {
      throw corrupt("a name", "none");
    }
    return path.toString();
  }

  private static String shown(String raw) {
    String start = raw.length() > 80 ? raw.substring(0, 80) + "…" : raw;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  private String headerName() {
    String own = text(UstarHeader.Field.NAME);
    String prefix = UstarHeader.isPosix(record) ? text(UstarHeader.Field.PREFIX) : "";
    return prefix.isEmpty() ? own : prefix + "/" + own;
  }

  private String text(UstarHeader.Field field) {
    int end = field.offset();
    while (end < field.end() && record[end] != 0) {
      end++;
    }
    return decoded(record, field.offset(), end);
  }

  /** Our own names are ASCII; what others put beside them may be in any charset. */
  private static String decoded(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }

  private PaxHeader extendedHeader(long size) throws IOException {
    try {
      return PaxHeader.parse(header(size, MAX_EXTENDED_HEADER));
    } catch (IllegalArgumentException e) {
      throw corrupt("an extended header", String.valueOf(e.getMessage()));
    }
  }

  private String longName(long size) throws IOException {
    byte[] bytes = header(size, limits.maxNameBytes() + 1L);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return decoded(bytes, 0, end);
  }

  /** The content of a header that describes the next one. */
  private byte[] header(long size, long most) throws IOException {
    if (size > most) {
      throw nameTooLong(size);
    }
    byte[] bytes = new byte[(int) size];
    readFully(bytes, (int) size, "a long name or extended header");
    skip(-size & (UstarHeader.SIZE - 1));
    return bytes;
  }

  private LimitExceededException nameTooLong(long length) {
    return new LimitExceededException(
        where(),
        "a name of at most " + limits.maxNameBytes() + " bytes",
        "one of " + length,
        "raise the limit of names if the file is sound");
  }

  private void checkHeader() throws DumpException {
    headers++;
    if (headers > limits.maxEntries()) {
      throw new LimitExceededException(
          where(),
          "at most " + limits.maxEntries() + " entries",
          "more",
          "raise the limit of entries if the file is sound");
    }
    if (!UstarHeader.isSound(record)) {
      throw corrupt("a tar header that matches its checksum", "one that does not");
    }
  }

  private long size() throws CorruptDumpException {
    long size = UstarHeader.number(record, UstarHeader.Field.LENGTH);
    if (size < 0) {
      throw corrupt("a size", "something else");
    }
    return size;
  }

  /** False at the end of the stream, where that is an end. */
  private boolean readRecord() throws IOException {
    int first = read(record, record.length);
    if (first < 0 && passedOver != null) {
      return false;
    }
    int size = Math.max(0, first);
    readFully(record, size, record.length, "a file's header, or the end blocks");
    return true;
  }

  /** Reads to the stream's end, which also lets the unpacker compare its checksum. */
  private void readZeros() throws IOException {
    for (int n; (n = read(scratch, scratch.length)) >= 0; ) {
      if (passedOver == null && !isZero(scratch, n)) {
        throw corrupt("nothing but zeros after the end blocks", "something else");
      }
    }
  }

  private static boolean isZero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void skip(long count) throws IOException {
    for (long rest = count; rest > 0; ) {
      int n = read(scratch, (int) Math.min(rest, scratch.length));
      if (n < 0) {
        throw cut(rest + " more bytes", "the end of the file", null);
      }
      rest -= n;
    }
  }

  private void readFully(byte[] bytes, int length, String what) throws IOException {
    readFully(bytes, 0, length, what);
  }

  private void readFully(byte[] bytes, int from, int length, String what) throws IOException {
    for (int size = from; size < length; ) {
      int n = read(bytes, size, length - size);
      if (n < 0) {
        throw cut(what, "the end of the file", null);
      }
      size += n;
    }
  }

  private int read(byte[] bytes, int length) throws IOException {
    return read(bytes, 0, length);
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int n = in.read(bytes, offset, length);
      position += Math.max(n, 0);
      return n;
    } catch (EOFException e) {
      throw cut("the rest of the packed data", String.valueOf(e.getMessage()), e);
    } catch (ZipException e) {
      CorruptDumpException wrong = corrupt("sound packed data", String.valueOf(e.getMessage()));
      wrong.initCause(e);
      throw wrong;
    }
  }

  private TruncatedDumpException cut(String expected, String found, @Nullable Throwable cause) {
    TruncatedDumpException cut =
        new TruncatedDumpException(where(), expected, found, "take a whole copy of the file");
    if (cause != null) {
      cut.initCause(cause);
    }
    return cut;
  }

  private CorruptDumpException corrupt(String expected, String found) {
    return new CorruptDumpException(where(), expected, found, ANOTHER_COPY);
  }

  private String where() {
    Entry entry = present;
    String place = left > 0 && entry != null ? ": " + shown(entry.path()) : "";
    return "%s%s: byte %d of the tar".formatted(name, place, position);
  }

  private final class Content extends InputStream {
    private final Entry entry;
    private final @Nullable SparseMap map = sparse;
    private long position;

    Content(Entry entry) {
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (failure != null) {
        throw failure;
      }
      if (content != this) {
        throw new IllegalStateException(entry.path() + " is no longer being read");
      }
      if (length == 0) {
        return 0;
      }
      try {
        if (map != null) {
          return readSparse(map, bytes, offset, length);
        }
        return left == 0 ? -1 : readSome(bytes, offset, (int) Math.min(length, left));
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    private int readSparse(SparseMap pieces, byte[] bytes, int offset, int length)
        throws IOException {
      if (position == pieces.realSize()) {
        return -1;
      }
      long hole = pieces.holeAt(position);
      int n;
      if (hole > 0) {
        n = (int) Math.min(length, hole);
        Arrays.fill(bytes, offset, offset + n, (byte) 0);
      } else {
        n = readSome(bytes, offset, (int) Math.min(length, pieces.dataAt(position)));
      }
      position += n;
      return n;
    }

    private int readSome(byte[] bytes, int offset, int length) throws IOException {
      int n = TarReader.this.read(bytes, offset, length);
      if (n < 0) {
        throw cut(left + " more bytes", "the end of the file", null);
      }
      left -= n;
      return n;
    }
  }
}
