package org.indexport.format.v1;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatOptions;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;

/**
 * Format v1: a gzipped tar with {@code metadata.json}, per index {@code index.json} and members of
 * JSON lines, sections, and a closing {@code manifest.json} that proves it complete. Anything that
 * knows tar, gzip and JSON reads and writes it.
 *
 * <p>From a path members may come in any order; from a stream {@code metadata.json} must come first
 * and an index's {@code index.json} before its documents, as this format's writer puts them. It has
 * no options. A plain tar is read too and never written.
 */
public final class FormatV1 implements DumpFormat {
  /** The id of this format. */
  public static final String ID = "v1";

  static final long VERSION = 1;

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
              FormatTrait.PROVES_COMPLETENESS));

  /** For the service loader, and for registries that list their formats. */
  public FormatV1() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "gzipped tar of JSON lines, which any language reads and writes";
  }

  @Override
  public Set<FormatTrait> traits() {
    return TRAITS;
  }

  @Override
  public MatchStrength probe(Probe probe) {
    return V1Probe.match(probe);
  }

  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), readOptions());
    return V1Reader.open(source, options);
  }

  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), writeOptions());
    if (sink.packing() == DumpSink.Packing.FOLDER) {
      throw new IllegalArgumentException(
          sink.name() + ": format " + ID + " is one file; a folder cannot be written");
    }
    return V1Writer.create(sink, header, options);
  }
}
