package org.indexport.format.v2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.ResumedDump;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatOptions;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;

/**
 * Format v2: an ordinary {@code .tar.zst}, or a folder of the same files, that can be read at any
 * place and proves that it is complete. Anything that knows tar, zstd and JSON reads it.
 *
 * <p>Writing takes the option {@value #LEVEL}, zstd's level from 1 to 19. Reading takes the option
 * {@value #READING}: {@value #IN_ORDER} reads a file or folder from its start to its end as if it
 * came through a pipe, derives its manifest anew and compares all of it.
 */
public final class FormatV2 implements DumpFormat {
  /** The id of this format. */
  public static final String ID = "v2";

  /** The write option that chooses zstd's level. */
  public static final String LEVEL = "level";

  /** The read option that chooses how a file or folder is read. */
  public static final String READING = "reading";

  /** The value of {@link #READING} by which everything is read, in order. */
  public static final String IN_ORDER = "in-order";

  static final long VERSION = 2;

  private static final Set<FormatTrait> TRAITS =
      Set.copyOf(
          EnumSet.of(
              FormatTrait.WRITABLE,
              FormatTrait.MANY_INDEXES,
              FormatTrait.NAMESPACES,
              FormatTrait.OUTSIDE_IDS,
              FormatTrait.SETTINGS,
              FormatTrait.SECTIONS,
              FormatTrait.SECRETS,
              FormatTrait.PROVES_COMPLETENESS,
              FormatTrait.RESUMABLE));

  /** For the service loader, and for registries that list their formats. */
  public FormatV2() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "tar.zst of JSON lines with random access, or a folder of the same files";
  }

  @Override
  public Set<FormatTrait> traits() {
    return TRAITS;
  }

  @Override
  public Set<String> readOptions() {
    return Set.of(READING);
  }

  @Override
  public Set<String> writeOptions() {
    return Set.of(LEVEL);
  }

  @Override
  public MatchStrength probe(Probe probe) throws IOException {
    return V2Probe.match(probe);
  }

  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), readOptions());
    String reading = options.option(READING);
    if (reading != null && !reading.equals(IN_ORDER)) {
      throw new IllegalArgumentException(
          "option '%s' of format %s: expected %s, found %s"
              .formatted(READING, ID, IN_ORDER, reading));
    }
    return V2Reader.open(source, options);
  }

  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), writeOptions());
    return V2Writer.create(sink, header, options);
  }

  @Override
  public ResumedDump resume(Path path, WriteOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), writeOptions());
    Path checkpoint = options.checkpoint();
    if (checkpoint == null) {
      throw new IllegalArgumentException("without a checkpoint nothing can be resumed");
    }
    return WriterState.resume(path, checkpoint, options);
  }
}
