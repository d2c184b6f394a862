import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.NullMarked;

/** Exports of kourou, the command line tool of Kuzzle. */
@NullMarked
module org.indexport.format.kourou {
  requires transitive org.indexport;
  requires org.indexport.dialects;
  requires static transitive org.jspecify;

  exports org.indexport.format.kourou;

  provides DumpFormat with
      FormatKourou;
}
