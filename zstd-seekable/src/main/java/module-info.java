import org.jspecify.annotations.NullMarked;

/** Zstd's seekable format: random access into files that every zstd tool reads. */
@NullMarked
module org.indexport.zstd.seekable {
  requires com.github.luben.zstd_jni;
  requires static transitive org.jspecify;

  exports org.indexport.zstd.seekable;
}
