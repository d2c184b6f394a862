package org.indexport.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 4194304}, {@code 512k} and {@code 4MiB}; units are powers of 1024. */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*(?:([kmg])(?:i?b)?|b)?");

  /** For picocli. */
  SizeConverter() {}

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException(
          "'%s' is no size; write a number of bytes, or such as 512KiB or 4MiB".formatted(text));
    }
    String unit = size.group(2);
    int shift = unit == null ? 0 : 10 * (1 + "kmg".indexOf(unit));
    long number = Long.parseLong(size.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new TypeConversionException("'%s' is too large a size".formatted(text));
    }
    return number << shift;
  }
}
