package org.indexport.fuzz;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.format.elasticdump.FormatElasticdump;

/**
 * What must hold when a file of elasticdump is read in all ways that there are. Nothing in it
 * proves it whole, so ways are compared by what they give and refuse.
 */
final class HitsAgreement {
  private static final ReadOptions ALL = ReadOptions.DEFAULT.with(Limits.READ);

  /** Without what needs a second reading, which a stream cannot give. */
  private static final ReadOptions REFUSE = ALL.with(FormatElasticdump.HIT_METADATA_OPTION, "drop");

  private static final ReadOptions SKIP = REFUSE.with(Damage.SKIP);
  private static final String NAME = "input";

  private final FormatElasticdump format = new FormatElasticdump();
  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final Path file = files.getPath("/work", NAME);

  void check(byte[] input) throws IOException {
    Files.write(file, input);
    DumpReading path = DumpReading.of(format, DumpSource.path(file), REFUSE);
    DumpReading channel =
        DumpReading.of(format, DumpSource.channel(NAME, new MemoryChannel(input)), REFUSE);
    DumpReading stream =
        DumpReading.of(format, DumpSource.stream(NAME, new ByteArrayInputStream(input)), REFUSE);
    checkSameEnd(path, channel);
    checkSameEnd(path, stream);
    checkSkipping(path, DumpReading.of(format, DumpSource.path(file), SKIP));
    // Members that are left out need not be well-formed.
    DumpReading all = DumpReading.of(format, DumpSource.path(file), ALL);
    Finding.unless(
        path.refusal() == null || all.refusal() != null, "refused without members only:%n%s", path);
  }

  private static void checkSameEnd(DumpReading path, DumpReading other) {
    Finding.unless(
        (path.refusal() == null) == (other.refusal() == null),
        "refused in one way only:%n%s%n%s",
        path,
        other);
  }

  private static void checkSkipping(DumpReading refusing, DumpReading skipping) {
    if (refusing.refusal() == null) {
      Finding.unless(
          skipping.refusal() == null && skipping.damages().isEmpty(),
          "damage in what is sound:%n%s",
          skipping);
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
