package org.indexport.format.jsonl;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.indexport.IndexName;
import org.indexport.files.PackedOutput;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/** One file or stream for one index. */
final class FileOutput implements LinesOutput {
  private final @Nullable Publication publication;
  private final OutputStream target;
  private final PackedOutput packed;

  private FileOutput(@Nullable Publication publication, OutputStream target, PackedOutput packed) {
    this.publication = publication;
    this.target = target;
    this.packed = packed;
  }

  static FileOutput toStream(OutputStream stream, Compression compression, int workers)
      throws IOException {
    return new FileOutput(null, stream, PackedOutput.open(compression.packer(workers), stream));
  }

  static FileOutput toFile(
      Path path, Publication.Existing existing, Compression compression, int workers)
      throws IOException {
    Publication publication = Publication.openFile(path, existing, Publication.Unproven.REFUSE);
    try {
      OutputStream file = publication.openStream();
      return new FileOutput(
          publication, file, PackedOutput.open(compression.packer(workers), file));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
  }

  @Override
  public boolean takesMore() {
    return false;
  }

  /** There is one index, and the file is its. */
  @Override
  public synchronized void declare(IndexName index) {}

  @Override
  public synchronized void write(IndexName index, byte[] lines, int length) throws IOException {
    packed.write(lines, 0, length);
  }

  @Override
  public synchronized void finish() throws IOException {
    packed.finish();
    target.flush();
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
