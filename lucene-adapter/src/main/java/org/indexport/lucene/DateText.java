package org.indexport.lucene;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Dates and times as text: ISO 8601, in UTC where no offset is given. */
final class DateText {
  private static final int SHORTEST = "2000-01-01".length();
  private static final int LONGEST = 40;

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .parseCaseInsensitive()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .optionalEnd()
          .toFormatter();

  private DateText() {}

  /** The milliseconds since 1970, or null if the text is no date. */
  static @Nullable Long epochMillis(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST || text.charAt(4) != '-') {
      return null;
    }
    try {
      TemporalAccessor time =
          FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      OffsetDateTime exact =
          time instanceof OffsetDateTime offset
              ? offset
              : time instanceof LocalDateTime local
                  ? local.atOffset(ZoneOffset.UTC)
                  : ((LocalDate) time).atStartOfDay().atOffset(ZoneOffset.UTC);
      return exact.toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
