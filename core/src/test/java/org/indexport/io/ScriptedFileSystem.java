package org.indexport.io;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file system that passes everything on to another one after asking a script, which may fail
 * instead. Operations: {@code open}, {@code channel}, {@code mkdir}, {@code list}, {@code delete},
 * {@code move}, {@code link} and the names of the methods of attribute views.
 */
final class ScriptedFileSystem extends FileSystem {
  /** Called before each operation with its (first) path. */
  interface Script {
    void before(String operation, String path) throws IOException;
  }

  private final FileSystem inner;
  private final Provider provider;

  /** Assigned by tests after they prepared what they need. */
  Script script = (operation, path) -> {};

  /** The same for when a file or folder is forced. */
  ForcedChannel.Script beforeForce = path -> {};

  ScriptedFileSystem(FileSystem inner) {
    this.inner = inner;
    this.provider = new Provider(inner.provider());
  }

  private Path wrap(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Path.class, Wrapped.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getFileSystem")) {
                return this;
              }
              return method.getName().equals("unwrapped")
                  ? path
                  : wrapResult(call(path, method, unwrapAll(arguments)));
            });
  }

  private @Nullable Object wrapResult(@Nullable Object result) {
    if (result instanceof Path path) {
      return wrap(path);
    }
    if (result instanceof Iterator<?> iterator) {
      List<Path> paths = new ArrayList<>();
      iterator.forEachRemaining(path -> paths.add(wrap((Path) path)));
      return paths.iterator();
    }
    return result;
  }

  private static @Nullable Object @Nullable [] unwrapAll(@Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    @Nullable Object[] unwrapped = arguments.clone();
    for (int i = 0; i < unwrapped.length; i++) {
      if (unwrapped[i] instanceof Path path) {
        unwrapped[i] = unwrap(path);
      }
    }
    return unwrapped;
  }

  private static @Nullable Object call(
      Object on, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Path unwrap(Path path) {
    return path instanceof Wrapped wrapped ? wrapped.unwrapped() : path;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return inner.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return inner.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return StreamSupport.stream(inner.getRootDirectories().spliterator(), false)
        .map(this::wrap)
        .toList();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return inner.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return inner.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(inner.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = inner.getPathMatcher(pattern);
    return path -> matcher.matches(unwrap(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return inner.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  private interface Wrapped {
    Path unwrapped();
  }

  private final class Provider extends FileSystemProvider {
    private final FileSystemProvider delegate;

    Provider(FileSystemProvider delegate) {
      this.delegate = delegate;
    }

    private Path allowed(String operation, Path path) throws IOException {
      script.before(operation, path.toString());
      return unwrap(path);
    }

    @Override
    public String getScheme() {
      return "scripted";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return delegate.newByteChannel(allowed("open", path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      FileChannel channel = delegate.newFileChannel(allowed("channel", path), options, attributes);
      return new ForcedChannel(channel, forced -> beforeForce.before(forced), path.toString());
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      DirectoryStream<Path> entries =
          delegate.newDirectoryStream(allowed("list", folder), path -> filter.accept(wrap(path)));
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          return StreamSupport.stream(entries.spliterator(), false)
              .map(ScriptedFileSystem.this::wrap)
              .iterator();
        }

        @Override
        public void close() throws IOException {
          entries.close();
        }
      };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      delegate.createDirectory(allowed("mkdir", folder), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
        throws IOException {
      delegate.createSymbolicLink(unwrap(link), unwrap(target), attributes);
    }

    @Override
    public void createLink(Path link, Path present) throws IOException {
      delegate.createLink(allowed("link", link), unwrap(present));
    }

    @Override
    public void delete(Path path) throws IOException {
      delegate.delete(allowed("delete", path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      delegate.move(allowed("move", from), unwrap(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
      return delegate.isSameFile(unwrap(one), unwrap(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return delegate.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return delegate.getFileStore(unwrap(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      delegate.checkAccess(unwrap(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      V view = delegate.getFileAttributeView(unwrap(path), type, options);
      return type.cast(
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                script.before(method.getName(), path.toString());
                return call(view, method, arguments);
              }));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return delegate.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return delegate.readAttributes(unwrap(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      delegate.setAttribute(unwrap(path), name, value, options);
    }
  }
}
