import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.NullMarked;

/** File sets of elasticdump and multielasticdump. */
@NullMarked
module org.indexport.format.elasticdump {
  requires transitive org.indexport;
  requires org.indexport.dialects;
  requires static transitive org.jspecify;

  exports org.indexport.format.elasticdump;

  provides DumpFormat with
      FormatElasticdump;
}
