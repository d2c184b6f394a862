import org.jspecify.annotations.NullMarked;

/** Exact copies of the files of an engine: one archive, or an incremental repository. */
@NullMarked
module org.indexport.snapshot {
  requires transitive org.indexport;
  requires org.indexport.format.v2;
  requires static transitive org.jspecify;

  exports org.indexport.snapshot;
}
