package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.IndexName;
import org.indexport.files.PackedOutput;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/** One file or stream, of hits or of what is no documents. */
final class FileOutput implements HitOutput {
  private final @Nullable Publication publication;
  private final OutputStream target;
  private final PackedOutput packed;
  private final List<Path> scratch = new ArrayList<>();
  private boolean ended;

  private FileOutput(@Nullable Publication publication, OutputStream target, PackedOutput packed) {
    this.publication = publication;
    this.target = target;
    this.packed = packed;
  }

  static FileOutput toStream(OutputStream stream, WriteChoices choices, int workers)
      throws IOException {
    return new FileOutput(null, stream, PackedOutput.open(choices.packer(workers), stream));
  }

  static FileOutput toFile(
      Path path, Publication.Existing existing, WriteChoices choices, int workers)
      throws IOException {
    Publication publication = Publication.openFile(path, existing, Publication.Unproven.REFUSE);
    try {
      OutputStream file = publication.openStream();
      return new FileOutput(publication, file, PackedOutput.open(choices.packer(workers), file));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
  }

  /** There is one file for all. */
  @Override
  public void declare(IndexName index) {}

  @Override
  public synchronized void write(IndexName index, byte[] bytes, int offset, int length)
      throws IOException {
    packed.write(bytes, offset, length);
  }

  /** A stream is gone. */
  @Override
  public boolean canRewrite() {
    return publication != null;
  }

  /** Beside the file, where there is room for it. */
  @Override
  public synchronized Path scratch(String ending) throws IOException {
    if (publication == null) {
      throw new IllegalStateException("a stream is not written twice");
    }
    Path path = Publication.temporary(publication.path(), ending);
    scratch.add(path);
    return Files.createFile(path);
  }

  @Override
  public synchronized @Nullable Path written(IndexName index) throws IOException {
    end();
    return publication == null ? null : publication.path();
  }

  private void end() throws IOException {
    if (!ended) {
      ended = true;
      packed.finish();
      if (publication != null) {
        target.close();
      }
    }
  }

  @Override
  public synchronized void writeMeta(String fileName, String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    packed.write(bytes, 0, bytes.length);
  }

  @Override
  public synchronized void finish() throws IOException {
    end();
    if (publication != null) {
      publication.commit();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      Closing.all(packed, target, publication);
    } finally {
      for (Path path : scratch) {
        Files.deleteIfExists(path);
      }
    }
  }
}
