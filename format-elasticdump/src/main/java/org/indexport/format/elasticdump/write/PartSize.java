package org.indexport.format.elasticdump.write;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.jspecify.annotations.Nullable;

/**
 * After what a part of a split file ends.
 *
 * @param units the characters that it has then, as UTF-16 counts them and as the tool does
 * @param rows the lines that it has then
 */
record PartSize(long units, long rows) {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,12})?)\\s*(b|kb|mb|gb)?");
  private static final Pattern ROWS = Pattern.compile("\\d{1,18}");

  /** What the options say, or null for one file. */
  static @Nullable PartSize of(WriteOptions options) {
    String size = options.option(FormatElasticdump.FILE_SIZE);
    String rows = options.option(FormatElasticdump.MAX_ROWS);
    return size == null && rows == null ? null : new PartSize(units(size), rows(rows));
  }

  private static long units(@Nullable String size) {
    if (size == null) {
      return Long.MAX_VALUE;
    }
    Matcher matcher = SIZE.matcher(size.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw WriteChoices.unexpected(FormatElasticdump.FILE_SIZE, "a size such as 20mb", size);
    }
    String unit = matcher.group(2);
    int power = unit == null ? 0 : "bkmg".indexOf(unit.charAt(0));
    BigDecimal units =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    return positive(
        FormatElasticdump.FILE_SIZE, units.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
  }

  private static long rows(@Nullable String rows) {
    if (rows == null) {
      return Long.MAX_VALUE;
    }
    if (!ROWS.matcher(rows).matches()) {
      throw WriteChoices.unexpected(FormatElasticdump.MAX_ROWS, "a number of lines", rows);
    }
    return positive(FormatElasticdump.MAX_ROWS, Long.parseLong(rows));
  }

  private static long positive(String option, long value) {
    if (value < 1) {
      throw WriteChoices.unexpected(option, "at least 1", Long.toString(value));
    }
    return value;
  }
}
