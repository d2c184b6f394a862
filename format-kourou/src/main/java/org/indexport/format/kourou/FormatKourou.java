package org.indexport.format.kourou;

import java.io.IOException;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.kourou.read.KourouProbe;
import org.indexport.format.kourou.read.KourouReader;
import org.indexport.format.kourou.write.KourouWriter;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatOptions;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;

/**
 * What kourou, the command line tool of Kuzzle, exports and imports: a tree of folders, one of an
 * index, one of a collection, or one file of documents. Read and written; {@code
 * docs/format/kourou.md} says exactly what.
 *
 * <p>An index of a dump is a collection of Kuzzle; its namespace is the index of Kuzzle. Documents
 * are the bytes of {@code body}; ids lie beside them. Settings are the body that would create the
 * collection, <code>{"mappings":{…},"settings":{…}}</code>, in the dialect {@value #DIALECT}.
 * Roles, profiles and users are sections of the instance, see {@link SecurityFile}.
 *
 * <p>Options for reading: {@link #INDEX}, {@link #COLLECTION}, {@link #SECOND_HEADERS}. Options for
 * writing: {@link #FORMAT}, {@link #FIELDS}, {@link #TYPE}, {@link #LAYOUT}, {@link #SETTINGS},
 * {@link #LAST_LINE}, {@link #MISSING_IDS}, {@link #MANIFEST}.
 *
 * <p>Stateless and thread-safe. Readers and writers are as {@link DumpReader} and {@link
 * DumpWriter} say.
 */
public final class FormatKourou implements DumpFormat {
  /** The id of the format. */
  public static final String ID = "kourou";

  /** The dialect of its settings. */
  public static final String DIALECT = "kuzzle";

  /** Option for reading one collection: the index of Kuzzle that it is in, whatever files say. */
  public static final String INDEX = "index";

  /** Option for reading one collection: its name, whatever files say. */
  public static final String COLLECTION = "collection";

  /**
   * Option for reading: a header within a file, as in files that were joined, starts another
   * collection. With {@code differing}, the default, one of the same collection again is an error;
   * with {@code any} its documents are read on.
   */
  public static final String SECOND_HEADERS = "second-headers";

  /**
   * Option for writing: {@code jsonl}, the default, for documents that kourou imports; {@code
   * kuzzle} for what it exports with {@code --format kuzzle} and does not import; {@code csv} for
   * tables, which nobody reads again: objects and arrays have no place in them.
   */
  public static final String FORMAT = "format";

  /**
   * Option for writing tables: the columns beside the id, as {@code title,author.name}; otherwise
   * the fields of the mapping.
   */
  public static final String FIELDS = "fields";

  /**
   * Option for writing, as kourou's: {@code all}, the default; {@code data} for documents without
   * mappings; {@code mappings} for mappings without documents.
   */
  public static final String TYPE = "type";

  /**
   * Option for writing, what the folder is: {@code tree}, the default, with a folder for each index
   * and the files of roles, profiles and users; {@code index}, with a folder for each collection of
   * one index; {@code collection}, with the files of one collection.
   */
  public static final String LAYOUT = "layout";

  /**
   * Option for writing: {@code none}, the default, leaves settings of collections out, as kourou
   * does; {@code all} writes what can be set; {@code portable} writes it without the numbers of
   * shards and replicas.
   */
  public static final String SETTINGS = "settings";

  /**
   * Option for writing: {@code once}, the default; {@code repeated} writes the last document twice
   * where kourou's import would lose the last documents, whose number is a multiple of 200.
   */
  public static final String LAST_LINE = "last-line";

  /**
   * Option for writing: {@code refused}, the default, for an error at a document without id; {@code
   * made} gives it one.
   */
  public static final String MISSING_IDS = "missing-ids";

  /**
   * Option for writing: {@code beside}, the default, writes our own manifest, which proves the dump
   * whole, to {@code NAME.manifest.json} beside the folder; {@code none} does not.
   */
  public static final String MANIFEST = "manifest";

  private static final Set<String> READ_OPTIONS = Set.of(INDEX, COLLECTION, SECOND_HEADERS);
  private static final Set<String> WRITE_OPTIONS =
      Set.of(FORMAT, FIELDS, TYPE, LAYOUT, SETTINGS, LAST_LINE, MISSING_IDS, MANIFEST);

  private static final Set<FormatTrait> TRAITS =
      Set.of(
          FormatTrait.WRITABLE,
          FormatTrait.MANY_INDEXES,
          FormatTrait.NAMESPACES,
          FormatTrait.NAMESPACE_REQUIRED,
          FormatTrait.OUTSIDE_IDS,
          FormatTrait.SETTINGS,
          FormatTrait.SECTIONS,
          FormatTrait.SECRETS);

  /** For the service loader, and for registries that list their formats. */
  public FormatKourou() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "folders that kourou, the tool of Kuzzle, exports and imports (write to a path that ends"
        + " in '/')";
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
    return KourouProbe.match(probe);
  }

  /**
   * Opens a folder, a file or a stream. What describes collections is read at once, documents
   * later.
   *
   * @throws org.indexport.DumpException if files are damaged or none of the tool
   * @throws org.indexport.LimitExceededException if there is more than allowed
   * @throws IllegalArgumentException if an option is unknown or cannot be used with this source
   * @throws IOException if reading fails
   */
  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), READ_OPTIONS);
    return KourouReader.open(source, options);
  }

  /**
   * Starts a folder.
   *
   * @throws org.indexport.ExistingTargetException if the target exists and may not be replaced, or
   *     holds what is not of this format
   * @throws org.indexport.DumpException if the target cannot be written
   * @throws IllegalArgumentException if an option is unknown or wrong; if a name is none that
   *     Kuzzle takes, or has no namespace; if there is more than the layout has room for; if the
   *     target is no folder
   * @throws IOException if writing fails
   */
  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), WRITE_OPTIONS);
    return KourouWriter.create(sink, header, options);
  }
}
