package org.indexport.lifecycle;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a server for its start, by options of its command line or by environment
 * variables, whose rules are the same. Immutable.
 *
 * @param dump the dump to import ({@value #IMPORT_DUMP}), or null for none
 * @param snapshot the snapshot to import ({@value #IMPORT_SNAPSHOT}), or null for none
 * @param flags which of the other options were given
 */
public record LaunchRequest(@Nullable Path dump, @Nullable Path snapshot, Set<Flag> flags) {
  /** The option that names a dump. */
  public static final String IMPORT_DUMP = "--import-dump";

  /** The option that names a snapshot. */
  public static final String IMPORT_SNAPSHOT = "--import-snapshot";

  /** Nothing to import. */
  public static final LaunchRequest NONE = new LaunchRequest(null, null, Set.of());

  /** Options without a value. */
  public enum Flag {
    /** A dump that is not there is none. */
    IGNORE_MISSING_DUMP("--ignore-missing-dump"),
    /** A database that is not empty is kept, instead of importing the dump. */
    IGNORE_DUMP_IF_DB_EXISTS("--ignore-dump-if-db-exists"),
    /** A snapshot that is not there is none. */
    IGNORE_MISSING_SNAPSHOT("--ignore-missing-snapshot"),
    /** A database that is not empty is kept, instead of importing the snapshot. */
    IGNORE_SNAPSHOT_IF_DB_EXISTS("--ignore-snapshot-if-db-exists");

    private final String option;

    Flag(String option) {
      this.option = option;
    }

    /** The option as users write it. */
    public String option() {
      return option;
    }
  }

  /** Copies the flags. */
  public LaunchRequest {
    flags = Set.copyOf(flags);
  }

  /** The same with a dump to import, or without. */
  public LaunchRequest withDump(@Nullable Path file) {
    return new LaunchRequest(file, snapshot, flags);
  }

  /** The same with a snapshot to import, or without. */
  public LaunchRequest withSnapshot(@Nullable Path file) {
    return new LaunchRequest(dump, file, flags);
  }

  /** The same with one more flag. */
  public LaunchRequest with(Flag flag) {
    Set<Flag> more = EnumSet.of(flag);
    more.addAll(flags);
    return new LaunchRequest(dump, snapshot, more);
  }
}
