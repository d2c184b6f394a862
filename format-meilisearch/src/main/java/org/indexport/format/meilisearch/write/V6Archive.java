package org.indexport.format.meilisearch.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import org.indexport.files.FileTarget;
import org.indexport.format.meilisearch.write.Spool.Stretch;
import org.indexport.io.Closing;
import org.indexport.io.ParallelGzipOutputStream;
import org.indexport.tar.TarOutput;

/**
 * The archive: a tar in one gzip member, for the engine reads no second one. Each folder has an
 * entry before what is in it. One thread at a time.
 */
final class V6Archive implements Closeable {
  private static final byte[] ZEROS = new byte[512];

  private final FileTarget target;
  private final ParallelGzipOutputStream gzip;
  private final TarOutput tar;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private long left;
  private int padding;

  V6Archive(FileTarget target, int workers, long seconds) {
    this.target = target;
    this.gzip =
        ParallelGzipOutputStream.to(
            target.stream(), ParallelGzipOutputStream.DEFAULT_LEVEL, workers);
    this.tar = new TarOutput(gzip, seconds);
  }

  /** Whether a name is that of a file, of a folder, or of something that would be within a file. */
  boolean isTaken(String path) {
    if (files.contains(path) || folders.contains(path)) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (files.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  /** Makes sure that a folder has an entry, and those that it lies in. */
  void folder(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      folder(path.substring(0, slash));
    }
    if (folders.add(path)) {
      tar.addFolder(path);
    }
  }

  /** Writes a file that is the start of a buffer. */
  void add(String path, byte[] content, int length) throws IOException {
    begin(path, length);
    write(content, 0, length);
  }

  /** Writes a file. */
  void add(String path, byte[] content) throws IOException {
    add(path, content, content.length);
  }

  /** Writes a file that was kept. */
  void add(String path, Spool spool, Stretch stretch) throws IOException {
    begin(path, stretch.size());
    spool.copyTo(
        stretch,
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            V6Archive.this.write(bytes, offset, length);
          }
        });
  }

  /** Starts a file, of which so many bytes are to be written. */
  void begin(String path, long size) throws IOException {
    if (left > 0) {
      throw new IllegalStateException("a file lacks " + left + " bytes");
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      folder(path.substring(0, slash));
    }
    files.add(path);
    tar.begin(path, size);
    left = size;
    padding = TarOutput.padding(size);
  }

  /** How many bytes of the file are still to come. */
  long left() {
    return left;
  }

  /** Writes bytes of the file, which ends by itself. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > left) {
      throw new IllegalStateException("more than the file's bytes");
    }
    gzip.write(bytes, offset, length);
    left -= length;
    if (left == 0) {
      gzip.write(ZEROS, 0, padding);
      padding = 0;
    }
  }

  /** Ends the archive and lets it appear. */
  void commit(FileTarget.Secrecy secrecy) throws IOException {
    tar.finish();
    gzip.finish();
    target.commit(secrecy);
  }

  /** The threads end before their target is closed, and then what it left is deleted. */
  @Override
  public void close() throws IOException {
    Closing.all(gzip, target);
  }
}
