import org.indexport.format.v2.FormatV2;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.NullMarked;

/** An ordinary {@code .tar.zst} with random access, as one file or one folder. */
@SuppressWarnings("module") // the digit is the version of the format
@NullMarked
module org.indexport.format.v2 {
  requires com.github.luben.zstd_jni;
  requires transitive org.indexport;
  requires org.indexport.zstd.seekable;
  requires static transitive org.jspecify;

  exports org.indexport.format.v2;
  exports org.indexport.format.v2.container to
      org.indexport.snapshot;

  provides DumpFormat with
      FormatV2;
}
