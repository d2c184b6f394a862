package org.indexport.spi;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The options that formats have of their own. Stateless and thread-safe. */
public final class FormatOptions {
  private FormatOptions() {}

  /**
   * Makes sure that a format has all options that are given.
   *
   * @param format the id of the format
   * @param given the names of the given options
   * @param known the names of its options
   * @throws IllegalArgumentException naming one that it has not
   */
  public static void checkKnown(String format, Collection<String> given, Collection<String> known) {
    for (String option : given) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "format %s has no option '%s'; it has %s"
                .formatted(
                    format,
                    option,
                    known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  /**
   * The constant that a value names: its name in lower case, dashes for underscores.
   *
   * @param type the constants
   * @param option the name of the option
   * @param value the value, or null where the option is not given
   * @param otherwise what counts then
   * @throws IllegalArgumentException listing them if the value names none
   */
  public static <E extends Enum<E>> E choice(
      Class<E> type, String option, @Nullable String value, E otherwise) {
    if (value == null) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "option %s: expected one of %s, found '%s'"
            .formatted(
                option,
                Arrays.stream(type.getEnumConstants()).map(FormatOptions::word).toList(),
                value));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
