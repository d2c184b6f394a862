package org.indexport.testkit;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file system in front of another one, that fails where it is told to and knows what is open.
 * Since its paths are not those of the platform, it also shows whether code works with any file
 * system: {@link Path#toFile()} is not possible.
 *
 * <pre>{@code
 * FaultyFileSystem files = FaultyFileSystem.over(folder.getFileSystem());
 * Path faulty = files.path(folder);
 * files.failAt(Operation.FORCE, 2);
 * …
 * assertThat(files.openFiles()).isEmpty();
 * }</pre>
 *
 * <p>Only operations on files and folders fail, with an {@link InjectedFault}; looking at
 * attributes does not. Thread-safe.
 */
public final class FaultyFileSystem extends FileSystem {
  /** What can be made to fail. */
  public enum Operation {
    /** Opening a file, creating it included, or listing a folder. */
    OPEN,
    /** Reading from an open file. */
    READ,
    /** Writing to an open file, or cutting it. */
    WRITE,
    /** Making a file or a folder durable. */
    FORCE,
    /** Moving or renaming. */
    MOVE,
    /** Creating a link. */
    LINK,
    /** Creating a folder. */
    CREATE_FOLDER,
    /** Deleting. */
    DELETE
  }

  private final FileSystem files;
  private final FaultyProvider provider;

  // Guarded by this.
  private final Map<Operation, Long> calls = new EnumMap<>(Operation.class);
  private final Map<Operation, Long> failing = new EnumMap<>(Operation.class);
  private final List<String> open = new ArrayList<>();
  private final Map<String, List<Path>> frozen = new HashMap<>();
  private boolean failed;
  private boolean freezing;
  private boolean refusingAtomicMoves;
  private long allCalls;
  private long lastCall = Long.MAX_VALUE;

  private FaultyFileSystem(FileSystem files) {
    this.files = files;
    provider = new FaultyProvider(this, files.provider());
  }

  /** A file system in front of another one, in which nothing fails yet. */
  public static FaultyFileSystem over(FileSystem files) {
    return new FaultyFileSystem(files);
  }

  /**
   * A path of the other file system as one of this.
   *
   * @throws IllegalArgumentException if it is of neither
   */
  public Path path(Path path) {
    if (path.getFileSystem() == this) {
      return path;
    }
    if (path.getFileSystem() != files) {
      throw new IllegalArgumentException(path + " is of another file system");
    }
    return new FaultyPath(this, path);
  }

  /**
   * Lets one call fail; a fault of the same kind that did not happen yet is forgotten.
   *
   * @param operation what is to fail
   * @param nth which call of it, counted from now, from 1
   * @throws IllegalArgumentException if {@code nth} is below 1
   */
  public synchronized void failAt(Operation operation, long nth) {
    if (nth < 1) {
      throw new IllegalArgumentException("calls are counted from 1: " + nth);
    }
    failed = false;
    failing.put(operation, calls(operation) + nth);
  }

  /**
   * Lets everything fail after so many further calls of any kind, as for a process that was killed.
   *
   * @param calls how many still succeed
   * @throws IllegalArgumentException if it is negative
   */
  public synchronized void failAllAfter(long calls) {
    if (calls < 0) {
      throw new IllegalArgumentException("calls cannot be undone: " + calls);
    }
    failed = false;
    lastCall = allCalls + calls;
  }

  /** Lets nothing fail any more. */
  public synchronized void heal() {
    failing.clear();
    lastCall = Long.MAX_VALUE;
  }

  /** Lets no move be atomic from now on, as in an object store. */
  public synchronized void refuseAtomicMoves() {
    refusingAtomicMoves = true;
  }

  /**
   * Lets each folder be listed as it was when it was listed for the first time after this, until
   * {@link #refreshListings()}, as in a store that lists late.
   */
  public synchronized void freezeListings() {
    freezing = true;
  }

  /** Lets each folder be listed as it is when it is listed the next time. */
  public synchronized void refreshListings() {
    frozen.clear();
  }

  /** Whether a call has failed since the last {@link #failAt}. */
  public synchronized boolean hasFailed() {
    return failed;
  }

  /** How often an operation was asked for so far. */
  public synchronized long calls(Operation operation) {
    return calls.getOrDefault(operation, 0L);
  }

  /** The files and folders that are open now, one entry for each time. */
  public synchronized List<String> openFiles() {
    return List.copyOf(open);
  }

  /** Counts a call, and fails if that is its turn. */
  synchronized void enter(Operation operation, Object subject) throws InjectedFault {
    long call = calls.merge(operation, 1L, Long::sum);
    allCalls++;
    if (allCalls > lastCall) {
      failed = true;
      throw new InjectedFault(subject.toString(), "everything after call " + lastCall);
    }
    if (failing.getOrDefault(operation, -1L) == call) {
      failed = true;
      throw new InjectedFault(subject.toString(), operation + " " + call);
    }
  }

  synchronized boolean isRefusingAtomicMoves() {
    return refusingAtomicMoves;
  }

  /** What is to be shown when a folder is listed, given what is there. */
  synchronized List<Path> listing(Path folder, List<Path> there) {
    return freezing ? frozen.computeIfAbsent(folder.toString(), name -> there) : there;
  }

  synchronized void opened(String name) {
    open.add(name);
  }

  synchronized void closed(String name) {
    open.remove(name);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  /** Does nothing: the other file system belongs to who made it. */
  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return files.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return files.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return files.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    List<Path> roots = new ArrayList<>();
    files.getRootDirectories().forEach(root -> roots.add(path(root)));
    return roots;
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return files.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return files.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(files.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = files.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(FaultyPath.inner(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return files.getUserPrincipalLookupService();
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public WatchService newWatchService() throws IOException {
    throw new UnsupportedOperationException("watching");
  }
}
