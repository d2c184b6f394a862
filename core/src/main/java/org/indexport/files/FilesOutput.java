package org.indexport.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.files.PackedOutput.Packer;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files are written in turns, and which appears as a whole. Only one file is open at
 * a time, however many there are: when bytes for another come, the gzip member or frame ends, and
 * the next bytes for the former start another one. {@link #finish()} publishes, {@link #close()}
 * alone abandons. Thread-safe.
 */
public final class FilesOutput implements Closeable {
  private final Publication publication;
  private final Packer packer;
  private final Set<Path> empty = new HashSet<>();
  private @Nullable Path current;
  private @Nullable OutputStream file;
  private @Nullable PackedOutput packed;

  private FilesOutput(Publication publication, Packer packer) {
    this.publication = publication;
    this.packer = packer;
  }

  /**
   * Starts a folder.
   *
   * @throws org.indexport.ExistingTargetException if it exists and may not be replaced
   * @throws IOException if writing fails
   */
  public static FilesOutput create(Path folder, Publication.Existing existing, Packer packer)
      throws IOException {
    return new FilesOutput(
        Publication.openDirectory(folder, existing, Publication.Unproven.REFUSE), packer);
  }

  /** The folder while it is written, under another name than it will have. */
  public Path folder() {
    return publication.path();
  }

  /**
   * Makes a folder in this one, with those around it, unless it is there.
   *
   * @param name its path from here
   * @throws DumpException if it cannot be made
   */
  public synchronized void createFolder(String name) throws DumpException {
    try {
      Files.createDirectories(folder().resolve(name));
    } catch (IOException | InvalidPathException e) {
      throw uncreated(name, e);
    }
  }

  /**
   * Makes a file, in a folder that is there.
   *
   * @param name its path from here
   * @param attributes what it has from its first moment on
   * @return the file, for {@link #write}
   * @throws DumpException if it cannot be made, or is there already
   */
  public synchronized Path create(String name, FileAttribute<?>... attributes)
      throws DumpException {
    try {
      Path path = Files.createFile(folder().resolve(name), attributes);
      empty.add(path);
      return path;
    } catch (FileAlreadyExistsException e) {
      throw new DumpException(
          name
              + ": there is another file like this; this file system does not tell all names"
              + " apart: rename the index, or write to another file system",
          e);
    } catch (IOException | InvalidPathException e) {
      throw uncreated(name, e);
    }
  }

  private static DumpException uncreated(String name, Exception cause) {
    boolean named = cause instanceof FileSystemException || cause instanceof InvalidPathException;
    return new DumpException(
        name + ": cannot create it: " + cause + (named ? "; rename the index" : ""), cause);
  }

  /**
   * Appends to a file.
   *
   * @param path what {@link #create} gave
   * @throws IOException if writing fails
   */
  public synchronized void write(Path path, byte[] bytes, int offset, int length)
      throws IOException {
    PackedOutput open = packed;
    if (open == null || !path.equals(current)) {
      end();
      open = begin(path);
    }
    open.write(bytes, offset, length);
  }

  private PackedOutput begin(Path path) throws IOException {
    OutputStream opened = publication.append(path);
    file = opened;
    PackedOutput begun = PackedOutput.open(packer, opened);
    packed = begun;
    current = path;
    empty.remove(path);
    return begun;
  }

  /**
   * Ends what was written last, so that it can be read.
   *
   * @throws IOException if writing fails
   */
  public synchronized void end() throws IOException {
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
    Closing.all(openPacked, openFile);
  }

  /** Whether nothing was written to a file. */
  public synchronized boolean isEmpty(Path path) {
    return empty.contains(path);
  }

  /**
   * Packs also the files that nothing was written to, makes everything durable and lets the folder
   * appear under its name.
   *
   * @throws IOException if writing fails
   */
  public synchronized void finish() throws IOException {
    end();
    if (packer != Packer.NONE) {
      for (Path path : Set.copyOf(empty)) {
        begin(path);
        end();
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
