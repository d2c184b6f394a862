package org.indexport.format.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.IndexName;
import org.indexport.files.FilesOutput;
import org.indexport.io.Publication;

/** A folder with a file for each index. */
final class FolderOutput implements LinesOutput {
  private final FilesOutput output;
  private final Compression compression;
  private final Map<IndexName, Path> files = new ConcurrentHashMap<>();

  private FolderOutput(FilesOutput output, Compression compression) {
    this.output = output;
    this.compression = compression;
  }

  static FolderOutput create(
      Path path, Publication.Existing existing, Compression compression, int workers)
      throws IOException {
    return new FolderOutput(
        FilesOutput.create(path, existing, compression.packer(workers)), compression);
  }

  @Override
  public boolean takesMore() {
    return true;
  }

  @Override
  public void declare(IndexName index) throws IOException {
    files.put(index, output.create(FileNames.of(index, compression)));
  }

  @Override
  public void write(IndexName index, byte[] lines, int length) throws IOException {
    Path file = Objects.requireNonNull(files.get(index), "an index is declared");
    output.write(file, lines, 0, length);
  }

  @Override
  public void finish() throws IOException {
    output.finish();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
