package org.indexport.lifecycle;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a dump: the time at which it was asked for, written {@code yyyyMMdd-HHmmssSSS} in
 * UTC, as in {@code 20260701-100003456}. The order is that of time. A {@link DumpService} moves a
 * time on by milliseconds until it is nobody else's.
 *
 * @param time the time in whole milliseconds, of the years 0 to 9999
 */
public record DumpUid(Instant time) implements Comparable<DumpUid> {
  /** What the name of a dump's file ends with. */
  public static final String SUFFIX = ".dump";

  private static final Pattern SHAPE = Pattern.compile("[0-9]{8}-[0-9]{9}");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmssSSS", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * Cuts the time to milliseconds.
   *
   * @throws IllegalArgumentException if the year has more or less than four digits
   */
  public DumpUid {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new IllegalArgumentException("a time whose year has not four digits: " + time);
    }
  }

  /**
   * Reads a uid.
   *
   * @throws IllegalArgumentException if the text is not of the form above, or there is no such time
   */
  public static DumpUid parse(String text) {
    if (SHAPE.matcher(text).matches()) {
      try {
        return new DumpUid(FORMAT.parse(text, Instant::from));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("not the uid of a dump, there is no such time: " + text);
      }
    }
    throw new IllegalArgumentException("not the uid of a dump, as 20260701-100003456: " + text);
  }

  /** The uid in the name of a file, or empty if that is not one of a uid and {@value #SUFFIX}. */
  public static Optional<DumpUid> ofFile(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(name.substring(0, name.length() - SUFFIX.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The one that is a millisecond later.
   *
   * @throws IllegalArgumentException after the last of the year 9999
   */
  public DumpUid next() {
    return new DumpUid(time.plusMillis(1));
  }

  /** The name of the dump's file: the uid and {@value #SUFFIX}. */
  public String fileName() {
    return this + SUFFIX;
  }

  @Override
  public int compareTo(DumpUid other) {
    return time.compareTo(other.time);
  }

  /** The uid's text, which {@link #parse} reads. */
  @Override
  public String toString() {
    return FORMAT.format(time);
  }
}
