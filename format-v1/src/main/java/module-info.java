import org.indexport.format.v1.FormatV1;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.NullMarked;

/** A gzipped tar of JSON lines, which any language reads and writes. */
@SuppressWarnings("module") // the digit is the version of the format
@NullMarked
module org.indexport.format.v1 {
  requires transitive org.indexport;
  requires static transitive org.jspecify;

  exports org.indexport.format.v1;

  provides DumpFormat with
      FormatV1;
}
