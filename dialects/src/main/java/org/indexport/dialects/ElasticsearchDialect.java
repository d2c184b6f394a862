package org.indexport.dialects;

import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Elasticsearch and OpenSearch indexes: the body that creates one.
 *
 * <pre>{@code
 * {"settings":{"index":{"number_of_shards":"1","analysis":{…}}},
 *  "mappings":{"properties":{"title":{"type":"text"}}}}
 * }</pre>
 *
 * <p>Settings may be nested or have dotted names; mappings may have a type around them, as they did
 * until version 6. Neither has a version.
 *
 * <p>Read, a schema is made of them so:
 *
 * <ul>
 *   <li>Each field of a value is one, in the order of the mappings. Texts are searchable; what has
 *       an index filters, what has columns sorts, and a field within the field does it for it. All
 *       are displayed. Types that a schema has not become the nearest one and are listed.
 *   <li>{@code dynamic} decides on other members only where there are no fields yet. In an index
 *       that holds documents each member has become a field; other engines can then be told
 *       precisely which are searchable.
 *   <li>Stop words and synonyms are those of all filters and analyzers that are in use.
 *   <li>Everything else is listed: analyzers, parameters, nested objects, parents and children,
 *       computed fields, and settings.
 * </ul>
 *
 * <p>Written, a field of a known type is a property; where a text also filters or sorts, its part
 * {@code keyword} does. A field of any type is a dynamic template, so that its values decide, and
 * any number is a double. A value that does not fit is not indexed, instead of the document being
 * refused. What is not searchable, filterable or sortable takes no room. Stop words and synonyms
 * are in the analyzers {@code default} and {@code default_search}.
 *
 * <p>Mappings cannot say all of a schema, such as which is the primary key, or that a field sorts
 * but does not filter. So what was written holds the schema in {@code _meta} too: reading it gives
 * the same schema, with what users have added since. Settings of Kuzzle, which are those of the
 * index below, are taken as they are, with the fields that Kuzzle keeps to itself. Stateless and
 * thread-safe.
 */
public final class ElasticsearchDialect implements SchemaDialect {
  /** The id of this dialect, in which also the settings of OpenSearch are kept. */
  public static final String ID = "elasticsearch";

  /** Creates the dialect. */
  public ElasticsearchDialect() {}

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
      throw new IllegalArgumentException("not settings of Elasticsearch: " + settings.dialect());
    }
    return ElasticSchemaReader.read(settings);
  }

  /**
   * Writes settings of this dialect: analysis if there are stop words or synonyms, and mappings.
   */
  @Override
  public Translation<Settings> write(Schema schema) {
    return new ElasticSettingsWriter(schema, ID).write();
  }

  /** Takes those of Kuzzle, whose collections are indexes of Elasticsearch. */
  @Override
  public @Nullable Settings adopt(Settings other) {
    return other.dialect().equals(KuzzleDialect.ID) ? KuzzleIndex.of(other) : null;
  }

  @Override
  public Settings comparable(Settings settings) throws DumpException {
    return ElasticComparable.of(settings);
  }
}
