package org.indexport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.jspecify.annotations.Nullable;

/**
 * A live engine that documents are loaded into. Adding is idempotent by id: the same document added
 * twice is one document, the last one added wins.
 *
 * <p>Call sequence: {@link #begin}, {@link #createIndex} of each index before its first batch,
 * {@link #addDocuments} from up to {@link #concurrency()} threads, {@link #sync} at any time from
 * one thread, {@link #finishIndex} of each, {@link #finish}, {@link #close}. Everything but {@code
 * addDocuments} and {@code sync} is called by one thread. {@code close} without {@code finish}
 * restores temporary engine settings and keeps what was acknowledged.
 */
public interface Indexer extends Closeable {
  /** When a section is offered. */
  enum SectionMoment {
    /** Before the documents that follow it. */
    BEFORE,
    /** After all documents. */
    AFTER
  }

  /** What became of a section. */
  enum SectionResult {
    /** The engine has it now. */
    APPLIED,
    /** To be offered again after all documents. */
    LATER,
    /** This engine has no place for it. */
    UNSUPPORTED,
    /** It is about something that was there before the import, which stays as it is. */
    LEFT_AS_IT_WAS
  }

  /** What happens to an index that exists in the target. */
  enum IfExists {
    /** The import stops before it changes anything. */
    REFUSE,
    /** Documents are added, by id. */
    APPEND,
    /** The index is emptied first. */
    REPLACE
  }

  /** How many threads may add at a time; at least 1. */
  int concurrency();

  /**
   * How long a batch that is put off is to be sent again, if an option of this engine says so; else
   * null, which is the default, and the options of the import count.
   */
  default @Nullable Duration patience() {
    return null;
  }

  /** Whether names can have, must have, or cannot have a namespace. */
  NamespaceSupport namespaces();

  /**
   * The id of the {@link SchemaDialect} that settings must be in, or null to get them as they are.
   */
  @Nullable String dialect();

  /**
   * Whether an index that its engine keeps for itself, or whose documents are secrets, came from an
   * engine like this one: only then it is imported without being named. By default it did if its
   * settings are in this engine's dialect.
   *
   * @param index an index of a dump, named as there
   */
  default boolean isHomeOf(IndexInfo index) {
    return index.settings() != null && index.settings().dialect().equals(dialect());
  }

  /**
   * Whether a section that holds secrets may come here without being asked for as such, since an
   * engine like this one is where it belongs. By default none may.
   *
   * @param section a section of a dump, of which only what describes it is looked at
   */
  default boolean isHomeOf(Section section) {
    return false;
  }

  /** Starts an import. */
  void begin(DumpHeader header) throws IOException;

  /** The indexes that exist in the target. */
  Set<IndexName> existing() throws IOException;

  /**
   * Those of some indexes that exist in the target. Engines whose users may not see all indexes can
   * tell this nevertheless.
   *
   * @throws IOException if the engine fails
   */
  default Set<IndexName> existing(Collection<IndexName> wanted) throws IOException {
    Set<IndexName> found = new HashSet<>(existing());
    found.retainAll(wanted);
    return found;
  }

  /**
   * Makes an index ready for documents.
   *
   * @param ifExists {@code APPEND} keeps an existing one as it is, {@code REPLACE} empties it,
   *     {@code REFUSE} fails
   * @throws org.indexport.ExistingTargetException if it exists and must not
   * @throws IOException if the engine fails
   */
  void createIndex(IndexInfo index, IfExists ifExists) throws IOException;

  /**
   * Looks whether {@link #createIndex} would fail, and changes nothing: a dry run asks this in its
   * place, without {@link #begin}. An engine that cannot tell says nothing, which is the default.
   *
   * @param ifExists as for {@link #createIndex}
   * @throws org.indexport.ExistingTargetException if the index exists and must not
   * @throws IOException if the engine could not have the index, or fails
   */
  default void checkIndex(IndexInfo index, IfExists ifExists) throws IOException {}

  /**
   * The number of documents in the target's index, or empty when the engine cannot say.
   *
   * @throws IOException if the engine fails
   */
  OptionalLong documentCount(IndexName index) throws IOException;

  /**
   * Adds a batch, which is valid until the call returns.
   *
   * @throws IOException if the engine fails in a way that no retry can mend
   */
  BatchResult addDocuments(DocumentBatch batch) throws IOException;

  /**
   * Makes everything acknowledged so far durable.
   *
   * @throws IOException if the engine fails
   */
  void sync() throws IOException;

  /** Ends the loading of one index; its documents are durable and searchable afterwards. */
  void finishIndex(IndexName index) throws IOException;

  /**
   * Offers side data.
   *
   * @throws IOException if the engine fails
   */
  default SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    return SectionResult.UNSUPPORTED;
  }

  /** Ends the import. */
  void finish() throws IOException;

  /**
   * What people should know of the import, and what is left for them to do; complete after {@link
   * #finish}. Empty for most.
   */
  default List<String> notices() {
    return List.of();
  }
}
