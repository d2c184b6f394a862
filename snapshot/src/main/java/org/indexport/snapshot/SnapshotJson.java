package org.indexport.snapshot;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.Sha256;
import org.indexport.json.DepthExceededException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.TooLongException;

/** What all JSON of snapshots has in common. */
final class SnapshotJson {
  static final String FORMAT = "indexport";

  /** The version of format v2, of which snapshot files are a part. */
  static final long VERSION = 2;

  static final String GENERATOR = "indexport";

  private SnapshotJson() {}

  /** Reads something from a JSON text. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads. */
    T read() throws IOException;
  }

  /**
   * Reads, and says of what is malformed where it is.
   *
   * @param where names the text
   * @throws CorruptDumpException if it is malformed
   * @throws LimitExceededException if it nests too deep or is too long
   * @throws IOException if reading fails
   */
  static <T> T read(String where, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (DepthExceededException e) {
      throw beyond(where, e, "depth");
    } catch (TooLongException e) {
      throw beyond(where, e, "metadata");
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          where + ": byte " + (e.offset() + 1),
          e.expected(),
          e.found(),
          "take another copy, or another snapshot");
    }
  }

  private static LimitExceededException beyond(
      String where, MalformedJsonException e, String limit) {
    return new LimitExceededException(
        where, e.expected(), e.found(), "raise the limit of " + limit + " if the file is sound");
  }

  /** A member that must be there. */
  static String string(JsonObject json, String name) throws MalformedJsonException {
    String value = json.string(name);
    if (value == null) {
      throw json.unexpected(name, "a string");
    }
    return value;
  }

  /** A member that must be there, of at least and at most these values. */
  static long number(JsonObject json, String name, long least, long most)
      throws MalformedJsonException {
    Long value = json.number(name);
    if (value == null || value < least || value > most) {
      throw json.unexpected(name, "a number from " + least + " to " + most);
    }
    return value;
  }

  /** A digest that must be there. */
  static Sha256 sha256(JsonObject json, String name) throws MalformedJsonException {
    try {
      return Sha256.parse(string(json, name));
    } catch (IllegalArgumentException e) {
      throw json.unexpected(name, "64 hexadecimal digits");
    }
  }
}
