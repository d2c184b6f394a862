package org.indexport.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.snapshot.VerifyScope;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads fractions such as {@code 2/7}, the second of seven parts, and {@code day/7}. */
final class VerifyFraction implements ITypeConverter<VerifyScope> {
  private static final Pattern FRACTION = Pattern.compile("(day|\\d{1,5})/(\\d{1,5})");

  /** For picocli. */
  VerifyFraction() {}

  @Override
  public VerifyScope convert(String text) {
    Matcher fraction = FRACTION.matcher(text.toLowerCase(Locale.ROOT));
    if (fraction.matches()) {
      int parts = Integer.parseInt(fraction.group(2));
      try {
        return fraction.group(1).equals("day")
            ? VerifyScope.rotating(LocalDate.now(Clock.systemUTC()).toEpochDay(), parts)
            : new VerifyScope(Integer.parseInt(fraction.group(1)) - 1, parts);
      } catch (IllegalArgumentException e) {
        // Said below.
      }
    }
    throw new TypeConversionException(
        "'%s' is no fraction; write such as 2/7 or day/7, of at most 10000 parts".formatted(text));
  }
}
