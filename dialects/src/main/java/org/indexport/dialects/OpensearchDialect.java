package org.indexport.dialects;

import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;

/**
 * {@link ElasticsearchDialect} for indexes that only OpenSearch has: vectors are of the type {@code
 * knn_vector}, which its k-NN plugin provides. Settings that are read from servers are kept in the
 * dialect {@code elasticsearch}, whichever of the two they are from. Stateless and thread-safe.
 */
public final class OpensearchDialect implements SchemaDialect {
  /** The id of this dialect. */
  public static final String ID = "opensearch";

  /** Creates the dialect. */
  public OpensearchDialect() {}

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
      throw new IllegalArgumentException("not settings of OpenSearch: " + settings.dialect());
    }
    return ElasticSchemaReader.read(settings);
  }

  /** Writes settings of this dialect. */
  @Override
  public Translation<Settings> write(Schema schema) {
    return new ElasticSettingsWriter(schema, ID).write();
  }

  @Override
  public Settings comparable(Settings settings) throws DumpException {
    return ElasticComparable.of(settings);
  }
}
