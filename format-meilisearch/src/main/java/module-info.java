import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.NullMarked;

/** Dumps of Meilisearch. */
@NullMarked
module org.indexport.format.meilisearch {
  requires com.fasterxml.jackson.core;
  requires transitive org.indexport;
  requires org.indexport.dialects;
  requires static transitive org.jspecify;

  exports org.indexport.format.meilisearch;

  provides DumpFormat with
      FormatMeilisearch;
}
