package org.indexport.lifecycle;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dump at a moment. Immutable.
 *
 * @param uid the dump's name
 * @param state how far it is
 * @param startedAt when the engine was opened for it, or null before
 * @param finishedAt when it came to its end; never before {@code startedAt}, as it is measured by a
 *     clock that does not jump; null before, and for one that was canceled while it waited
 * @param progress how far it has come, or null before it started, and for a dump of a former
 *     process
 * @param file the dump, once it is done; otherwise null
 * @param losses what the dump does not hold of the engine, or else is to be known of it, one
 *     sentence each; empty before it is done
 * @param error why it failed, for people; null unless it did
 * @param cause the failure itself, or null if there is none, or it was another process's
 */
public record DumpStatus(
    DumpUid uid,
    State state,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable DumpProgress progress,
    @Nullable Path file,
    List<String> losses,
    @Nullable String error,
    @Nullable Throwable cause) {
  /** How far a dump is. */
  public enum State {
    /** It waits for another one to end. */
    ENQUEUED,
    /** It is being written. */
    IN_PROGRESS,
    /** Its file is there, whole. */
    DONE,
    /** It failed and left nothing. */
    FAILED,
    /** Somebody did not want it any more; it left nothing. */
    CANCELED;

    /** The name in lower case, such as {@code in_progress}, for answers to clients. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has come to its end. */
    public boolean isFinal() {
      return this != ENQUEUED && this != IN_PROGRESS;
    }
  }

  /** Copies the list. */
  public DumpStatus {
    losses = List.copyOf(losses);
  }

  /** A dump of a former process, of which nothing but its file tells. */
  static DumpStatus done(DumpUid uid, Path file, Instant written) {
    Instant finished = written.isBefore(uid.time()) ? uid.time() : written;
    return new DumpStatus(uid, State.DONE, uid.time(), finished, null, file, List.of(), null, null);
  }

  /** A dump of a former process that was killed while it wrote or waited. */
  static DumpStatus interrupted(DumpUid uid, Instant written) {
    Instant finished = written.isBefore(uid.time()) ? uid.time() : written;
    String error = "interrupted: the process ended before the dump did; ask for another one";
    return new DumpStatus(
        uid, State.FAILED, uid.time(), finished, null, null, List.of(), error, null);
  }
}
