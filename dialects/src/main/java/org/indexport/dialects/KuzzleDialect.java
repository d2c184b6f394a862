package org.indexport.dialects;

import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;
import org.jspecify.annotations.Nullable;

/**
 * The mappings and settings of Kuzzle collections: the body that creates one.
 *
 * <pre>{@code
 * {"mappings":{"_meta":{…},"dynamic":"false","properties":{"title":{"type":"text"}}},
 *  "settings":{"number_of_shards":"1","analysis":{…}}}
 * }</pre>
 *
 * <p>Both are those of the Elasticsearch below, and are read and written as {@link
 * ElasticsearchDialect} says, with these differences: mappings without {@code dynamic} have {@code
 * false}, the server's default; {@code dynamic} is one of the strings {@code true}, {@code false}
 * and {@code strict}; and there are no templates. So where a schema has fields of any type, or
 * other members that are searchable, the server decides by the first value of each how it is
 * mapped, which is listed. The fields of {@code _kuzzle_info} are the server's own and not in the
 * mappings; an index of Elasticsearch that has them is a collection, and taken as it is. Stateless
 * and thread-safe.
 */
public final class KuzzleDialect implements SchemaDialect {
  /** The id of this dialect. */
  public static final String ID = "kuzzle";

  /** Creates the dialect. */
  public KuzzleDialect() {}

  @Override
  public String id() {
    return ID;
  }

  /**
   * Reads settings of this dialect.
   *
   * @throws IllegalArgumentException if the settings are of another dialect
   * @throws org.indexport.CorruptDumpException if the JSON has another shape
   */
  @Override
  public Translation<Schema> read(Settings settings) throws DumpException {
    if (!settings.dialect().equals(ID)) {
      throw new IllegalArgumentException("not settings of Kuzzle: " + settings.dialect());
    }
    return ElasticSchemaReader.read(settings);
  }

  /**
   * Writes settings of this dialect: mappings, and analysis if there are stop words or synonyms.
   */
  @Override
  public Translation<Settings> write(Schema schema) {
    return new ElasticSettingsWriter(schema, ID).write();
  }

  /** Takes those of indexes of Elasticsearch that are collections of a Kuzzle. */
  @Override
  public @Nullable Settings adopt(Settings other) {
    return other.dialect().equals(ElasticsearchDialect.ID) ? KuzzleIndex.collection(other) : null;
  }

  @Override
  public Settings comparable(Settings settings) throws DumpException {
    return ElasticComparable.of(settings);
  }
}
