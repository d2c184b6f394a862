package org.indexport.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.indexport.cli.DropInOption.Kind;
import org.indexport.cli.DropInOption.Support;
import org.jspecify.annotations.Nullable;

/**
 * A command line as elasticdump reads it: {@code --name=value}, {@code --name value}, {@code
 * --flag}, {@code --no-flag}; what is {@code 0}, {@code false}, {@code null} or empty is not given.
 */
final class DropInArguments {
  private static final Set<String> NOTHING = Set.of("", "0", "-1", "false", "null", "undefined");
  private static final Set<String> TRUTHS = Set.of("true", "false");

  private final String command;
  private final Map<String, DropInOption> known;
  private final List<String> expected;
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();

  private DropInArguments(String command, Map<String, DropInOption> known, List<String> expected) {
    this.command = command;
    this.known = known;
    this.expected = expected;
  }

  /**
   * Reads a command line.
   *
   * @throws UsageException if it has an option that there is not, or that is refused
   */
  static DropInArguments of(
      String command, Map<String, DropInOption> known, List<String> arguments) {
    return of(command, known, List.of(), arguments);
  }

  /**
   * Reads a command line with words that are no options.
   *
   * @param expected what these words are, in their order
   * @throws UsageException if it has an option that there is not, or that is refused, or more or
   *     fewer words
   */
  static DropInArguments of(
      String command,
      Map<String, DropInOption> known,
      List<String> expected,
      List<String> arguments) {
    DropInArguments all = new DropInArguments(command, known, expected);
    for (int i = 0; i < arguments.size(); ) {
      i = all.read(arguments, i);
    }
    all.refuse();
    if (all.words.size() < expected.size()) {
      throw new UsageException(
          "%s: name the %s".formatted(command, expected.get(all.words.size())));
    }
    return all;
  }

  /** The word at a position among those that are no options. */
  String word(int position) {
    return words.get(position);
  }

  private int read(List<String> arguments, int at) {
    String argument = arguments.get(at);
    if (!argument.startsWith("--")) {
      if (words.size() < expected.size()) {
        words.add(argument);
        return at + 1;
      }
      if (!expected.isEmpty()) {
        throw new UsageException("%s: there is no place for '%s'".formatted(command, argument));
      }
      throw new UsageException(
          "%s takes options only, such as --input=…; found '%s'".formatted(command, argument));
    }
    int equals = argument.indexOf('=');
    if (equals >= 0) {
      add(option(argument.substring(2, equals)), argument.substring(equals + 1));
      return at + 1;
    }
    String name = argument.substring(2);
    if (!known.containsKey(name) && name.startsWith("no-")) {
      add(option(name.substring(3)), "false");
      return at + 1;
    }
    DropInOption option = option(name);
    String next = at + 1 < arguments.size() ? arguments.get(at + 1) : null;
    if (option.kind() == Kind.FLAG) {
      if (next != null && TRUTHS.contains(next)) {
        add(option, next);
        return at + 2;
      }
      add(option, "true");
      return at + 1;
    }
    if (next == null || next.startsWith("--")) {
      throw new UsageException("--%s: a value is missing".formatted(name));
    }
    add(option, next);
    return at + 2;
  }

  private DropInOption option(String name) {
    DropInOption option = known.get(name);
    if (option == null) {
      throw new UsageException(
          "%s has no option --%s; indexport %s --help lists those that it has"
              .formatted(command, name, command));
    }
    return option;
  }

  private void add(DropInOption option, String value) {
    given.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
  }

  private void refuse() {
    for (String name : given.keySet()) {
      DropInOption option = option(name);
      if (option.support() == Support.REFUSED && text(name) != null) {
        throw new UsageException("--%s: %s".formatted(name, option.help()));
      }
    }
  }

  /** The last value of an option, or null when it is not given. */
  @Nullable String text(String name) {
    List<String> values = given.get(name);
    String last = values == null ? "" : values.get(values.size() - 1);
    return NOTHING.contains(last) ? null : last;
  }

  /** All values of an option that may repeat. */
  List<String> texts(String name) {
    return given.getOrDefault(name, List.of()).stream()
        .filter(value -> !NOTHING.contains(value))
        .toList();
  }

  /** The words of an option that is a list, with commas or by being given again. */
  List<String> list(String name) {
    return texts(name).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The value of an option that must be there. */
  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new UsageException("--%s is required".formatted(name));
    }
    return text;
  }

  /** JSON that stands there or in a file, or null. */
  @Nullable String json(String name) throws IOException {
    String text = text(name);
    return text == null ? null : InputOptions.textOrFile(text);
  }

  boolean isTrue(String name) {
    String text = text(name);
    if (text != null && !text.equals("true")) {
      throw new UsageException("--%s: expected true or false, found '%s'".formatted(name, text));
    }
    return text != null;
  }

  /** Whether a flag that is true by default was switched off. */
  boolean isFalse(String name) {
    return given.containsKey(name) && text(name) == null;
  }

  /** A whole number from 1 on, or null when it is not given. */
  @Nullable Long number(String name) {
    String text = text(name);
    if (text == null || text.equals("Infinity")) {
      return null;
    }
    try {
      // Also 1e6, as the original's parser reads it.
      long number = new BigDecimal(text).longValueExact();
      if (number > 0) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw new UsageException(
        "--%s: expected a whole number above 0, found '%s'".formatted(name, text));
  }

  /**
   * A regular expression.
   *
   * @param otherwise the expression when none is given
   * @param flags as for {@link Pattern#compile(String, int)}
   */
  Pattern pattern(String name, String otherwise, int flags) {
    String text = text(name);
    try {
      return Pattern.compile(text == null ? otherwise : text, flags);
    } catch (PatternSyntaxException e) {
      throw new UsageException("--%s: '%s': %s".formatted(name, text, e.getDescription()));
    }
  }

  /** One of several words, the first of which is the default. */
  String choice(String name, List<String> words) {
    String text = text(name);
    if (text != null && !words.contains(text)) {
      throw new UsageException(
          "--%s: expected %s, found '%s'".formatted(name, String.join(", ", words), text));
    }
    return text == null ? words.get(0) : text;
  }
}
