package org.indexport.format.meilisearch.upgrade;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Points in time as the engine writes them: RFC 3339 in UTC, without closing zeros. */
public final class Timestamps {
  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final double MOST_SECONDS = 1e9;

  private Timestamps() {}

  /** Reads a time of any offset; null if it is none. */
  public static @Nullable Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeException notOne) {
      return null;
    }
  }

  /** Writes a time. */
  public static String format(Instant time) {
    return WRITTEN.format(time);
  }

  /**
   * A time a number of seconds before, which is rounded to nanoseconds; null if it is no number.
   */
  static @Nullable Instant before(Instant time, String seconds) {
    try {
      // Through a double, as the engine does; so an exponent cannot make it large.
      double value = Double.parseDouble(seconds);
      if (!(value >= 0 && value < MOST_SECONDS)) {
        return null;
      }
      BigDecimal nanos = BigDecimal.valueOf(value).movePointRight(9);
      nanos = nanos.setScale(0, RoundingMode.HALF_UP);
      return time.minusNanos(nanos.longValueExact());
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      return null;
    }
  }
}
