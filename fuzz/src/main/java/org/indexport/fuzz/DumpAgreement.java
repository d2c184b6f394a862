package org.indexport.fuzz;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.spi.DumpFormat;

/**
 * What must hold when a dump is read in all ways that there are. Only the documented exceptions
 * escape; what is complete for one way is so for the others, with the same content; and what is not
 * is never passed off as complete where damage is skipped.
 */
final class DumpAgreement {
  private static final ReadOptions REFUSE = ReadOptions.DEFAULT.with(Limits.READ);
  private static final ReadOptions SKIP = REFUSE.with(Damage.SKIP);
  private static final String NAME = "input";

  private final DumpFormat format;
  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final Path file = files.getPath("/work", NAME);

  DumpAgreement(DumpFormat format) {
    this.format = format;
  }

  void check(byte[] input) throws IOException {
    Files.write(file, input);
    DumpReading path = DumpReading.of(format, DumpSource.path(file), REFUSE);
    DumpReading channel = DumpReading.of(format, channel(input), REFUSE);
    DumpReading stream = DumpReading.of(format, stream(input), REFUSE);
    checkAgainst(path, channel);
    checkAgainst(path, stream);
    // One of three, which is faster; a mutation of the input gets at the others.
    switch (Math.floorMod(Arrays.hashCode(input), 3)) {
      case 0 -> checkSkipping(path, DumpReading.of(format, DumpSource.path(file), SKIP));
      case 1 -> checkSkipping(channel, DumpReading.of(format, channel(input), SKIP));
      default -> checkSkipping(stream, DumpReading.of(format, stream(input), SKIP));
    }
  }

  private static DumpSource channel(byte[] input) {
    return DumpSource.channel(NAME, new MemoryChannel(input));
  }

  private static DumpSource stream(byte[] input) {
    return DumpSource.stream(NAME, new ByteArrayInputStream(input));
  }

  /** Reading from a path can do all that other ways can; they may refuse an unusual order. */
  private static void checkAgainst(DumpReading path, DumpReading other) {
    if (other.isComplete()) {
      Finding.unless(path.isComplete(), "complete but from a path:%n%s%n%s", other, path);
      Finding.unless(path.hasContentOf(other), "different content:%n%s%n%s", other, path);
    } else if (path.isComplete()) {
      DumpException refusal = other.refusal();
      Finding.unless(
          refusal != null && refusal.getClass() == DumpException.class,
          "complete from a path only:%n%s%n%s",
          path,
          other);
    }
  }

  private static void checkSkipping(DumpReading refusing, DumpReading skipping) {
    if (refusing.isComplete()) {
      Finding.unless(skipping.isComplete(), "damage in what is complete:%n%s", skipping);
      Finding.unless(
          skipping.hasContentOf(refusing), "different content:%n%s%n%s", refusing, skipping);
    } else {
      Finding.unless(
          skipping.refusal() != null || !skipping.damages().isEmpty(),
          "damage that was not told:%n%s%n%s",
          refusing,
          skipping);
    }
  }
}
