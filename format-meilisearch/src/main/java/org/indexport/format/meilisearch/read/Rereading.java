package org.indexport.format.meilisearch.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of an archive again, in any order. Going forward costs nothing but the way; going
 * back starts anew, and is allowed a number of times only: a hostile file could ask for it without
 * end.
 */
final class Rereading implements Closeable {
  private static final int MOST_STARTS = 1_000;

  private final Passes passes;
  private @Nullable Archive archive;
  private long position = -1;
  private int starts;

  Rereading(Passes passes) {
    this.passes = passes;
  }

  /** The bytes of a file, valid until the next call. */
  InputStream open(Archive.Entry wanted) throws IOException {
    Archive reading = archive;
    if (reading == null || wanted.position() <= position) {
      reading = startAnew(wanted);
    }
    Archive.Entry entry;
    do {
      entry = reading.next();
    } while (entry != null && entry.position() < wanted.position());
    if (entry == null || !entry.path().equals(wanted.path())) {
      throw new CorruptDumpException(
          reading.where(wanted.path()),
          "this file where it was before",
          entry == null ? "nothing" : entry.path(),
          "read the dump while nobody changes it");
    }
    position = wanted.position();
    return reading.content();
  }

  private Archive startAnew(Archive.Entry wanted) throws IOException {
    close();
    if (++starts > MOST_STARTS) {
      throw new LimitExceededException(
          wanted.path(),
          "logs in about the order of the indexes",
          "an order that takes more than " + MOST_STARTS + " passes",
          "pack the dump anew");
    }
    Archive started = passes.start();
    archive = started;
    return started;
  }

  @Override
  public void close() throws IOException {
    position = -1;
    Archive open = archive;
    archive = null;
    if (open != null) {
      open.close();
    }
  }
}
