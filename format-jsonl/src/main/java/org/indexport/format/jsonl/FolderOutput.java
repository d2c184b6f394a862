package org.indexport.format.jsonl;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a file for each index. Only one file is open at a time, however many indexes there
 * are: when lines of another index come, the gzip member or zstd frame ends, and the next lines of
 * the former start another one.
 */
final class FolderOutput implements LinesOutput {
  private final Publication publication;
  private final Compression compression;
  private final int workers;
  private final Map<IndexName, TargetFile> files = new HashMap<>();

  private @Nullable IndexName current;
  private @Nullable OutputStream file;
  private @Nullable PackedOutput packed;

  private static final class TargetFile {
    final Path path;
    boolean written;

    TargetFile(Path path) {
      this.path = path;
    }
  }

  private FolderOutput(Publication publication, Compression compression, int workers) {
    this.publication = publication;
    this.compression = compression;
    this.workers = workers;
  }

  static FolderOutput create(
      Path path, Publication.Existing existing, Compression compression, int workers)
      throws IOException {
    return new FolderOutput(
        Publication.openDirectory(path, existing, Publication.Unproven.REFUSE),
        compression,
        workers);
  }

  @Override
  public boolean takesMore() {
    return true;
  }

  @Override
  public synchronized void declare(IndexName index) throws IOException {
    String name = FileNames.of(index, compression);
    try {
      Path path = publication.path().resolve(name);
      Files.createFile(path);
      files.put(index, new TargetFile(path));
    } catch (FileAlreadyExistsException e) {
      throw new DumpException(
          "index "
              + index
              + ": there is another file like "
              + name
              + "; this file system does not tell upper from lower case: rename the index, or"
              + " write to another file system",
          e);
    } catch (FileSystemException | InvalidPathException e) {
      throw new DumpException(
          "index " + index + ": cannot create the file " + name + ": " + e + "; rename the index",
          e);
    }
  }

  @Override
  public synchronized void write(IndexName index, byte[] lines, int length) throws IOException {
    if (!index.equals(current)) {
      end();
      begin(index);
    }
    if (packed != null) {
      packed.write(lines, length);
    }
  }

  private void begin(IndexName index) throws IOException {
    TargetFile target = files.get(index);
    if (target == null) {
      throw new IllegalStateException("index " + index + " was not declared");
    }
    OutputStream opened =
        Files.newOutputStream(target.path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    file = opened;
    packed = PackedOutput.open(compression, opened, workers);
    target.written = true;
    current = index;
  }

  private void end() throws IOException {
    if (packed != null) {
      packed.finish();
    }
    release();
  }

  private void release() throws IOException {
    OutputStream openFile = file;
    PackedOutput openPacked = packed;
    current = null;
    file = null;
    packed = null;
    try (openFile;
        openPacked) {
      // In the opposite order, whatever fails.
    }
  }

  @Override
  public synchronized void finish() throws IOException {
    end();
    if (compression != Compression.NONE) {
      for (Map.Entry<IndexName, TargetFile> empty : files.entrySet()) {
        if (!empty.getValue().written) {
          begin(empty.getKey());
          end();
        }
      }
    }
    publication.commit();
  }

  @Override
  public synchronized void close() throws IOException {
    try (publication) {
      release();
    }
  }
}
