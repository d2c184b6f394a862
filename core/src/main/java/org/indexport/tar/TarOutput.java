package org.indexport.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes files into a tar: plain ustar headers, with a POSIX extended header before those whose
 * name or length does not fit, or whose name is not ASCII. Equal calls give equal bytes.
 *
 * <p>Call sequence: {@link #add} for each file; {@link #finish()}. One thread at a time. Who puts
 * the bytes together otherwise takes {@link #head}, the content, so many zeros as {@link #padding}
 * says, and at last {@link #end()}.
 */
public final class TarOutput {
  /** The user that headers name: a promise of order that readers may rely on. */
  public static final String OWNER = "indexport";

  /** The latest time that a header can tell, in the year 2242; in seconds since 1970. */
  public static final long LATEST_SECOND = 077777777777L;

  private static final byte[] ZEROS = new byte[2 * UstarHeader.SIZE];
  private static final char FILE = '0';
  private static final char FOLDER = '5';
  private static final char EXTENDED = 'x';
  private static final long MOST_BYTES = 077777777777L;
  private static final int FILE_MODE = 0644;
  private static final int FOLDER_MODE = 0755;
  private static final String EXTENDED_NAME = "PaxHeader";

  private final OutputStream out;
  private final long seconds;

  /**
   * Starts before the first file.
   *
   * @param out where it goes; not closed here
   * @param seconds the time of all files, since 1970
   * @throws IllegalArgumentException if no header can tell that time
   */
  public TarOutput(OutputStream out, long seconds) {
    checkTime(seconds);
    this.out = out;
    this.seconds = seconds;
  }

  /** Writes a file that is the start of a buffer. */
  public void add(String path, byte[] content, int length) throws IOException {
    out.write(head(path, length, seconds));
    out.write(content, 0, length);
    out.write(ZEROS, 0, padding(length));
  }

  /**
   * Writes a folder, which its owner can change and anybody can enter.
   *
   * @param path the name, without a slash at its end
   */
  public void addFolder(String path) throws IOException {
    out.write(head(path + '/', 0, seconds, FOLDER));
  }

  /**
   * Starts a file whose content the caller writes itself, and behind it so many zeros as {@link
   * #padding} says.
   */
  public void begin(String path, long size) throws IOException {
    out.write(head(path, size, seconds));
  }

  /** Writes what ends a tar. */
  public void finish() throws IOException {
    out.write(ZEROS);
  }

  /**
   * What lies before the content of a file: whole blocks.
   *
   * @param path the name
   * @param size the bytes of the content
   * @param seconds the time of the file, since 1970
   * @throws IllegalArgumentException if no header can tell that time
   */
  public static byte[] head(String path, long size, long seconds) {
    return head(path, size, seconds, FILE);
  }

  private static byte[] head(String path, long size, long seconds, char type) {
    checkTime(seconds);
    int slash = slashBeforeName(path);
    boolean ascii = isAscii(path);
    boolean fits = ascii && path.length() <= UstarHeader.Field.NAME.length();
    boolean fitsCut = ascii && !fits && slash > 0;
    String records = fits || fitsCut ? "" : record("path", path);
    if (size > MOST_BYTES) {
      records += record("size", String.valueOf(size));
    }
    ByteArrayOutputStream blocks = new ByteArrayOutputStream(UstarHeader.SIZE);
    if (!records.isEmpty()) {
      byte[] extended = records.getBytes(StandardCharsets.UTF_8);
      blocks.writeBytes(header("", EXTENDED_NAME, EXTENDED, extended.length, seconds));
      blocks.writeBytes(extended);
      blocks.write(ZEROS, 0, padding(extended.length));
    }
    String prefix = fitsCut ? path.substring(0, slash) : "";
    String name = fitsCut ? path.substring(slash + 1) : path;
    String start = name.substring(0, Math.min(name.length(), UstarHeader.Field.NAME.length()));
    blocks.writeBytes(header(prefix, start, type, Math.min(size, MOST_BYTES), seconds));
    return blocks.toByteArray();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes, all zero, lie after a content of this size. */
  public static int padding(long size) {
    return (int) (-size & (UstarHeader.SIZE - 1));
  }

  /** What ends a tar. */
  public static byte[] end() {
    return ZEROS.clone();
  }

  private static void checkTime(long seconds) {
    if (seconds < 0 || seconds > LATEST_SECOND) {
      throw new IllegalArgumentException("a time that no header can tell: " + seconds + " s");
    }
  }

  /** Where a long name can be cut into a prefix and the rest, or -1. */
  private static int slashBeforeName(String path) {
    int slash = path.indexOf('/', path.length() - 1 - UstarHeader.Field.NAME.length());
    return slash <= UstarHeader.Field.PREFIX.length() ? slash : -1;
  }

  /** A record of an extended header, whose own length is part of it. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
    int length = bytes;
    while (length != bytes + String.valueOf(length).length()) {
      length = bytes + String.valueOf(length).length();
    }
    return length + rest;
  }

  private static byte[] header(String prefix, String name, char type, long length, long seconds) {
    byte[] block = new byte[UstarHeader.SIZE];
    UstarHeader.put(block, UstarHeader.Field.PREFIX, prefix);
    UstarHeader.put(block, UstarHeader.Field.NAME, name);
    UstarHeader.put(block, UstarHeader.Field.MODE, type == FOLDER ? FOLDER_MODE : FILE_MODE);
    UstarHeader.put(block, UstarHeader.Field.USER_ID, 0);
    UstarHeader.put(block, UstarHeader.Field.GROUP_ID, 0);
    UstarHeader.put(block, UstarHeader.Field.LENGTH, length);
    UstarHeader.put(block, UstarHeader.Field.MODIFIED, seconds);
    UstarHeader.put(block, UstarHeader.Field.OWNER, OWNER);
    UstarHeader.put(block, UstarHeader.Field.DEVICE_MAJOR, 0);
    UstarHeader.put(block, UstarHeader.Field.DEVICE_MINOR, 0);
    block[UstarHeader.TYPE] = (byte) type;
    UstarHeader.seal(block);
    return block;
  }
}
