package org.indexport.examples.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be said on the command line, as {@code --db-path}, or by the environment, as {@code
 * INDEXPORT_DB_PATH}.
 */
enum Option {
  DB_PATH("=DIR", "the database, one folder for each index (data.ix)"),
  HTTP_ADDR("=HOST:PORT", "where requests are served; port 0 is any that is free (localhost:7700)"),
  DUMP_DIR("=DIR", "where dumps appear (dumps)"),
  DUMP_BYTES_PER_SECOND("=N", "how many bytes of documents a dump reads in a second (no limit)"),
  DUMP_BATCH_SIZE("=N", "how many documents are imported at a time (1000)"),
  IMPORT_DUMP("=FILE", "start with what a dump holds; of any format, also Meilisearch's"),
  IGNORE_MISSING_DUMP("", "start without it when it is missing"),
  IGNORE_DUMP_IF_DB_EXISTS("", "start without it when there is a database"),
  SNAPSHOT_DIR("=DIR", "where the snapshot appears (snapshots)"),
  SNAPSHOT_BYTES_PER_SECOND("=N", "how many bytes a snapshot reads in a second (no limit)"),
  SNAPSHOT_REPOSITORY("=DIR", "keep every snapshot in this repository, too"),
  SNAPSHOT_KEEP("=N", "how many snapshots the repository keeps (10)"),
  SCHEDULE_SNAPSHOT("[=SECONDS]", "take a snapshot now and then in this interval (a day)"),
  IMPORT_SNAPSHOT("=FILE", "start with what a snapshot holds"),
  IGNORE_MISSING_SNAPSHOT("", "start without it when it is missing"),
  IGNORE_SNAPSHOT_IF_DB_EXISTS("", "start without it when there is a database"),
  MAX_PAYLOAD_BYTES("=N", "how large the body of a request may be (64 MiB)");

  private final String value;
  private final String help;

  Option(String value, String help) {
    this.value = value;
    this.help = help;
  }

  String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String environmentVariable() {
    return "INDEXPORT_" + name();
  }

  boolean takesValue() {
    return value.startsWith("=");
  }

  boolean isSwitch() {
    return value.isEmpty();
  }

  static @Nullable Option of(String flag) {
    return Arrays.stream(values()).filter(one -> one.flag().equals(flag)).findFirst().orElse(null);
  }

  static String help() {
    return Arrays.stream(values())
        .map(one -> "  %-33s %s%n".formatted(one.flag() + one.value, one.help))
        .collect(Collectors.joining());
  }
}
