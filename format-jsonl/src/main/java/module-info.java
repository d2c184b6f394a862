import org.indexport.format.jsonl.FormatJsonl;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.NullMarked;

/** Plain JSON lines and JSON arrays. */
@NullMarked
module org.indexport.format.jsonl {
  requires com.github.luben.zstd_jni;
  requires transitive org.indexport;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports org.indexport.format.jsonl;

  provides DumpFormat with
      FormatJsonl;
}
