import org.jspecify.annotations.NullMarked;

/** The command {@code indexport}. */
@NullMarked
module org.indexport.cli {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires java.logging;
  requires org.indexport;
  requires org.indexport.format.kourou;
  requires org.indexport.format.v2;
  requires org.indexport.snapshot;
  requires static transitive org.jspecify;
  requires org.slf4j;

  opens org.indexport.cli to
      info.picocli;
}
