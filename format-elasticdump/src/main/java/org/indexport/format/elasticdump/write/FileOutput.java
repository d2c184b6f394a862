package org.indexport.format.elasticdump.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.indexport.IndexName;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/** One file or stream for the hits of one index. */
final class FileOutput implements HitOutput {
  private final @Nullable Publication publication;
  private final OutputStream target;
  private final GzipOrPlain packed;

  private FileOutput(@Nullable Publication publication, OutputStream target, GzipOrPlain packed) {
    this.publication = publication;
    this.target = target;
    this.packed = packed;
  }

  static FileOutput toStream(OutputStream stream, Packing packing, int workers) {
    return new FileOutput(null, stream, GzipOrPlain.open(packing, stream, workers));
  }

  static FileOutput toFile(Path path, Publication.Existing existing, Packing packing, int workers)
      throws IOException {
    Publication publication = Publication.openFile(path, existing, Publication.Unproven.REFUSE);
    try {
      OutputStream file = publication.openStream();
      return new FileOutput(publication, file, GzipOrPlain.open(packing, file, workers));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
  }

  /** There is one index, and the file is its. */
  @Override
  public void declare(IndexName index) {}

  @Override
  public synchronized void write(IndexName index, byte[] bytes, int offset, int length)
      throws IOException {
    packed.write(bytes, offset, length);
  }

  @Override
  public void writeMeta(String fileName, String line) {
    throw new IllegalStateException("a file has no place for " + fileName);
  }

  @Override
  public synchronized void finish() throws IOException {
    packed.finish();
    if (publication != null) {
      target.close();
      publication.commit();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    Closing.all(packed, target, publication);
  }
}
