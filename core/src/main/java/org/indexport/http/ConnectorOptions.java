package org.indexport.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/** The options that a user gave, by name. Messages never show the value of a secret. Immutable. */
public final class ConnectorOptions {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d|)");

  /** Much longer ones have more nanoseconds than clocks can count. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Map<String, String> options;

  private ConnectorOptions(Map<String, String> options) {
    this.options = options;
  }

  /**
   * Takes options.
   *
   * @param engine the engine's name, for messages
   * @param known the names that there are
   * @throws DumpException if another name is used
   */
  public static ConnectorOptions of(String engine, Map<String, String> options, Set<String> known)
      throws DumpException {
    for (String name : options.keySet()) {
      if (!known.contains(name)) {
        throw new DumpException(
            "unknown option %s of %s; known are %s"
                .formatted(name, engine, known.stream().sorted().toList()));
      }
    }
    return new ConnectorOptions(Map.copyOf(options));
  }

  /** The text of an option, or null when it is not given. */
  public @Nullable String text(String name) {
    return options.get(name);
  }

  /** Those of these names that are given. */
  public List<String> given(List<String> names) {
    return names.stream().filter(options::containsKey).toList();
  }

  /**
   * A secret: the text of an option, or the first line of the file that {@code NAME-file} names.
   *
   * @return the secret, or null when neither is given
   * @throws DumpException if both are given
   * @throws IOException if the file cannot be read
   */
  public @Nullable String secret(String name) throws IOException {
    String fileOption = name + "-file";
    String text = text(name);
    Path file = file(fileOption);
    if (file == null) {
      return text;
    }
    if (text != null) {
      throw new DumpException("give either option %s or %s".formatted(name, fileOption));
    }
    String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return content.lines().findFirst().orElse("").strip();
  }

  /**
   * The file that an option names, or null when it is not given.
   *
   * @throws DumpException if it cannot be a path
   */
  public @Nullable Path file(String name) throws DumpException {
    String text = text(name);
    try {
      return text == null ? null : Path.of(text);
    } catch (InvalidPathException e) {
      throw new DumpException("option %s: not a path: %s".formatted(name, e.getReason()), e);
    }
  }

  /**
   * Whether an option is {@code true}; it is not when it is not given.
   *
   * @throws DumpException if it is neither {@code true} nor {@code false}
   */
  public boolean isTrue(String name) throws DumpException {
    String text = options.getOrDefault(name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new DumpException("option %s: expected true or false, found %s".formatted(name, text));
    }
    return text.equals("true");
  }

  /**
   * A number, or another one when it is not given.
   *
   * @throws DumpException if it is no number of the range
   */
  public int number(String name, int otherwise, int min, int max) throws DumpException {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new DumpException(
        "option %s: expected a number from %d to %d, found %s".formatted(name, min, max, text));
  }

  /**
   * A time, such as {@code 30s}, {@code 5m} or {@code 500ms}, or another one when it is not given;
   * a number without unit is seconds.
   *
   * @throws DumpException if it is none, 0, or more than 365 days
   */
  public Duration duration(String name, Duration otherwise) throws DumpException {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(text);
    Duration duration =
        matcher.matches()
            ? Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)))
            : Duration.ZERO;
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new DumpException(
          "option %s: expected a time such as 30s, 5m or 500ms, of at most %d days, found %s"
              .formatted(name, LONGEST.toDays(), text));
    }
    return duration;
  }

  private static ChronoUnit unit(String letters) {
    return switch (letters) {
      case "ms" -> ChronoUnit.MILLIS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      case "d" -> ChronoUnit.DAYS;
      default -> ChronoUnit.SECONDS;
    };
  }

  /**
   * One of several words, or the first of them when it is not given.
   *
   * @throws DumpException if it is another one
   */
  public String choice(String name, List<String> words) throws DumpException {
    String text = text(name);
    if (text == null) {
      return words.get(0);
    }
    if (!words.contains(text)) {
      throw new DumpException(
          "option %s: expected one of %s, found %s".formatted(name, words, text));
    }
    return text;
  }
}
