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
import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.DumpFormat;

/**
 * What must hold when a file of plain text, as other tools write it, is read in all ways that there
 * are. Nothing in it proves it whole, so ways are compared by what they give and refuse.
 */
final class TextAgreement {
  private static final ReadOptions ALL = ReadOptions.DEFAULT.with(Limits.READ);

  private static final String NAME = "input";

  private final DumpFormat format;

  /** Without what needs a second reading, which a stream cannot give. */
  private final ReadOptions once;

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final Path file = files.getPath("/work", NAME);

  private TextAgreement(DumpFormat format, ReadOptions once) {
    this.format = format;
    this.once = once;
  }

  static TextAgreement ofElasticdump() {
    return new TextAgreement(
        new FormatElasticdump(), ALL.with(FormatElasticdump.HIT_METADATA_OPTION, "drop"));
  }

  static TextAgreement ofKourou() {
    return new TextAgreement(new FormatKourou(), ALL);
  }

  void check(byte[] input) throws IOException {
    Files.write(file, input);
    DumpReading path = DumpReading.of(format, DumpSource.path(file), once);
    DumpReading channel =
        DumpReading.of(format, DumpSource.channel(NAME, new MemoryChannel(input)), once);
    DumpReading stream =
        DumpReading.of(format, DumpSource.stream(NAME, new ByteArrayInputStream(input)), once);
    checkSameEnd(path, channel);
    checkSameEnd(path, stream);
    checkSkipping(path, DumpReading.of(format, DumpSource.path(file), once.with(Damage.SKIP)));
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
