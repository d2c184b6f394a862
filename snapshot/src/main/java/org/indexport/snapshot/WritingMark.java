package org.indexport.snapshot;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.indexport.io.StagedFolder;
import org.indexport.lifecycle.ProcessLock;
import org.jspecify.annotations.Nullable;

/**
 * Says that a living process is writing what is to get a name: {@code .NAME.XXXX.lock} beside it,
 * locked from before there is anything temporary until after that is gone. So what was left by a
 * process that was killed is told from what a living one writes.
 */
final class WritingMark implements Closeable {
  private static final String ENDING = ".lock";

  /** One that clears away may just try the lock of a new mark. */
  private static final int ATTEMPTS = 3;

  private final @Nullable ProcessLock lock;

  private WritingMark(@Nullable ProcessLock lock) {
    this.lock = lock;
  }

  /**
   * Makes a mark. Where that is not possible there is none: what is written is then not cleared
   * away by anybody.
   *
   * @param target the final name
   */
  static WritingMark set(Path target) {
    ProcessLock lock = null;
    for (int i = 0; i < ATTEMPTS && lock == null; i++) {
      lock = tryLock(Publication.temporary(real(target), ENDING));
    }
    return new WritingMark(lock);
  }

  /** What is replaced where a link leads is written there. */
  private static Path real(Path target) {
    try {
      return Files.isSymbolicLink(target) ? target.toRealPath() : target;
    } catch (IOException e) {
      return target;
    }
  }

  private static @Nullable ProcessLock tryLock(Path mark) {
    try {
      return ProcessLock.tryAcquire(mark, CREATE_NEW, WRITE);
    } catch (IOException e) {
      // Who is about to write finds out why, and tells it better.
      deleteIfPossible(mark);
      return null;
    }
  }

  private static void deleteIfPossible(Path mark) {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      // It is not locked, so the next one clears it away.
    }
  }

  /**
   * Deletes what killed processes have left beside a final name. If any living one writes there,
   * nothing is deleted, since nobody can tell then what is whose; nor is what has no mark.
   *
   * @param target the final name
   * @param endings of the names of what is deleted, as {@link Publication#temporaries} has them
   * @throws IOException if it cannot be looked at or deleted
   */
  static void clear(Path target, String... endings) throws IOException {
    Path real = real(target);
    // Before the marks: who has made one of these since has made a mark even before.
    List<Path> temporaries = new ArrayList<>();
    for (String ending : endings) {
      temporaries.addAll(Publication.temporaries(real, ending));
    }
    List<ProcessLock> dead = new ArrayList<>();
    try {
      if (!lockAll(Publication.temporaries(real, ENDING), dead) || dead.isEmpty()) {
        return;
      }
      for (Path temporary : temporaries) {
        StagedFolder.at(temporary).delete();
      }
      for (ProcessLock mark : dead) {
        mark.delete();
      }
    } finally {
      Closing.all(dead.toArray(ProcessLock[]::new));
    }
  }

  /** Locks the marks of dead processes; false if there is one of a living one. */
  private static boolean lockAll(List<Path> marks, List<ProcessLock> dead) throws IOException {
    for (Path mark : marks) {
      try {
        ProcessLock lock = ProcessLock.tryAcquire(mark, WRITE, LinkOption.NOFOLLOW_LINKS);
        if (lock == null) {
          return false;
        }
        dead.add(lock);
        if (!lock.isProven()) {
          return false;
        }
      } catch (NoSuchFileException e) {
        // Who made it has just ended, and has cleared up.
      }
    }
    return true;
  }

  /** Deletes the mark. To be closed after everything temporary is gone. */
  @Override
  public void close() {
    if (lock != null) {
      try {
        lock.delete();
      } catch (IOException e) {
        // What could not be deleted is not locked any more: the next one clears it away.
      }
    }
  }
}
