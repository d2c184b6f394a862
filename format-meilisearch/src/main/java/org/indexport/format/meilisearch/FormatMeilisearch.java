package org.indexport.format.meilisearch;

import java.io.IOException;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.meilisearch.read.MeilisearchProbe;
import org.indexport.format.meilisearch.read.MeilisearchReader;
import org.indexport.format.meilisearch.write.V6Writer;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatOptions;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;

/**
 * Dumps of Meilisearch, the files that end in {@code .dump}. All versions from 1 to 6 are read and
 * given as version 6: settings, tasks and keys are brought there step by step as the engine does.
 *
 * <p>From a path members may come in any order, and nothing is unpacked to disk. A stream is kept
 * in a temporary file as it comes, packed, up to {@link #SPILL_LIMIT}, unless this library wrote
 * it: then nothing comes too early.
 */
public final class FormatMeilisearch implements DumpFormat {
  /** The id of this format. */
  public static final String ID = "meilisearch";

  /**
   * For reading: {@code keep} adds to each index of a dump older than version 6 its settings as the
   * dump has them, as extension {@code x-meilisearch-original-settings}; {@code drop}, which is the
   * default, does not.
   */
  public static final String ORIGINAL_SETTINGS = "original-settings";

  /**
   * For reading: what the uids of keys become that have none, in dumps of version 4. {@code name},
   * the default, derives them from the old ids, so that each reading gives the same; {@code random}
   * does as the engine.
   */
  public static final String KEY_UIDS = "key-uids";

  /**
   * For reading streams: the most bytes, as they come, that may be kept in a temporary file, 1 GiB
   * if not said.
   */
  public static final String SPILL_LIMIT = "spill-limit";

  /**
   * For writing: the oldest engine that is to import the dump, as in {@code 1.13}. What it would
   * refuse or not know of settings, keys, tasks and files is left out, which is reported. Without
   * it the dump is for the newest engine, and what a Meilisearch has written stays as it is.
   */
  public static final String TARGET_VERSION = "target-version";

  /**
   * For writing: what becomes of documents whose ids the engine refuses. {@code refused}, the
   * default, writes no dump and tells how many there are. {@code mapped} makes other ids of them,
   * {@code x-} and the UTF-8 bytes in base64 for URLs without padding, and keeps the original in
   * the member {@link #ORIGINAL_ID_FIELD}; so that it can be undone, ids that start with {@code x-}
   * are mapped too. A document whose id would be longer than 511 bytes then is rejected. {@code
   * unchecked} writes documents as they are, for who is certain of them, or corrects the dump
   * later: the engine may refuse it.
   */
  public static final String IDS = "ids";

  /**
   * For writing: the primary key of indexes for which none is named, and the member that takes ids
   * which lie outside of documents, where a document lacks it. Without it ids from outside go to
   * the index's primary key, or {@code id}; and an index without one gets the key that the engine
   * would take after the first document. Where it could not tell, no dump is written.
   */
  public static final String ID_FIELD = "id-field";

  /**
   * For writing: the member that keeps an id that was mapped, {@code _indexport_id} if not said.
   */
  public static final String ORIGINAL_ID_FIELD = "original-id-field";

  private static final Set<String> WRITE_OPTIONS =
      Set.of(TARGET_VERSION, IDS, ID_FIELD, ORIGINAL_ID_FIELD);

  private static final Set<String> READ_OPTIONS = Set.of(ORIGINAL_SETTINGS, KEY_UIDS, SPILL_LIMIT);

  private static final Set<FormatTrait> TRAITS =
      Set.of(
          FormatTrait.WRITABLE,
          FormatTrait.MANY_INDEXES,
          FormatTrait.SETTINGS,
          FormatTrait.SECTIONS,
          FormatTrait.SECRETS);

  /** For the service loader, and for registries that list their formats. */
  public FormatMeilisearch() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "dumps of Meilisearch: versions 1 to 6 are read, 6 is written";
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
  public MatchStrength probe(Probe probe) {
    return MeilisearchProbe.match(probe);
  }

  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), READ_OPTIONS);
    return MeilisearchReader.open(source, options);
  }

  /**
   * Starts a dump of version 6 in one file or stream.
   *
   * @throws org.indexport.ExistingTargetException if the target exists and may not be replaced
   * @throws org.indexport.DumpException if the target cannot be written
   * @throws IllegalArgumentException if an option is unknown or wrong, if a folder is asked for, or
   *     if the engine would refuse the uid or the primary key of an index
   * @throws IOException if writing fails
   */
  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    FormatOptions.checkKnown(ID, options.format().keySet(), WRITE_OPTIONS);
    if (sink.packing() == DumpSink.Packing.FOLDER) {
      throw new IllegalArgumentException(
          sink.name() + ": format " + ID + " is one file; a folder cannot be written");
    }
    return V6Writer.create(sink, header, options);
  }
}
