package org.indexport.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.UnsupportedVersionException;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DepthExceededException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * A small JSON file of a repository. Its last member is the SHA-256 of all before it, so that one
 * that was written only in part can be told from one that is damaged.
 */
final class RepositoryJson {
  /** The version of all files of a repository. */
  static final long VERSION = 1;

  /** The members that every file has. */
  static final String FORMAT = "format";

  static final String KIND = "kind";
  static final String VERSION_MEMBER = "version";
  static final String SEAL = "sha256";

  private static final String FORMAT_ID = "indexport";
  private static final byte[] SEAL_START = (",\"" + SEAL + "\":\"").getBytes(UTF_8);
  private static final byte[] SEAL_END = "\"}\n".getBytes(UTF_8);

  /** Far enough from the ends of what can be computed with. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private static final int SEAL_BYTES = SEAL_START.length + 2 * Sha256.BYTES + SEAL_END.length;

  private RepositoryJson() {}

  /** What the content of a file is read with. */
  @FunctionalInterface
  interface Reading<T> {
    T from(JsonObject json, Sha256 seal) throws MalformedJsonException;
  }

  /** Starts a file of a kind. */
  static JsonObject.Builder start(String kind) {
    return new JsonObject.Builder()
        .put(FORMAT, FORMAT_ID)
        .put(KIND, kind)
        .put(VERSION_MEMBER, VERSION);
  }

  /** The bytes of a file. */
  static byte[] seal(JsonObject.Builder content) {
    byte[] text = content.build().getBytes(UTF_8);
    int end = text.length - 1;
    byte[] digest = Hashing.sha256().digest(Arrays.copyOf(text, end));
    return new ByteBuilder(end + SEAL_BYTES)
        .write(text, 0, end)
        .write(SEAL_START)
        .write(Sha256.of(digest).toString().getBytes(UTF_8))
        .write(SEAL_END)
        .toByteArray();
  }

  /** The digest that a file of {@link #seal} ends with. */
  static Sha256 sealOf(byte[] sealed) {
    int from = sealed.length - SEAL_END.length - 2 * Sha256.BYTES;
    return Sha256.parse(new String(sealed, from, 2 * Sha256.BYTES, UTF_8));
  }

  /**
   * Reads a file.
   *
   * @param where names it in messages
   * @throws UnsupportedVersionException if it is of a newer version
   * @throws TruncatedDumpException if it does not end as such a file does
   * @throws CorruptDumpException if it is damaged, or of another kind
   * @throws LimitExceededException if it nests too deep
   */
  static <T> T open(String where, byte[] bytes, String kind, ReadLimits limits, Reading<T> reading)
      throws DumpException {
    checkVersion(where, bytes, limits);
    if (!endsWithSeal(bytes)) {
      throw new TruncatedDumpException(
          where, "a file that ends with its digest", "another end", "take another copy of it");
    }
    Sha256 said = parseSeal(where, bytes);
    byte[] sealed = Arrays.copyOf(bytes, bytes.length - SEAL_BYTES);
    Sha256 found = Hashing.sha256(sealed);
    if (!found.equals(said)) {
      throw corrupt(where, "the SHA-256 " + said, found.toString());
    }
    try {
      JsonObject json = JsonObject.parse(bytes, limits.maxDepth());
      if (!FORMAT_ID.equals(json.string(FORMAT)) || !kind.equals(json.string(KIND))) {
        throw json.unexpected(KIND, "the " + kind + " of a repository of Indexport");
      }
      return reading.from(json, said);
    } catch (DepthExceededException e) {
      throw new LimitExceededException(
          where, e.expected(), e.found(), "raise the limit of depth if the file is sound");
    } catch (MalformedJsonException e) {
      throw corrupt(where + ": byte " + (e.offset() + 1), e.expected(), e.found());
    }
  }

  /** A newer version may end in another way, so this comes first. */
  private static void checkVersion(String where, byte[] bytes, ReadLimits limits)
      throws UnsupportedVersionException {
    Long version;
    try {
      version = JsonObject.parse(bytes, limits.maxDepth()).number(VERSION_MEMBER);
    } catch (MalformedJsonException e) {
      return;
    }
    if (version != null && version != VERSION) {
      String known = Long.toString(VERSION);
      throw new UnsupportedVersionException(where, version.toString(), known, known);
    }
  }

  private static boolean endsWithSeal(byte[] bytes) {
    int start = bytes.length - SEAL_BYTES;
    int end = bytes.length - SEAL_END.length;
    return start > 0
        && Arrays.equals(bytes, start, start + SEAL_START.length, SEAL_START, 0, SEAL_START.length)
        && Arrays.equals(bytes, end, bytes.length, SEAL_END, 0, SEAL_END.length);
  }

  /** Takes lower-case digits only, so that each content has one spelling. */
  private static Sha256 parseSeal(String where, byte[] bytes) throws CorruptDumpException {
    int end = bytes.length - SEAL_END.length;
    for (int i = end - 2 * Sha256.BYTES; i < end; i++) {
      if (!isDigit(bytes[i])) {
        throw corrupt(where, "a digest at its end", "something else");
      }
    }
    return sealOf(bytes);
  }

  private static boolean isDigit(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  static CorruptDumpException corrupt(String where, String expected, String found) {
    return new CorruptDumpException(where, expected, found, "take another copy of this file");
  }

  /** A member that must be there. */
  static String string(JsonObject json, String member) throws MalformedJsonException {
    String text = json.string(member);
    if (text == null) {
      throw json.unexpected(member, "a string");
    }
    return text;
  }

  /** A member that must be there and is a size or a count. */
  static long number(JsonObject json, String member) throws MalformedJsonException {
    Long number = json.number(member);
    if (number == null || number < 0) {
      throw json.unexpected(member, "a number of at least 0");
    }
    return number;
  }

  /** A member that must be there and is a digest. */
  static Sha256 digest(JsonObject json, String member) throws MalformedJsonException {
    try {
      return Sha256.parse(string(json, member));
    } catch (IllegalArgumentException e) {
      throw json.unexpected(member, "64 hexadecimal digits");
    }
  }

  /** A member that must be there and is a time. */
  static Instant time(JsonObject json, String member) throws MalformedJsonException {
    try {
      Instant time = Instant.parse(string(json, member));
      if (isTime(time)) {
        return time;
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw json.unexpected(member, "a date as in RFC 3339");
  }

  /** Whether it can be written. */
  static boolean isTime(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(END);
  }

  static String text(EngineVersion engine) {
    return new JsonObject.Builder()
        .put("name", engine.name())
        .put("version", engine.version())
        .build();
  }

  /** The member {@code engine}, which must be there. */
  static EngineVersion engine(JsonObject json) throws MalformedJsonException {
    JsonObject engine = json.object("engine");
    if (engine == null) {
      throw json.unexpected("engine", "an object");
    }
    try {
      return new EngineVersion(string(engine, "name"), string(engine, "version"));
    } catch (IllegalArgumentException e) {
      throw engine.unexpected("version", "a name and a version that starts with a digit");
    }
  }
}
