package org.indexport.testkit;

import java.nio.file.Path;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;

/** What {@link DumpFormatContract} needs to know of a format. */
public interface FormatUnderTest {
  /** The format. */
  DumpFormat format();

  /**
   * What a dump can hold as this test writes it. By default what the format says of itself; fewer
   * where it depends on the output, as one file that holds one index.
   */
  default Set<FormatTrait> traits() {
    return format().traits();
  }

  /** The name of the files or folders that are written, which may decide how. */
  default String outputName() {
    return "dump";
  }

  /** How a dump is written to a path: as a file by default. */
  default DumpSink sink(Path path) {
    return DumpSink.file(path);
  }

  /** The options for writing. */
  default WriteOptions writeOptions() {
    return WriteOptions.DEFAULT;
  }

  /**
   * The options for reading.
   *
   * @param written the header that the dump was written with
   */
  default ReadOptions readOptions(DumpHeader written) {
    return ReadOptions.DEFAULT;
  }

  /** What the format makes of damaged bytes; as its traits say by default. */
  default Protection protection() {
    return traits().contains(FormatTrait.PROVES_COMPLETENESS) ? Protection.PROVEN : Protection.NONE;
  }

  /**
   * Dumps to be written and read again. By default all that {@link #traits()} allow; filter them
   * where a format refuses more, and test the refusal by itself.
   */
  default Arbitrary<DumpContent> dumps() {
    return DumpArbitraries.dumps(traits());
  }

  /**
   * What is read of a dump that was written. By default all of it: of a format without {@link
   * FormatTrait#SETTINGS} only the names of the indexes are compared, not the rest of the header.
   */
  default DumpContent carried(DumpContent written) {
    return written;
  }

  /** A dialect whose settings the format carries byte for byte. */
  default String dialect() {
    return "lucene";
  }

  /**
   * Settings of {@link #dialect()} that the format carries, with a text in them.
   *
   * @param text ASCII letters
   */
  default String settings(String text) {
    return "{\"a\":\"" + text + "\"}";
  }

  /** An index that the format can hold, whose documents have their ids in them. */
  default IndexInfo index(String name) {
    IndexName full =
        traits().contains(FormatTrait.NAMESPACE_REQUIRED)
            ? IndexName.of("space", name)
            : IndexName.of(name);
    return IndexInfo.builder(full).build();
  }
}
