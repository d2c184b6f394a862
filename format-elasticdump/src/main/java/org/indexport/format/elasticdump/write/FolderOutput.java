package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.files.FilesOutput;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/** A folder with files for each index. */
final class FolderOutput implements HitOutput {
  private final FilesOutput output;
  private final WriteChoices choices;
  private final Map<IndexName, Path> files = new ConcurrentHashMap<>();

  private FolderOutput(FilesOutput output, WriteChoices choices) {
    this.output = output;
    this.choices = choices;
  }

  static FolderOutput create(
      Path path, Publication.Existing existing, WriteChoices choices, int workers)
      throws IOException {
    if (existing == Publication.Existing.REPLACE && Files.isDirectory(path)) {
      checkReplaceable(path);
    }
    return new FolderOutput(FilesOutput.create(path, existing, choices.packer(workers)), choices);
  }

  /** What is not of the tool must not go with what is replaced. */
  private static void checkReplaceable(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        if (!Files.isRegularFile(one)
            || DumpFileName.of(String.valueOf(one.getFileName())) == null) {
          throw new ExistingTargetException(
              "%s: it holds %s, which is none of elasticdump's files, so it is not replaced; choose another name"
                  .formatted(folder, one.getFileName()));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void declare(IndexName index) throws IOException {
    if (choices.types().contains(FileType.DATA)) {
      String name = DumpFileName.of(index.name(), FileType.DATA, choices.packing());
      files.put(index, output.create(name));
    }
  }

  @Override
  public void write(IndexName index, byte[] bytes, int offset, int length) throws IOException {
    output.write(file(index), bytes, offset, length);
  }

  private Path file(IndexName index) {
    return Objects.requireNonNull(files.get(index), "an index is declared");
  }

  @Override
  public boolean canRewrite() {
    return true;
  }

  /** Within the folder, so that it goes when the folder is abandoned. */
  @Override
  public Path scratch(String ending) throws IOException {
    return Files.createTempFile(output.folder(), ".", ending);
  }

  @Override
  public @Nullable Path written(IndexName index) throws IOException {
    output.end();
    Path file = files.get(index);
    return file == null || output.isEmpty(file) ? null : file;
  }

  @Override
  public void writeMeta(String fileName, String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    output.write(output.create(fileName), bytes, 0, bytes.length);
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
