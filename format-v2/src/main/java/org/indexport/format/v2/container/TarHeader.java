package org.indexport.format.v2.container;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.tar.TarOutput;
import org.indexport.tar.UstarHeader;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a member's content in the tar: a plain ustar header, with a POSIX extended
 * header before it if the name does not fit. Nothing else that a tar may have is accepted, since
 * other tools must not see another member than readers of containers do.
 *
 * @param name the member
 * @param size the bytes of its content
 * @param end where the header ends in the bytes it was found in
 */
record TarHeader(String name, long size, int end) {
  static final int BLOCK = UstarHeader.SIZE;
  private static final int NAME = 0;
  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int MODIFIED = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  private static final int SHORT_NUMBER = 8;
  private static final int LONG_NUMBER = 12;
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
  private static final String PATH = " path=";

  private static int sum(byte[] block) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + SHORT_NUMBER ? ' ' : block[i] & 0xFF;
    }
    return sum;
  }

  /**
   * Parses a header, strictly.
   *
   * @param plain the whole content of a frame
   * @param from where the header starts
   * @param place the frame
   * @param maxNameBytes the longest name to accept
   */
  static TarHeader parse(byte[] plain, int from, Place place, int maxNameBytes)
      throws DumpException {
    byte[] block = block(plain, from, place);
    int end = from + BLOCK;
    String longName = null;
    if (block[TYPE] == 'x') {
      long length = number(block, SIZE, LONG_NUMBER, place);
      checkName(length, maxNameBytes + PATH.length() + 8L, place);
      if (length > plain.length - end) {
        throw place.corrupt("an extended header within its frame", "a longer one");
      }
      longName = path(new String(plain, end, (int) length, StandardCharsets.US_ASCII), place);
      end += (int) length + TarOutput.padding(length);
      block = block(plain, end, place);
      end += BLOCK;
    }
    if (block[TYPE] != '0') {
      throw place.corrupt("a file in the tar", "an entry of another kind");
    }
    String name = longName == null ? shortName(block) : longName;
    checkName(name.length(), maxNameBytes, place);
    if (!AllowedNames.isAllowed(name)) {
      throw place.corrupt("a member's name", AllowedNames.shown(name));
    }
    return new TarHeader(name, number(block, SIZE, LONG_NUMBER, place), end);
  }

  /**
   * The time of a member whose header was parsed, in seconds since 1970.
   *
   * @param end where the header ends
   */
  static long modified(byte[] plain, int end, Place place) throws CorruptDumpException {
    long seconds = number(block(plain, end - BLOCK, place), MODIFIED, LONG_NUMBER, place);
    if (seconds > TarOutput.LATEST_SECOND) {
      throw place.corrupt("a time in eleven octal digits", "a later one");
    }
    return seconds;
  }

  private static void checkName(long length, long most, Place place) throws LimitExceededException {
    if (length > most) {
      throw place.beyond("a name of at most " + most + " bytes", "" + length, "names");
    }
  }

  private static byte[] block(byte[] plain, int from, Place place) throws CorruptDumpException {
    if (from > plain.length - BLOCK) {
      throw place.corrupt("a tar header", "a frame that ends within");
    }
    byte[] block = Arrays.copyOfRange(plain, from, from + BLOCK);
    if (!Arrays.equals(block, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length)
        || number(block, CHECKSUM, SHORT_NUMBER, place) != sum(block)) {
      throw place.corrupt("a ustar header that matches its checksum", "something else");
    }
    return block;
  }

  private static @Nullable String path(String record, Place place) throws CorruptDumpException {
    int path = record.indexOf(PATH);
    boolean sound =
        path > 0
            && record.startsWith(String.valueOf(record.length()))
            && path == String.valueOf(record.length()).length()
            && record.indexOf('\n') == record.length() - 1;
    if (!sound) {
      throw place.corrupt("an extended header with a path only", "something else");
    }
    return record.substring(path + PATH.length(), record.length() - 1);
  }

  private static String shortName(byte[] block) {
    String prefix = text(block, PREFIX, PREFIX_BYTES);
    String name = text(block, NAME, NAME_BYTES);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] block, int at, int most) {
    int end = at;
    while (end < at + most && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private static long number(byte[] block, int at, int length, Place place)
      throws CorruptDumpException {
    String digits = text(block, at, length).strip();
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '7') {
        throw place.corrupt("a number in octal digits", "something else");
      }
      number = (number << 3) | (digit - '0');
    }
    return number;
  }
}
