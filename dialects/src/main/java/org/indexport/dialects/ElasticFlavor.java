package org.indexport.dialects;

/** The engines whose settings are those of Elasticsearch, but for some. */
enum ElasticFlavor {
  /** Elasticsearch itself. */
  ELASTICSEARCH,
  /** OpenSearch, whose vectors are its own. */
  OPENSEARCH,
  /** Kuzzle, whose mappings have no templates. */
  KUZZLE;

  /** The flavor of a dialect. */
  static ElasticFlavor of(String dialect) {
    return switch (dialect) {
      case OpensearchDialect.ID -> OPENSEARCH;
      case KuzzleDialect.ID -> KUZZLE;
      default -> ELASTICSEARCH;
    };
  }
}
