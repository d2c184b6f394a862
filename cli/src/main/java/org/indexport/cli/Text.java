package org.indexport.cli;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, sizes and times as people read them. */
final class Text {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private Text() {}

  /** A text without control characters, which could play tricks on a terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\ufffd");
  }

  /** A number with separators between thousands. */
  static String number(long number) {
    // A formatter would load the data of locales, which takes longer than a small command.
    StringBuilder text = new StringBuilder().append(number);
    for (int i = text.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  /** A number, or a dash where it is unknown. */
  static String number(@Nullable Long number) {
    return number == null ? "–" : number(number.longValue());
  }

  /** A text, or a dash where there is none. */
  static String orDash(@Nullable Object value) {
    return value == null ? "–" : value.toString();
  }

  /** A number and what is counted. */
  static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** A number of documents. */
  static String documents(long number) {
    return count(number, "document", "documents");
  }

  /** A size in bytes. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** A time that has passed: seconds with a tenth, minutes, hours. */
  static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }
}
