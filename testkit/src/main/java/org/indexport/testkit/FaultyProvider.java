package org.indexport.testkit;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.indexport.testkit.FaultyPath.inner;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.jspecify.annotations.Nullable;

/** What a {@link FaultyFileSystem} does; streams go through the channels, as the JDK's default. */
final class FaultyProvider extends FileSystemProvider {
  static final String SCHEME = "faulty";

  private final FaultyFileSystem files;
  private final FileSystemProvider provider;

  FaultyProvider(FaultyFileSystem files, FileSystemProvider provider) {
    this.files = files;
    this.provider = provider;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("made by FaultyFileSystem.over only");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return files;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("made by FaultyFileSystem.path only");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    files.enter(Operation.OPEN, path);
    SeekableByteChannel channel = provider.newByteChannel(inner(path), options, attributes);
    return channel instanceof FileChannel file
        ? new FaultyFileChannel(files, path, file)
        : new FaultyByteChannel(files, path, channel);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    files.enter(Operation.OPEN, path);
    return new FaultyFileChannel(
        files, path, provider.newFileChannel(inner(path), options, attributes));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    files.enter(Operation.OPEN, folder);
    DirectoryStream<Path> stream =
        provider.newDirectoryStream(inner(folder), path -> filter.accept(files.path(path)));
    String name = folder.toString();
    files.opened(name);
    return new DirectoryStream<>() {
      private boolean closed;

      @Override
      public Iterator<Path> iterator() {
        List<Path> there = new ArrayList<>();
        stream.forEach(path -> there.add(files.path(path)));
        return files.listing(folder, there).iterator();
      }

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          files.closed(name);
        }
        stream.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    files.enter(Operation.CREATE_FOLDER, folder);
    provider.createDirectory(inner(folder), attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    files.enter(Operation.LINK, link);
    provider.createSymbolicLink(inner(link), inner(target), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    files.enter(Operation.LINK, link);
    provider.createLink(inner(link), inner(existing));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return files.path(provider.readSymbolicLink(inner(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    files.enter(Operation.DELETE, path);
    provider.delete(inner(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    files.enter(Operation.OPEN, target);
    provider.copy(inner(source), inner(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    files.enter(Operation.MOVE, target);
    if (files.isRefusingAtomicMoves() && List.of(options).contains(ATOMIC_MOVE)) {
      throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), "refused");
    }
    provider.move(inner(source), inner(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return path.equals(other)
        || (other instanceof FaultyPath && provider.isSameFile(inner(path), inner(other)));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return provider.isHidden(inner(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return provider.getFileStore(inner(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    provider.checkAccess(inner(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return provider.getFileAttributeView(inner(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return provider.readAttributes(inner(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return provider.readAttributes(inner(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    provider.setAttribute(inner(path), attribute, value, options);
  }
}
