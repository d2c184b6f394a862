package org.indexport.examples.server;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.indexport.lifecycle.LaunchRequest;
import org.indexport.lifecycle.LaunchRequest.Flag;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says, else the environment, else what is usual. That options exclude each
 * other, or need each other, is said when they are used.
 */
final class ServerOptions {
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private final Map<Option, String> values;

  private ServerOptions(Map<Option, String> values) {
    this.values = values;
  }

  /**
   * Reads all that was said.
   *
   * @throws IllegalArgumentException if an option is unknown, or given twice, or has no value, or
   *     one that it cannot have
   */
  static ServerOptions of(List<String> arguments, Map<String, String> environment) {
    Map<Option, String> values = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      String value = environment.get(option.environmentVariable());
      if (value != null && !value.isEmpty() && !(option.isSwitch() && isOff(option, value))) {
        values.put(option, value);
      }
    }
    values.putAll(given(arguments));
    ServerOptions options = new ServerOptions(values);
    options.check();
    return options;
  }

  /** Whether a switch in the environment says no. */
  private static boolean isOff(Option option, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "on", "1" -> false;
      case "false", "f", "no", "n", "off", "0" -> true;
      default ->
          throw new IllegalArgumentException(
              option.environmentVariable() + " wants true or false, not " + value);
    };
  }

  /** What the command line says. */
  private static Map<Option, String> given(List<String> arguments) {
    Map<Option, String> given = new EnumMap<>(Option.class);
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.remove();
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      Option option = Option.of(flag);
      if (option == null) {
        throw new IllegalArgumentException("unknown option " + flag);
      }
      if (equals >= 0 && option.isSwitch()) {
        throw new IllegalArgumentException(flag + " takes no value");
      }
      String value = equals < 0 ? value(option, left) : argument.substring(equals + 1);
      if (value.isEmpty()) {
        throw new IllegalArgumentException(flag + " wants a value");
      }
      if (given.put(option, value) != null) {
        throw new IllegalArgumentException(flag + " is given twice");
      }
    }
    return given;
  }

  /** The value of an option that has none behind an equals sign; empty if it lacks one. */
  private static String value(Option option, Deque<String> left) {
    if (option.isSwitch()) {
      return "true";
    }
    String next = left.peek();
    if (next != null && !next.startsWith("--")) {
      return left.remove();
    }
    return option.takesValue() ? "" : String.valueOf(DAY);
  }

  /** Looks at every value once, so that the server does not notice in the end. */
  private void check() {
    httpAddress();
    batchSize();
    number(Option.DUMP_BYTES_PER_SECOND);
    number(Option.SNAPSHOT_BYTES_PER_SECOND);
    snapshotInterval();
    snapshotsKept();
    maxPayloadBytes();
    for (Option option :
        List.of(
            Option.DB_PATH,
            Option.DUMP_DIR,
            Option.SNAPSHOT_DIR,
            Option.SNAPSHOT_REPOSITORY,
            Option.IMPORT_DUMP,
            Option.IMPORT_SNAPSHOT)) {
      path(option);
    }
  }

  boolean has(Option option) {
    return values.containsKey(option);
  }

  /** A path that was given, or null. */
  @Nullable Path path(Option option) {
    String text = values.get(option);
    try {
      return text == null ? null : Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(option.flag() + " wants a path, not " + text, e);
    }
  }

  private Path path(Option option, String otherwise) {
    Path given = path(option);
    return given == null ? Path.of(otherwise) : given;
  }

  Path database() {
    return path(Option.DB_PATH, "data.ix");
  }

  /** What the database is called, and so its snapshot. */
  String databaseName() {
    return String.valueOf(database().toAbsolutePath().normalize().getFileName());
  }

  Path dumpFolder() {
    return path(Option.DUMP_DIR, "dumps");
  }

  Path snapshotFolder() {
    return path(Option.SNAPSHOT_DIR, "snapshots");
  }

  /** What to start with. */
  LaunchRequest launchRequest() {
    LaunchRequest request =
        new LaunchRequest(path(Option.IMPORT_DUMP), path(Option.IMPORT_SNAPSHOT), Set.of());
    for (Flag flag : Flag.values()) {
      if (has(Option.valueOf(flag.name()))) {
        request = request.with(flag);
      }
    }
    return request;
  }

  InetSocketAddress httpAddress() {
    String text = values.getOrDefault(Option.HTTP_ADDR, "localhost:7700");
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port < 1 << 16) {
        return new InetSocketAddress(text.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        Option.HTTP_ADDR.flag() + " wants HOST:PORT, such as localhost:7700, not " + text);
  }

  int batchSize() {
    return (int) number(Option.DUMP_BATCH_SIZE, 1_000, Integer.MAX_VALUE);
  }

  int snapshotsKept() {
    return (int) number(Option.SNAPSHOT_KEEP, 10, Integer.MAX_VALUE);
  }

  int maxPayloadBytes() {
    return (int) number(Option.MAX_PAYLOAD_BYTES, 64 << 20, 1 << 30);
  }

  /** A number that was given, or null. */
  @Nullable Long number(Option option) {
    return has(option) ? number(option, 1, Long.MAX_VALUE) : null;
  }

  /** How often snapshots are taken, or null for when they are asked for only. */
  @Nullable Duration snapshotInterval() {
    return has(Option.SCHEDULE_SNAPSHOT)
        ? Duration.ofSeconds(number(Option.SCHEDULE_SNAPSHOT, DAY, Integer.MAX_VALUE))
        : null;
  }

  private long number(Option option, long otherwise, long most) {
    String text = values.get(option);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s wants a number from 1 to %,d, not %s".formatted(option.flag(), most, text));
  }
}
