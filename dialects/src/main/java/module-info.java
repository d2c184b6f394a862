import org.indexport.dialects.ElasticsearchDialect;
import org.indexport.dialects.KuzzleDialect;
import org.indexport.dialects.LuceneDialect;
import org.indexport.dialects.MeilisearchDialect;
import org.indexport.dialects.OpensearchDialect;
import org.indexport.spi.SchemaDialect;
import org.jspecify.annotations.NullMarked;

/** Translates the settings of search engines to and from the neutral schema. */
@NullMarked
module org.indexport.dialects {
  requires com.fasterxml.jackson.core;
  requires transitive org.indexport;
  requires static transitive org.jspecify;

  exports org.indexport.dialects;

  provides SchemaDialect with
      ElasticsearchDialect,
      KuzzleDialect,
      LuceneDialect,
      MeilisearchDialect,
      OpensearchDialect;
}
