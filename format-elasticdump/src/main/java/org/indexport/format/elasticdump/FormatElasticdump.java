package org.indexport.format.elasticdump;

import java.io.IOException;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.read.ElasticdumpProbe;
import org.indexport.format.elasticdump.read.ElasticdumpReader;
import org.indexport.format.elasticdump.write.ElasticdumpWriter;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatOptions;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;

/**
 * What elasticdump and multielasticdump write and load: a folder with files for each index, or one
 * file; plain or gzip. Read and written; {@code docs/format/elasticdump.md} says exactly what.
 *
 * <p>Documents are the bytes of {@code _source}; ids, routings and versions lie beside them. The
 * settings of an index are the body that would make one like it, in the dialect {@value #DIALECT},
 * also where they come from OpenSearch.
 *
 * <p>Options for reading: {@link #INDEX}, {@link #TYPE}, {@link #PRIMARY_KEY}, {@link
 * #INDEX_NAMES}, {@link #HIT_METADATA_OPTION}. Options for writing: {@link #COMPRESS}, {@link
 * #COMPRESSION_LEVEL}, {@link #TYPES}, {@link #FILE_SIZE}, {@link #MAX_ROWS}, {@link #SOURCE_ONLY},
 * {@link #HIT_METADATA_OPTION}, {@link #MANIFEST}.
 *
 * <p>Stateless and thread-safe. Readers and writers are as {@link DumpReader} and {@link
 * DumpWriter} say.
 */
public final class FormatElasticdump implements DumpFormat {
  /** The id of the format. */
  public static final String ID = "elasticdump";

  /** The dialect of its settings. */
  public static final String DIALECT = "elasticsearch";

  /** Option for reading one file or stream: the name of its index, whatever documents say. */
  public static final String INDEX = "index";

  /**
   * Option for reading one file or stream: the type that it must have, in the tool's words, as
   * {@code mapping}. Without it any will do.
   */
  public static final String TYPE = "type";

  /**
   * Option for reading files of {@code --sourceOnly}, in which documents have nothing around them:
   * the member, a dotted path, that holds the id of each.
   */
  public static final String PRIMARY_KEY = "primary-key";

  /**
   * Option for reading: {@code files} names indexes after the files of a folder, as the tool's own
   * loader does; {@code documents} after what each document says; {@code auto}, the default, after
   * the files of a folder unless what lies beside documents says that they are of other indexes, as
   * in a dump of a data stream, and after documents in a single file.
   */
  public static final String INDEX_NAMES = "index-names";

  /**
   * Option for reading: {@code keep}, the default, gives members of hits that have no other place
   * as the section {@link #HIT_METADATA}, for which files are read twice; {@code drop} does not.
   * For writing: {@code keep}, the default, puts them back, for which files that have such a
   * section are written twice; {@code drop} does not.
   */
  public static final String HIT_METADATA_OPTION = "hit-metadata";

  /**
   * Option for writing: {@code true} for gzip, which the tool calls {@code fsCompress}. Without it
   * a file is compressed if its name ends in {@code .gz}, a folder is not.
   */
  public static final String COMPRESS = "compress";

  /** Option for writing gzip: its level from 1 (fast) to 9 (small); 6 without it. */
  public static final String COMPRESSION_LEVEL = "compression-level";

  /**
   * Option for writing a folder: the types of files for each index, separated by commas; without it
   * all: {@code data,mapping,settings,template,analyzer,alias,index}. For writing a file or stream:
   * the one type that it holds, which may also be {@code index_template}, {@code
   * component_template}, {@code script} or {@code policy}; any number of indexes goes into it.
   * Without it a file holds the documents of one index.
   */
  public static final String TYPES = "types";

  /**
   * Option for writing documents to a file: how large a part of them gets, as {@code 20mb}, with
   * the units b, kb, mb and gb. Parts are called {@code NAME.split-0.json}, {@code
   * NAME.split-1.json} …
   */
  public static final String FILE_SIZE = "file-size";

  /**
   * Option for writing documents to a file: how many a part of them gets; see {@link #FILE_SIZE}.
   */
  public static final String MAX_ROWS = "max-rows";

  /**
   * Option for writing: {@code true} for documents without anything around them, which the tool
   * writes but cannot load.
   */
  public static final String SOURCE_ONLY = "source-only";

  /**
   * Option for writing a folder: {@code beside}, the default, writes our own manifest, which proves
   * the dump whole, to {@code NAME.manifest.json} beside the folder; {@code none} does not.
   */
  public static final String MANIFEST = "manifest";

  /** Section of an index: its aliases, as {@code {"NAME":{…}}}. */
  public static final String ALIASES = "aliases";

  /** Section of an index: the settings of its analyzer file where they are not its settings. */
  public static final String ANALYZER = "analyzer";

  /**
   * Section of an index: a line for each hit with members that have no other place, as {@code
   * {"ordinal":7,"_id":"b1","_seq_no":12}} with the position of the hit from 0 and its id.
   */
  public static final String HIT_METADATA = "hit-metadata";

  /** Section: templates of the older kind, as {@code {"NAME":{…}}}. */
  public static final String TEMPLATES = "templates";

  /** Section: index templates, as {@code {"index_templates":[…]}}. */
  public static final String INDEX_TEMPLATES = "index-templates";

  /** Section: component templates, as {@code {"component_templates":[…]}}. */
  public static final String COMPONENT_TEMPLATES = "component-templates";

  /** Section: stored scripts, as {@code {"stored_scripts":[…]}}. */
  public static final String SCRIPTS = "scripts";

  /** Section: policies of the life of indexes, in the form of the engine that they come from. */
  public static final String POLICIES = "policies";

  private static final Set<String> READ_OPTIONS =
      Set.of(INDEX, TYPE, PRIMARY_KEY, INDEX_NAMES, HIT_METADATA_OPTION);
  private static final Set<String> WRITE_OPTIONS =
      Set.of(
          COMPRESS,
          COMPRESSION_LEVEL,
          TYPES,
          FILE_SIZE,
          MAX_ROWS,
          SOURCE_ONLY,
          HIT_METADATA_OPTION,
          MANIFEST);

  private static final Set<FormatTrait> TRAITS =
      Set.of(
          FormatTrait.WRITABLE,
          FormatTrait.MANY_INDEXES,
          FormatTrait.OUTSIDE_IDS,
          FormatTrait.SETTINGS,
          FormatTrait.SECTIONS);

  /** For the service loader, and for registries that list their formats. */
  public FormatElasticdump() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "files of elasticdump and folders of multielasticdump, plain or gzip (write to a path"
        + " that ends in '/')";
  }

  @Override
  public Set<FormatTrait> traits() {
    return TRAITS;
  }

  @Override
  public Set<String> readOptions() {
    return READ_OPTIONS;
  }

  @Override
  public Set<String> writeOptions() {
    return WRITE_OPTIONS;
  }

  @Override
  public MatchStrength probe(Probe probe) throws IOException {
    return ElasticdumpProbe.match(probe);
  }

  /**
   * Opens a folder, a file or a stream. What describes indexes is read at once, documents later.
   *
   * @throws org.indexport.DumpException if files are missing, damaged or none of the tool
   * @throws org.indexport.LimitExceededException if there is more than allowed
   * @throws IllegalArgumentException if an option is unknown or cannot be used with this source
   * @throws IOException if reading fails
   */
  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), READ_OPTIONS);
    return ElasticdumpReader.open(source, options);
  }

  /**
   * Starts a folder for any number of indexes, or a file or stream of one type; without {@link
   * #TYPES} this is for the documents of exactly one index.
   *
   * @throws org.indexport.ExistingTargetException if the target exists and may not be replaced, or
   *     holds what is not of this format
   * @throws org.indexport.DumpException if the target cannot be written
   * @throws IllegalArgumentException if an option is unknown or wrong; if a name is none that the
   *     engine and the tool take; if there is not exactly one index for a file or stream
   * @throws IOException if writing fails
   */
  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), WRITE_OPTIONS);
    return ElasticdumpWriter.create(sink, header, options);
  }
}
