package org.indexport.dialects;

import org.indexport.spi.SchemaDialect;

class KuzzleRoundTripTest extends ElasticsearchRoundTripTest {
  @Override
  SchemaDialect dialect() {
    return new KuzzleDialect();
  }
}
