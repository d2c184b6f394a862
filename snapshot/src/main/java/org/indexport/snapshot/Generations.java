package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.snapshot.RepositoryHead.Publishing;
import org.jspecify.annotations.Nullable;

/**
 * The states of a repository, {@code index-1.json} and so on. The newest one counts. It is found by
 * asking for names, never by listing: a number is put together from its highest bit down, so the
 * files that are asked for, powers of two and the newest number with its lowest bits cleared, are
 * kept; others are deleted when they are {@link #KEPT} behind.
 *
 * <p>That a number can be taken only once is what keeps the repository whole: who builds on a state
 * that is no longer the newest cannot publish.
 */
final class Generations {
  /** So many of the last are kept, for those who are just reading. */
  static final int KEPT = 16;

  private static final int MOST_TRIES = 100;
  private static final Pattern NAME = Pattern.compile("index-([1-9][0-9]{0,18})\\.json");

  private final RepositoryFolder folder;

  Generations(RepositoryFolder folder) {
    this.folder = folder;
  }

  /**
   * What is there now.
   *
   * @param newest the highest number of a file
   * @param generation the one that counts; where files are written in place, it may be an earlier
   *     one, if a process was killed while it wrote
   */
  record Standing(long newest, Generation generation) {}

  static String name(long number) {
    return "index-" + number + ".json";
  }

  /** The number in a file's name, or 0 if it is none of a generation. */
  static long number(String name) {
    Matcher matcher = NAME.matcher(name);
    try {
      return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether a file is needed, or was needed a short while ago. */
  static boolean isKept(long number, long newest) {
    int zeros = Long.numberOfTrailingZeros(number);
    return number > newest - KEPT
        || Long.bitCount(number) == 1
        || newest >>> zeros << zeros == number;
  }

  private Path path(long number) {
    return folder.resolve(name(number));
  }

  /**
   * Finds out what counts now.
   *
   * @throws DumpException if the newest generation is damaged
   */
  Standing current() throws IOException {
    IOException gone = null;
    for (int i = 0; i < MOST_TRIES; i++) {
      long newest = probe();
      try {
        return new Standing(newest, newestWhole(newest));
      } catch (NoSuchFileException e) {
        // It was deleted between probing and reading, since others go on.
        gone = e;
      }
    }
    throw new DumpException(
        folder.root() + ": the state of the repository changes all the time; try again", gone);
  }

  /**
   * What counts now, for who is going to change it: also makes sure, as far as a listing tells,
   * that no file is missing that leads to the newest one.
   *
   * @throws DumpException also if there is a later generation that cannot be found
   */
  Standing currentForChange() throws IOException {
    Standing standing = current();
    long listed = highestListed();
    if (listed > standing.newest() && listed > probe()) {
      throw unreachable(standing.newest(), listed);
    }
    return standing;
  }

  private long highestListed() throws IOException {
    long highest = 0;
    for (Path file : RepositoryFolder.list(folder.root())) {
      highest = Math.max(highest, number(RepositoryFolder.nameOf(file)));
    }
    return highest;
  }

  private CorruptDumpException unreachable(long newest, long listed) {
    return new CorruptDumpException(
        folder.root().toString(),
        "the generations that lead to " + name(listed),
        "none after " + newest,
        "put back the files index-*.json that were removed");
  }

  private Generation newestWhole(long newest) throws IOException {
    TruncatedDumpException first = null;
    for (long number = newest; number > Math.max(0, newest - KEPT); number--) {
      try {
        return read(number);
      } catch (TruncatedDumpException e) {
        if (folder.publishing() == Publishing.ATOMIC) {
          throw e;
        }
        // It is being written, or whoever wrote it was killed: then it never counted.
        if (first == null) {
          first = e;
        }
      }
    }
    if (first != null && newest > KEPT) {
      throw first;
    }
    return Generation.NONE;
  }

  private Generation read(long number) throws IOException {
    Path path = path(number);
    return Generation.parse(
        path.toString(), folder.read(path), folder.id(), number, folder.limits());
  }

  /** The highest number. Looks until it finds the same twice, since others go on. */
  private long probe() throws IOException {
    long last = -1;
    for (int i = 0; i < MOST_TRIES; i++) {
      long found = probeOnce();
      if (found == last) {
        return found;
      }
      last = found;
    }
    return last;
  }

  private long probeOnce() throws IOException {
    long step = 1;
    while (step < Long.MAX_VALUE / 4 && exists(step)) {
      step *= 2;
    }
    long newest = step / 2;
    for (long s = step / 4; s > 0; s /= 2) {
      if (exists(newest + s)) {
        newest += s;
      }
    }
    return newest;
  }

  private boolean exists(long number) throws IOException {
    return RepositoryFolder.attributes(path(number)) != null;
  }

  /**
   * Publishes the state after another one. When this returns, it counts.
   *
   * @param base what it is built on, read under this lease
   * @param purpose what it is made for
   * @param points the points that it has
   * @param lease checked at last before publishing
   * @return how many bytes were written
   * @throws LeaseLostException if others have gone on meanwhile; then it does not count
   */
  long publish(Standing base, String purpose, List<ListedPoint> points, RepositoryLease lease)
      throws IOException {
    Generation generation =
        new Generation(
            base.newest() + 1,
            null,
            base.generation().seal(),
            purpose,
            folder.now(),
            List.copyOf(points),
            base.generation().unknown());
    byte[] bytes = generation.toBytes(folder.id());
    lease.check();
    try {
      folder.create(path(generation.number()), bytes);
    } catch (ExistingTargetException e) {
      throw new LeaseLostException(overtaken(), e);
    } catch (IOException e) {
      if (!holds(generation.number(), bytes)) {
        throw e;
      }
      // It failed only afterwards.
    }
    confirm(generation.number(), bytes);
    deleteFormer(generation.number());
    return bytes.length;
  }

  private boolean holds(long number, byte[] bytes) {
    try {
      return Arrays.equals(folder.read(path(number)), bytes);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it is certain that nobody has published this generation. */
  boolean isFree(long number) {
    try {
      return Uninterrupted.call(() -> !exists(number));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Looks whether it counts: where a number that was deleted is free again, and where creating a
   * file does not exclude others, it may not.
   */
  private void confirm(long number, byte[] bytes) throws LeaseLostException {
    boolean counts;
    try {
      long newest = probe();
      counts =
          newest == number
              ? Arrays.equals(folder.read(path(number)), bytes)
              : newest > number && follows(number + 1, RepositoryJson.sealOf(bytes));
    } catch (IOException e) {
      // It was created under a free name, and nothing that could be read speaks against it.
      return;
    }
    if (!counts) {
      throw new LeaseLostException(overtaken());
    }
  }

  private boolean follows(long number, @Nullable Sha256 seal) throws IOException {
    Sha256 previous = read(number).previous();
    return previous != null && previous.equals(seal);
  }

  private String overtaken() {
    return folder.root()
        + ": expected to be the only one who changes the repository, found a change by another;"
        + " this process stood still for too long, so try again";
  }

  /** Deletes what this number makes unnecessary; what is left, collecting garbage finds. */
  private void deleteFormer(long newest) {
    deleteUnlessKept(newest - KEPT, newest);
    for (long step = KEPT; step < newest; step *= 2) {
      deleteUnlessKept(newest - step, newest);
    }
  }

  private void deleteUnlessKept(long number, long newest) {
    if (number > 0 && !isKept(number, newest)) {
      try {
        Files.deleteIfExists(path(number));
      } catch (IOException e) {
        // It does no harm.
      }
    }
  }
}
