package org.indexport.lifecycle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.indexport.DumpFormats;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineSource;
import org.indexport.transfer.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Makes dumps of a running engine in the background, one at a time: what a server needs behind
 * {@code POST /dumps} and {@code GET /dumps/UID/status}.
 *
 * <pre>{@code
 * DumpService dumps = DumpService.builder(folder, this::openSource, "v2").open();
 * DumpUid uid = dumps.create().uid();                 // returns at once
 * Optional<DumpStatus> status = dumps.status(uid);
 * }</pre>
 *
 * <p><b>What a dump holds.</b> The engine is opened after the request, so everything that it
 * acknowledged before {@link #create()} was called is in the dump. Each index is of one point in
 * time, if the {@link EngineSource} keeps its promise.
 *
 * <p><b>Files.</b> A dump appears as {@code UID.dump} when it is whole and on the storage, never
 * before. While it is waited for there is {@code .UID.dump.request}, and beside it what the format
 * needs; a process that is killed leaves that, and the next service that is opened on the folder
 * deletes it and reports the dump as failed. Other files are never touched, and neither are those
 * of another living process, which may use the same folder; on file systems without locks nothing
 * is deleted. A uid is never given twice, whatever the clock does. In the folder stays an empty
 * file {@code .dumps.lock}.
 *
 * <p><b>States.</b> The service knows its dumps until it is closed, of the ended ones the last
 * {@value #MOST_REMEMBERED}. Of former dumps it knows those whose files are there, as {@code DONE}
 * with times as far as the files tell, and those that were interrupted before it was opened.
 *
 * <p>A dump that fails, for whatever reason, is reported and disturbs neither the service nor the
 * next one. Thread-safe. To be closed by its owner; its thread is a daemon, and gone when there is
 * nothing to do.
 */
public final class DumpService implements Closeable {
  /** How many ended dumps are remembered that this service has made. */
  public static final int MOST_REMEMBERED = 1_000;

  /** How many dumps can wait with {@link WhenBusy#QUEUE}. */
  public static final int MOST_WAITING = 100;

  private final DumpPlan plan;
  private final DumpFolder folder;
  private final WhenBusy whenBusy;
  private final WhenClosed whenClosed;
  private final Duration closingTime;
  private final Announcements<DumpStatus> announcements;
  private final ThreadPoolExecutor executor = ServiceThreads.oneThread("indexport-dump");

  /** Held while a dump is added, which writes to the folder; taken before the lock. */
  private final Object adding = new Object();

  /** Guards what follows; told when a dump gets into another state. */
  private final Object lock = new Object();

  private final NavigableMap<DumpUid, DumpJob> jobs = new TreeMap<>();
  private final NavigableMap<DumpUid, DumpStatus> interrupted = new TreeMap<>();
  private boolean closed;

  /** Opens the engine that is dumped. */
  @FunctionalInterface
  public interface SourceOpener {
    /**
     * Opens the engine at a point in time that is not before the call. Called by the service's
     * thread for each dump, which closes what it gets.
     *
     * @throws IOException if the engine fails; then the dump does
     */
    EngineSource open() throws IOException;
  }

  /** What happens to a request while there is another dump that has not come to its end. */
  public enum WhenBusy {
    /** {@link #create()} throws {@link DumpInProgressException}. */
    REFUSE,
    /** It waits, unless {@value #MOST_WAITING} wait already. */
    QUEUE
  }

  private DumpService(Builder builder) {
    plan =
        new DumpPlan(
            builder.opener,
            builder.format,
            builder.options.withWorkers(builder.workers),
            builder.selection,
            builder.bytesPerSecond,
            builder.clock);
    folder = new DumpFolder(builder.folder);
    whenBusy = builder.whenBusy;
    whenClosed = builder.whenClosed;
    closingTime = builder.closingTime;
    announcements = new Announcements<>(builder.listener::changed);
  }

  /**
   * Starts a service for a format of those on the class or module path.
   *
   * @param folder where the dumps appear; made when it is missing, at first and for each dump
   * @param opener opens the engine for each dump
   * @param format the format's id, such as {@code v2}
   * @throws org.indexport.UnknownFormatException if there is no such format
   */
  public static Builder builder(Path folder, SourceOpener opener, String format)
      throws IOException {
    return builder(folder, opener, DumpFormats.load().byId(format));
  }

  /** Starts a service; as the other one, for a format in hand. */
  public static Builder builder(Path folder, SourceOpener opener, DumpFormat format) {
    return new Builder(folder, opener, format);
  }

  private void recover() throws IOException {
    for (DumpFolder.Interrupted left : folder.recover()) {
      DumpStatus status = DumpStatus.interrupted(left.uid(), left.written());
      interrupted.put(left.uid(), status);
      announcements.add(status);
    }
    announcements.deliver();
  }

  /**
   * Asks for a dump and returns at once. Not to be called by a thread that is interrupted.
   *
   * @return the dump, which waits for its turn
   * @throws DumpInProgressException if there is another one and this is not to wait
   * @throws org.indexport.DumpException if the folder cannot be made or written to
   * @throws IllegalStateException if the service is closed
   * @throws IOException if the file system fails
   */
  public DumpStatus create() throws IOException {
    DumpStatus status;
    synchronized (adding) {
      checkFree();
      DumpFolder.Claim claim = folder.claim(plan.clock().instant());
      synchronized (lock) {
        if (closed) {
          claim.release();
          throw closed();
        }
        status = enqueue(claim);
      }
    }
    announcements.deliver();
    return status;
  }

  private DumpStatus enqueue(DumpFolder.Claim claim) {
    DumpJob job = new DumpJob(plan, claim, this::changed);
    DumpStatus status = job.status();
    try {
      // The job's first step waits for the lock, which is held.
      executor.execute(job::run);
    } catch (Throwable e) {
      // There is no thread to be had.
      claim.release();
      throw e;
    }
    jobs.put(job.uid(), job);
    announcements.add(status);
    return status;
  }

  private void checkFree() throws DumpInProgressException {
    synchronized (lock) {
      if (closed) {
        throw closed();
      }
      List<DumpJob> open = jobs.values().stream().filter(job -> !job.isFinal()).toList();
      // One of those that are open is being written.
      if (open.size() > (whenBusy == WhenBusy.REFUSE ? 0 : MOST_WAITING)) {
        DumpUid first = open.get(0).uid();
        throw new DumpInProgressException(
            whenBusy == WhenBusy.REFUSE
                ? "dump %s is in progress; ask again when it is done".formatted(first)
                : "dump %s is in progress and %d more wait; ask again later"
                    .formatted(first, MOST_WAITING),
            first);
      }
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the service for dumps is closed");
  }

  private void changed(DumpStatus status) {
    synchronized (lock) {
      if (status.state().isFinal()) {
        forgetOldest();
      }
      lock.notifyAll();
      announcements.add(status);
    }
    announcements.deliver();
  }

  private void forgetOldest() {
    long ended = jobs.values().stream().filter(DumpJob::isFinal).count();
    Iterator<DumpJob> all = jobs.values().iterator();
    while (ended > MOST_REMEMBERED && all.hasNext()) {
      if (all.next().isFinal()) {
        all.remove();
        ended--;
      }
    }
  }

  /** What is known of a dump; empty if nothing is. */
  public Optional<DumpStatus> status(DumpUid uid) {
    synchronized (lock) {
      DumpJob job = jobs.get(uid);
      if (job != null) {
        return Optional.of(job.status());
      }
    }
    DumpStatus found = folder.found(uid);
    return Optional.ofNullable(found == null ? interrupted(uid) : found);
  }

  private @Nullable DumpStatus interrupted(DumpUid uid) {
    synchronized (lock) {
      return interrupted.get(uid);
    }
  }

  /**
   * All dumps that are known, by uid, which is by time.
   *
   * @throws IOException if the folder cannot be read; a missing one is as good as an empty one
   */
  public List<DumpStatus> list() throws IOException {
    Map<DumpUid, DumpStatus> all = new TreeMap<>();
    synchronized (lock) {
      all.putAll(interrupted);
    }
    folder.found().forEach(status -> all.put(status.uid(), status));
    synchronized (lock) {
      jobs.forEach((uid, job) -> all.put(uid, job.status()));
    }
    return List.copyOf(all.values());
  }

  /**
   * Asks for the end of a dump and returns at once. One that waits is {@code CANCELED} then; one
   * that is being written soon will be, unless its file appears before. A dump that has come to its
   * end stays as it is, and so does its file.
   *
   * @return what is known of the dump now; empty if nothing is
   */
  public Optional<DumpStatus> cancel(DumpUid uid) {
    DumpJob job;
    synchronized (lock) {
      job = jobs.get(uid);
    }
    if (job != null) {
      job.cancel();
    }
    return status(uid);
  }

  /**
   * Waits until a dump has come to its end, but not for longer than a time.
   *
   * @return what is known of the dump then; empty if nothing is
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<DumpStatus> await(DumpUid uid, Duration atMost) throws InterruptedException {
    long start = System.nanoTime();
    synchronized (lock) {
      DumpJob job = jobs.get(uid);
      long left = ServiceThreads.nanos(atMost);
      while (job != null && !job.isFinal() && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
        left = ServiceThreads.nanos(atMost) - (System.nanoTime() - start);
      }
    }
    return status(uid);
  }

  /**
   * Takes no more requests and ends what is under way, by the rule of {@link Builder#whenClosed}.
   * Returns when that is so, or when the time is over twice: an engine that hangs keeps its thread,
   * and what that leaves is cleared away by the next start. A thread that is interrupted while it
   * waits cancels everything and waits no longer. Calling it again waits again.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      executor.shutdown();
    }
    if (whenClosed == WhenClosed.CANCEL) {
      cancelAll();
    }
    if (!ServiceThreads.awaitEnd(executor, closingTime)) {
      cancelAll();
      ServiceThreads.awaitEnd(executor, closingTime);
    }
  }

  private void cancelAll() {
    Collection<DumpJob> all;
    synchronized (lock) {
      all = new ArrayList<>(jobs.values());
    }
    all.stream().filter(job -> !job.isFinal()).forEach(DumpJob::cancel);
  }

  /** Collects how a {@link DumpService} works. Not thread-safe. */
  public static final class Builder {
    private final Path folder;
    private final SourceOpener opener;
    private final DumpFormat format;
    private WriteOptions options = WriteOptions.DEFAULT;
    private Selection selection = Selection.ALL;
    private int workers = 1;
    private long bytesPerSecond = Throttle.UNLIMITED;
    private WhenBusy whenBusy = WhenBusy.REFUSE;
    private WhenClosed whenClosed = WhenClosed.CANCEL;
    private Duration closingTime = Duration.ofSeconds(30);
    private DumpServiceListener listener = DumpServiceListener.NONE;
    private InstantSource clock = InstantSource.system();

    private Builder(Path folder, SourceOpener opener, DumpFormat format) {
      this.folder = Objects.requireNonNull(folder, "folder");
      this.opener = Objects.requireNonNull(opener, "opener");
      this.format = Objects.requireNonNull(format, "format");
    }

    /**
     * Sets how dumps are written; default is {@link WriteOptions#DEFAULT}. The number of workers is
     * not taken from here, but from {@link #workers}.
     *
     * @throws IllegalArgumentException if they name a checkpoint: a dump is never gone on with
     */
    public Builder writeOptions(WriteOptions value) {
      if (value.checkpoint() != null) {
        throw new IllegalArgumentException("dumps of a service have no checkpoint");
      }
      options = value;
      return this;
    }

    /**
     * Sets what is dumped, and whether secrets are; default is {@link Selection#ALL}, which leaves
     * secrets to formats that keep them for their owner.
     */
    public Builder select(Selection value) {
      selection = Objects.requireNonNull(value, "selection");
      return this;
    }

    /**
     * Sets how many threads read the engine, and how many pack; default is 1, so that the searches
     * of the same process hardly feel it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Builder workers(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("at least one worker: " + value);
      }
      workers = value;
      return this;
    }

    /**
     * Sets how many bytes of documents are read in a second at most; default is no limit. Reading
     * pauses for some milliseconds at a time, so that the load is even.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Builder bytesPerSecond(long value) {
      if (value < 1) {
        throw new IllegalArgumentException("at least one byte per second: " + value);
      }
      bytesPerSecond = value;
      return this;
    }

    /** Sets what happens to a request while there is another dump; default is to refuse it. */
    public Builder whenBusy(WhenBusy value) {
      whenBusy = Objects.requireNonNull(value, "whenBusy");
      return this;
    }

    /**
     * Sets what becomes of dumps when the service is closed; default is to cancel them and to wait
     * for 30 seconds.
     *
     * @param value the rule
     * @param atMost how long closing waits until it cancels, and then until it gives up
     * @throws IllegalArgumentException if the time is negative
     */
    public Builder whenClosed(WhenClosed value, Duration atMost) {
      if (atMost.isNegative()) {
        throw new IllegalArgumentException("negative time: " + atMost);
      }
      whenClosed = Objects.requireNonNull(value, "whenClosed");
      closingTime = atMost;
      return this;
    }

    /** Sets who gets to know of dumps; default is nobody. */
    public Builder listener(DumpServiceListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Sets the clock that uids and times are taken from; it may jump. Default is the system's. */
    public Builder clock(InstantSource value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /**
     * Makes the folder if it is missing, clears away what killed processes have left, and tells the
     * listener of it.
     *
     * @throws org.indexport.DumpException if the folder cannot be made or written to
     * @throws IOException if the file system fails
     */
    public DumpService open() throws IOException {
      DumpService service = new DumpService(this);
      service.recover();
      return service;
    }
  }
}
