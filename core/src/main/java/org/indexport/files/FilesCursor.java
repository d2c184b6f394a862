package org.indexport.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.PartReading;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;
import org.indexport.spi.ManifestBeside;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Walks one text of documents after the other. A format {@linkplain #advance() tells} which text
 * comes next, and gives sections and indexes that documents name. Used as {@link DumpCursor} says.
 */
public abstract class FilesCursor implements DumpCursor {
  /** The parts of one text. */
  @FunctionalInterface
  public interface Parts {
    /**
     * The next part, which the caller closes, or null after the last.
     *
     * @throws IOException if reading fails, or the text is not as it must be
     */
    @Nullable DocumentPart next() throws IOException;
  }

  private final Predicate<IndexName> wanted;
  private final PartReading reading;
  private final FileLimits limits;
  private final ManifestBeside manifest;
  private final Map<IndexName, IndexParts> indexes = new TreeMap<>();
  private final Queue<DumpEntry> pending = new ArrayDeque<>();

  private @Nullable Closeable text;
  private @Nullable Parts parts;
  private @Nullable DocumentPart held;
  private boolean ended;
  private boolean closed;

  /** Starts with the indexes of the reader's header. */
  protected FilesCursor(FilesReader reader, Predicate<IndexName> documentsOf) {
    this.wanted = documentsOf;
    this.reading = new PartReading(reader.options());
    this.limits = new FileLimits(reader.name(), reader.options().limits());
    this.manifest = reader.manifestBeside();
    reader.header().indexes().forEach(this::add);
  }

  /**
   * Goes on after the end of a text: to the next one by {@link #read}, or to an entry by {@link
   * #give}, or to neither.
   *
   * @return false if there is nothing more
   * @throws IOException if reading fails
   */
  protected abstract boolean advance() throws IOException;

  /** What makes parts, and takes damages. */
  protected final PartReading reading() {
    return reading;
  }

  /** Gives an entry before all that was not returned yet. */
  protected final void give(DumpEntry entry) {
    pending.add(entry);
  }

  /**
   * Opens a file as plain text, which is closed before the next one.
   *
   * @return the text; null where it is damaged from its start on, and that is passed over
   * @throws IOException if reading fails
   */
  protected final @Nullable InputStream open(DumpSource file) throws IOException {
    try {
      InputStream opened = PlainText.open(file, reading.options().limits(), reading::damaged);
      text = opened;
      return opened;
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      return null;
    }
  }

  /**
   * Reads a text.
   *
   * @param opened is closed after its last part
   * @param cutting cuts it into parts
   */
  protected final void read(Closeable opened, Parts cutting) {
    text = opened;
    parts = cutting;
  }

  /** All indexes that are known by now, by name. */
  protected final Collection<IndexParts> indexes() {
    return indexes.values();
  }

  /** An index that is known. */
  protected final IndexParts index(IndexName name) {
    return Objects.requireNonNull(indexes.get(name), "no such index was declared");
  }

  /** An index, or null if it is not known. */
  protected final @Nullable IndexParts find(IndexName name) {
    return indexes.get(name);
  }

  /**
   * Adds an index that nobody knew of, and gives it before its first part.
   *
   * @throws LimitExceededException if there are too many
   */
  protected final IndexParts declare(IndexInfo late) throws LimitExceededException {
    limits.checkIndexes(indexes.size() + 1);
    give(late);
    return add(late);
  }

  private IndexParts add(IndexInfo index) {
    boolean isWanted = wanted.test(index.name());
    if (!isWanted) {
      reading.tally().leaveOut(index.name());
    }
    IndexParts added = new IndexParts(index, isWanted);
    indexes.put(index.name(), added);
    return added;
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    while (true) {
      DumpEntry ready = pending.poll();
      if (ready != null) {
        return ready;
      }
      if (ended) {
        return null;
      }
      DocumentPart part = nextPart();
      if (part != null && pending.isEmpty()) {
        return part;
      }
      // An index that nobody knew of comes before its first part.
      held = part;
      if (part == null && pending.isEmpty()) {
        closeText();
        ended = !advance();
      }
    }
  }

  private @Nullable DocumentPart nextPart() throws IOException {
    DocumentPart kept = held;
    if (kept != null) {
      held = null;
      return kept;
    }
    return parts == null ? null : parts.next();
  }

  private void closeText() throws IOException {
    Closeable open = text;
    text = null;
    parts = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public final @Nullable Manifest finish() throws IOException {
    if (!ended || !pending.isEmpty()) {
      throw new IllegalStateException("there is more to read");
    }
    reading.checkPartsClosed();
    if (reading.damages().isEmpty()) {
      manifest.compare(reading.tally());
    }
    return manifest.manifest();
  }

  @Override
  public final List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    DocumentPart part = held;
    held = null;
    Closing.all(part, this::closeText);
  }
}
