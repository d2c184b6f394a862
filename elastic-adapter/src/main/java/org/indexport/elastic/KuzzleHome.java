package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.indexport.CorruptDumpException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Where a collection is restored to: the very index that it came from, or, if it was renamed, the
 * one that a new collection of its name would get.
 *
 * @param name what Kuzzle calls it
 * @param indice what Elasticsearch is to call it
 * @param alias the alias by which Kuzzle finds it, or null when it had none
 * @param origin whether the name is still the one that it was dumped under
 */
record KuzzleHome(KuzzleName name, String indice, @Nullable String alias, Origin origin) {
  /** The member of an index's description that tells where it came from. */
  static final String EXTENSION = "x-kuzzle-indice";

  /** Where the name comes from. */
  enum Origin {
    /** It is the one that it was dumped under. */
    ORIGINAL,
    /** It was chosen for the import. */
    RENAMED
  }

  /**
   * Finds the home of an index of a dump.
   *
   * @throws ImportException if the dump is none of a Kuzzle's Elasticsearch, or the new name cannot
   *     be one of a collection
   * @throws CorruptDumpException if what tells where it came from is not as it should be
   */
  static KuzzleHome of(IndexInfo index) throws ImportException, CorruptDumpException {
    String text = index.extensions().get(EXTENSION);
    if (text == null) {
      throw new ImportException(
          "index " + index.name(),
          "a collection of a complete backup, as 'dump kuzzle+elasticsearch://HOST:9200' takes it",
          "one of another dump",
          "load it through Kuzzle itself, or, if it is a dump of the Elasticsearch below, to"
              + " http://HOST:9200");
    }
    KuzzleName name = KuzzleName.of(index.name());
    if (name == null) {
      throw new ImportException(
          "index " + index.name(),
          "a name INDEX/COLLECTION without a dot in INDEX",
          "this one",
          "rename it otherwise");
    }
    return of(index, name, text);
  }

  private static KuzzleHome of(IndexInfo index, KuzzleName name, String text)
      throws CorruptDumpException {
    try {
      JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 2);
      String indice = json.string("indice");
      String alias = json.string("alias");
      if (indice == null) {
        throw json.unexpected("indice", "the name of an index");
      }
      KuzzleName original = alias == null ? KuzzleName.of(indice) : KuzzleName.ofAlias(alias);
      return name.equals(original)
          ? new KuzzleHome(name, indice, alias, Origin.ORIGINAL)
          : new KuzzleHome(name, name.indice(), name.alias(), Origin.RENAMED);
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "index %s: member %s: %s; dump again"
              .formatted(index.name(), EXTENSION, e.getMessage()),
          e);
    }
  }

  /** What the import below calls it, whatever the index is called. */
  IndexName key() {
    return IndexName.of(name.indice());
  }

  /**
   * A section of an index as one of another; its content is in memory.
   *
   * @throws IOException if it cannot be read
   */
  static Section section(Section section, IndexName index) throws IOException {
    byte[] content = section.content().readNBytes(ReadLimits.DEFAULT.maxMetadataBytes());
    return Section.of(
        section.name(), index, section.mediaType(), section.sensitivity(), content);
  }
}
