package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A folder with files for each index. Only one file is open at a time, however many indexes there
 * are: when hits of another index come, the gzip member ends, and the next hits of the former start
 * another one.
 */
final class FolderOutput implements HitOutput {
  private final Publication publication;
  private final WriteChoices choices;
  private final int workers;
  private final Map<IndexName, Path> files = new HashMap<>();
  private final Set<IndexName> written = new HashSet<>();
  private @Nullable IndexName current;
  private @Nullable OutputStream file;
  private @Nullable GzipOrPlain packed;

  private FolderOutput(Publication publication, WriteChoices choices, int workers) {
    this.publication = publication;
    this.choices = choices;
    this.workers = workers;
  }

  static FolderOutput create(
      Path path, Publication.Existing existing, WriteChoices choices, int workers)
      throws IOException {
    if (existing == Publication.Existing.REPLACE && Files.isDirectory(path)) {
      checkReplaceable(path);
    }
    return new FolderOutput(
        Publication.openDirectory(path, existing, Publication.Unproven.REFUSE), choices, workers);
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
  public synchronized void declare(IndexName index) throws IOException {
    if (choices.types().contains(FileType.DATA)) {
      files.put(index, create(DumpFileName.of(index.name(), FileType.DATA, choices.packing())));
    }
  }

  private Path create(String name) throws DumpException {
    try {
      Path path = publication.path().resolve(name);
      Files.createFile(path);
      return path;
    } catch (FileAlreadyExistsException e) {
      throw new DumpException(
          name
              + ": there is another file like this; this file system does not tell all names"
              + " apart: rename the index, or write to another file system",
          e);
    } catch (FileSystemException | InvalidPathException e) {
      throw new DumpException(name + ": cannot create it: " + e + "; rename the index", e);
    } catch (IOException e) {
      throw new DumpException(name + ": cannot create it: " + e, e);
    }
  }

  @Override
  public synchronized void write(IndexName index, byte[] bytes, int offset, int length)
      throws IOException {
    if (!index.equals(current)) {
      end();
      begin(index);
    }
    if (packed != null) {
      packed.write(bytes, offset, length);
    }
  }

  private void begin(IndexName index) throws IOException {
    Path path = files.get(index);
    if (path == null) {
      throw new IllegalStateException("index " + index + " was not declared");
    }
    open(path);
    written.add(index);
    current = index;
  }

  private void open(Path path) throws IOException {
    OutputStream opened =
        Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    file = opened;
    packed = GzipOrPlain.open(choices, opened, workers);
  }

  private void end() throws IOException {
    if (packed != null) {
      packed.finish();
    }
    release();
  }

  private void release() throws IOException {
    OutputStream openFile = file;
    GzipOrPlain openPacked = packed;
    current = null;
    file = null;
    packed = null;
    Closing.all(openPacked, openFile);
  }

  @Override
  public boolean canRewrite() {
    return true;
  }

  /** Within the folder, so that it goes when the folder is abandoned. */
  @Override
  public Path scratch(String ending) throws IOException {
    return Files.createTempFile(publication.path(), ".", ending);
  }

  @Override
  public synchronized @Nullable Path written(IndexName index) throws IOException {
    end();
    return written.contains(index) ? files.get(index) : null;
  }

  @Override
  public synchronized void writeMeta(String fileName, String line) throws IOException {
    end();
    open(create(fileName));
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    if (packed != null) {
      packed.write(bytes, 0, bytes.length);
    }
    end();
  }

  @Override
  public synchronized void finish() throws IOException {
    end();
    if (choices.packing() == Packing.GZIP) {
      for (IndexName index : files.keySet()) {
        if (!written.contains(index)) {
          begin(index);
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
