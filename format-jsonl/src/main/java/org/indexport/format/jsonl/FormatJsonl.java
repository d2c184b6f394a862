package org.indexport.format.jsonl;

import java.io.IOException;
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
 * JSON lines and, for reading, JSON arrays of objects; plain, gzip or zstd. One file holds one
 * index, a folder one for each file.
 *
 * <p>Documents are all that is carried: no settings, no side data, and nothing that proves that a
 * file is whole. Ids that lie outside the documents are written into them ({@link #ID_FIELD}) or
 * dropped ({@link #DROP_IDS}); where an index has such ids, one of the two must be chosen.
 *
 * <p>Options for reading: {@link #INDEX}, {@link #PRIMARY_KEY}. Options for writing: {@link
 * #ID_FIELD}, {@link #DROP_IDS}, {@link #COMPRESSION}. What is accepted and written exactly, says
 * {@code docs/format/jsonl.md}.
 *
 * <p>Stateless and thread-safe. Readers and writers are as {@link DumpReader} and {@link
 * DumpWriter} say.
 */
public final class FormatJsonl implements DumpFormat {
  /** The id of the format. */
  public static final String ID = "jsonl";

  /**
   * Option for reading: the name of the index in a file or stream, {@code name} or {@code
   * namespace/name}. Without it the file name is taken, and {@code documents} for a stream.
   */
  public static final String INDEX = "index";

  /** Option for reading: the member, a dotted path, that holds the id of each document. */
  public static final String PRIMARY_KEY = "primary-key";

  /**
   * Option for writing: the member that takes the id of each document whose id lies outside, as its
   * first. A document that has this member already is rejected. Routing and version are not
   * written; that they were lost is logged.
   */
  public static final String ID_FIELD = "id-field";

  /** Option for writing: {@code true} to lose ids, routing and versions that lie outside. */
  public static final String DROP_IDS = "drop-ids";

  /**
   * Option for writing: {@code none}, {@code gzip} or {@code zstd}. Without it the output is
   * compressed if its name ends in {@code .gz} or {@code .zst}, a folder's files if the folder's
   * name does; a stream is not.
   */
  public static final String COMPRESSION = "compression";

  private static final Set<String> READ_OPTIONS = Set.of(INDEX, PRIMARY_KEY);
  private static final Set<String> WRITE_OPTIONS = Set.of(ID_FIELD, DROP_IDS, COMPRESSION);

  /** Creates the format. */
  public FormatJsonl() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "JSON lines or a JSON array, plain, gzip or zstd; one file or stream, or a folder of"
        + " files";
  }

  @Override
  public Set<FormatTrait> traits() {
    return Set.of(FormatTrait.WRITABLE, FormatTrait.MANY_INDEXES, FormatTrait.FILE_PER_INDEX);
  }

  @Override
  public Set<String> readOptions() {
    return READ_OPTIONS;
  }

  @Override
  public Set<String> writeOptions() {
    return WRITE_OPTIONS;
  }

  /** At most {@link MatchStrength#WEAK}: files of other formats may be JSON lines as well. */
  @Override
  public MatchStrength probe(Probe probe) throws IOException {
    return JsonlProbe.matches(probe) ? MatchStrength.WEAK : MatchStrength.NONE;
  }

  /**
   * Opens a file, a stream, or a folder of files. The content of files is not looked at before it
   * is read.
   *
   * @throws org.indexport.DumpException if a folder holds no such files, or two of one index, or a
   *     name cannot be one of an index
   * @throws org.indexport.LimitExceededException if a folder holds more than allowed
   * @throws IllegalArgumentException if an option is unknown or cannot be used with this source
   * @throws IOException if reading fails
   */
  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), READ_OPTIONS);
    return JsonlReader.open(source, options);
  }

  /**
   * Starts a file or stream for exactly one index, or a folder of files for any number.
   *
   * @throws org.indexport.ExistingTargetException if the target exists and may not be replaced
   * @throws org.indexport.DumpException if the target cannot be written
   * @throws IllegalArgumentException if an option is unknown or wrong; if an index has a namespace;
   *     if one has ids outside its documents and neither {@link #ID_FIELD} nor {@link #DROP_IDS} is
   *     given; if there is not exactly one index for a file or stream
   * @throws IOException if writing fails
   */
  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), WRITE_OPTIONS);
    return JsonlWriter.create(sink, header, options);
  }
}
