package org.indexport.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link FaultyFileSystem}. */
final class FaultyPath implements Path {
  private final FaultyFileSystem files;
  private final Path path;

  FaultyPath(FaultyFileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** The path in the file system behind. */
  static Path inner(Path path) {
    if (path instanceof FaultyPath faulty) {
      return faulty.path;
    }
    throw new ProviderMismatchException(path.toString());
  }

  private Path outer(Path inner) {
    return new FaultyPath(files, inner);
  }

  private @Nullable Path outerOrNull(@Nullable Path inner) {
    return inner == null ? null : outer(inner);
  }

  @Override
  public FaultyFileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return path.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return outerOrNull(path.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return outerOrNull(path.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return outerOrNull(path.getParent());
  }

  @Override
  public int getNameCount() {
    return path.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return outer(path.getName(index));
  }

  @Override
  public Path subpath(int from, int to) {
    return outer(path.subpath(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof FaultyPath faulty && path.startsWith(faulty.path);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof FaultyPath faulty && path.endsWith(faulty.path);
  }

  @Override
  public Path normalize() {
    return outer(path.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return outer(path.resolve(inner(other)));
  }

  @Override
  public Path relativize(Path other) {
    return outer(path.relativize(inner(other)));
  }

  @Override
  public URI toUri() {
    return URI.create(FaultyProvider.SCHEME + ":" + path.toUri());
  }

  @Override
  public Path toAbsolutePath() {
    return outer(path.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return outer(path.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("watching");
  }

  @Override
  public int compareTo(Path other) {
    return path.compareTo(inner(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FaultyPath faulty && faulty.files == files && faulty.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
