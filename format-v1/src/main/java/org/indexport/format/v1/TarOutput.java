package org.indexport.format.v1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes files into a tar: plain ustar headers, with a POSIX extended header before those whose
 * name does not fit. Equal calls give equal bytes. Names are ASCII. One thread at a time.
 */
final class TarOutput {
  /** The user that headers name: a promise of order that readers may rely on. */
  static final String OWNER = "indexport";

  private static final byte[] ZEROS = new byte[2 * UstarHeader.SIZE];
  private static final char FILE = '0';
  private static final char EXTENDED = 'x';
  private static final int FILE_MODE = 0644;
  private static final String EXTENDED_NAME = "PaxHeader";

  private final OutputStream out;
  private final long seconds;

  /**
   * Starts before the first file.
   *
   * @param out where it goes; not closed here
   * @param seconds the time of all files, since 1970
   */
  TarOutput(OutputStream out, long seconds) {
    this.out = out;
    this.seconds = seconds;
  }

  /** Writes a file that is the start of a buffer. */
  void add(String path, byte[] content, int length) throws IOException {
    int slash = slashBeforeName(path);
    if (path.length() <= UstarHeader.Field.NAME.length()) {
      header("", path, FILE, length);
    } else if (slash > 0) {
      header(path.substring(0, slash), path.substring(slash + 1), FILE, length);
    } else {
      byte[] record = extendedPath(path);
      header("", EXTENDED_NAME, EXTENDED, record.length);
      content(record, record.length);
      header("", path.substring(0, UstarHeader.Field.NAME.length()), FILE, length);
    }
    content(content, length);
  }

  /** Writes what ends a tar. */
  void finish() throws IOException {
    out.write(ZEROS);
  }

  /** Where a long name can be cut into a prefix and the rest, or -1. */
  private static int slashBeforeName(String path) {
    int slash = path.indexOf('/', path.length() - 1 - UstarHeader.Field.NAME.length());
    return slash <= UstarHeader.Field.PREFIX.length() ? slash : -1;
  }

  private static byte[] extendedPath(String path) {
    String rest = " path=" + path + "\n";
    int length = rest.length();
    while (length != rest.length() + String.valueOf(length).length()) {
      length = rest.length() + String.valueOf(length).length();
    }
    return String.format(Locale.ROOT, "%d%s", length, rest).getBytes(StandardCharsets.US_ASCII);
  }

  private void header(String prefix, String name, char type, long length) throws IOException {
    byte[] block = new byte[UstarHeader.SIZE];
    UstarHeader.put(block, UstarHeader.Field.PREFIX, prefix);
    UstarHeader.put(block, UstarHeader.Field.NAME, name);
    UstarHeader.put(block, UstarHeader.Field.MODE, FILE_MODE);
    UstarHeader.put(block, UstarHeader.Field.USER_ID, 0);
    UstarHeader.put(block, UstarHeader.Field.GROUP_ID, 0);
    UstarHeader.put(block, UstarHeader.Field.LENGTH, length);
    UstarHeader.put(block, UstarHeader.Field.MODIFIED, seconds);
    UstarHeader.put(block, UstarHeader.Field.OWNER, OWNER);
    UstarHeader.put(block, UstarHeader.Field.DEVICE_MAJOR, 0);
    UstarHeader.put(block, UstarHeader.Field.DEVICE_MINOR, 0);
    block[UstarHeader.TYPE] = (byte) type;
    UstarHeader.seal(block);
    out.write(block);
  }

  private void content(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    out.write(ZEROS, 0, -length & (UstarHeader.SIZE - 1));
  }
}
