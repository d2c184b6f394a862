import org.jspecify.annotations.NullMarked;

/** Plain JSON lines and JSON arrays. */
@NullMarked
module org.indexport.format.jsonl {
  requires com.fasterxml.jackson.core;
  requires com.github.luben.zstd_jni;
  requires transitive org.indexport;
  requires static transitive org.jspecify;

  exports org.indexport.format.jsonl;
}
