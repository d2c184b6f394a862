package org.indexport.lifecycle;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * A folder of dumps, also of those that other processes make in it.
 *
 * <p>A dump is {@code UID.dump}. Whoever is going to write it makes {@code .UID.dump.request}
 * before and keeps that locked until it is done: so a uid is never given twice, and what a process
 * left that was killed is told from what a living one writes. Reserving a uid and clearing up after
 * the dead happen under the lock of {@code .dumps.lock}, by one at a time.
 */
final class DumpFolder {
  private static final String MUTEX = ".dumps.lock";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 5;
  private static final Pattern REQUEST = Pattern.compile("\\.([0-9]{8}-[0-9]{9})\\.dump\\.request");

  private final Path folder;
  private final Set<DumpUid> former = new HashSet<>();
  private @Nullable DumpUid last;

  DumpFolder(Path folder) {
    this.folder = folder;
  }

  /** A uid that is the caller's alone, until it is {@linkplain #release() released}. */
  static final class Claim {
    private final DumpUid uid;
    private final Path file;
    private final ProcessLock request;

    private Claim(DumpUid uid, Path file, ProcessLock request) {
      this.uid = uid;
      this.file = file;
      this.request = request;
    }

    DumpUid uid() {
      return uid;
    }

    /** Where the dump is to appear. */
    Path file() {
      return file;
    }

    /** Ends it, after the dump appeared or is not going to. */
    void release() {
      try {
        request.delete();
      } catch (IOException e) {
        // What could not be deleted is not locked any more: the next start clears it away.
      }
    }
  }

  /** What a dead process has left. */
  record Interrupted(DumpUid uid, Instant written) {}

  Path file(DumpUid uid) {
    return folder.resolve(uid.fileName());
  }

  /** Makes the folder if it is missing. */
  void create() throws IOException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
    } catch (FileSystemException e) {
      throw new DumpException(folder + ": the folder for dumps cannot be made: " + e, e);
    }
  }

  /**
   * Reserves the uid of a time, or the next one that is free. Those that this object gives grow,
   * also if the time goes back.
   */
  synchronized Claim claim(Instant now) throws IOException {
    create();
    ProcessLock mutex = mutex();
    try {
      DumpUid uid = new DumpUid(now);
      if (last != null && uid.compareTo(last) <= 0) {
        uid = last.next();
      }
      Claim claim = tryClaim(uid);
      while (claim == null) {
        uid = uid.next();
        claim = tryClaim(uid);
      }
      last = uid;
      return claim;
    } catch (FileSystemException e) {
      throw new DumpException(folder + ": cannot write into the folder for dumps: " + e, e);
    } finally {
      mutex.close();
    }
  }

  private @Nullable Claim tryClaim(DumpUid uid) throws IOException {
    Path file = file(uid);
    if (former.contains(uid) || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      ProcessLock request = ProcessLock.tryAcquire(request(uid), CREATE_NEW, WRITE);
      if (request == null) {
        return null;
      }
      Claim claim = new Claim(uid, file, request);
      // Who had it may have let the dump appear and released it since the first look.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        claim.release();
        return null;
      }
      return claim;
    } catch (FileAlreadyExistsException e) {
      return null;
    }
  }

  private Path request(DumpUid uid) {
    return folder.resolve("." + uid.fileName() + ".request");
  }

  private ProcessLock mutex() throws IOException {
    Path file = folder.resolve(MUTEX);
    long start = System.nanoTime();
    try {
      ProcessLock lock = ProcessLock.tryAcquire(file, CREATE, WRITE);
      while (lock == null) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new DumpException(
              "%s: another process has been holding this for %d seconds; see whether it hangs"
                  .formatted(file, PATIENCE.toSeconds()));
        }
        Thread.sleep(PAUSE_MILLIS);
        lock = ProcessLock.tryAcquire(file, CREATE, WRITE);
      }
      return lock;
    } catch (FileSystemException e) {
      throw new DumpException(folder + ": cannot write into the folder for dumps: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process held " + file);
    }
  }

  /**
   * Deletes what dead processes have left, and tells which dumps that were. What belongs to living
   * ones stays, and so does everything that has another name than ours.
   */
  synchronized List<Interrupted> recover() throws IOException {
    List<Interrupted> interrupted = new ArrayList<>();
    create();
    if (entries().stream().noneMatch(path -> request(path).matches())) {
      return interrupted;
    }
    ProcessLock mutex = mutex();
    try {
      for (Path path : entries()) {
        Matcher matcher = request(path);
        if (matcher.matches()) {
          Interrupted found = recover(path, matcher.group(1));
          if (found != null) {
            interrupted.add(found);
            former.add(found.uid());
          }
        }
      }
    } finally {
      mutex.close();
    }
    return interrupted;
  }

  private static Matcher request(Path path) {
    return REQUEST.matcher(String.valueOf(path.getFileName()));
  }

  private @Nullable Interrupted recover(Path path, String text) {
    try {
      DumpUid uid = DumpUid.parse(text);
      ProcessLock request = ProcessLock.tryAcquire(path, WRITE, LinkOption.NOFOLLOW_LINKS);
      if (request == null) {
        return null;
      }
      if (!request.isProven()) {
        request.close();
        return null;
      }
      Instant written = Files.getLastModifiedTime(path).toInstant();
      for (Path temporary : temporaries(uid)) {
        Instant time = Files.getLastModifiedTime(temporary, LinkOption.NOFOLLOW_LINKS).toInstant();
        written = time.isAfter(written) ? time : written;
        Files.deleteIfExists(temporary);
      }
      request.delete();
      return Files.exists(file(uid)) ? null : new Interrupted(uid, written);
    } catch (IOException | IllegalArgumentException e) {
      // Nobody else's business, or not to be deleted by us: a dump more or less does not matter.
      return null;
    }
  }

  /** What the writer of a dump lets lie beside it while it works. */
  private List<Path> temporaries(DumpUid uid) throws IOException {
    Pattern pattern =
        Pattern.compile("\\." + Pattern.quote(uid.fileName()) + "(\\..+)?\\.[0-9a-f]{8,}\\.tmp");
    return entries().stream()
        .filter(path -> pattern.matcher(String.valueOf(path.getFileName())).matches())
        .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  private List<Path> entries() throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return entries;
  }

  /** The dump of this uid as its file tells, or null if there is none. */
  @Nullable DumpStatus found(DumpUid uid) {
    Path file = file(uid);
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.isRegularFile()
          ? DumpStatus.done(uid, file, found.lastModifiedTime().toInstant())
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** All dumps that files tell of. */
  List<DumpStatus> found() throws IOException {
    List<DumpStatus> all = new ArrayList<>();
    for (Path path : entries()) {
      DumpUid uid = DumpUid.ofFile(path).orElse(null);
      DumpStatus status = uid == null ? null : found(uid);
      if (status != null) {
        all.add(status);
      }
    }
    return all;
  }
}
