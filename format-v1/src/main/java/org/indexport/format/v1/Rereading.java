package org.indexport.format.v1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.layout.Member;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of a file again, in any order. Going forward costs nothing but the way; going back
 * starts anew, and is allowed a number of times only: a hostile file could ask for it at each of a
 * million members.
 */
final class Rereading implements Closeable {
  private static final int MOST_STARTS = 64;

  private final DumpSource source;
  private final ReadOptions options;
  private @Nullable V1Input input;
  private long position = -1;
  private int starts;

  Rereading(DumpSource source, ReadOptions options) {
    this.source = source;
    this.options = options;
  }

  /** The bytes of a member, valid until the next call. */
  InputStream open(Member wanted) throws IOException {
    V1Input reading = input;
    if (reading == null || wanted.position() <= position) {
      reading = startAnew();
    }
    Member member;
    do {
      member = reading.next();
    } while (member != null && member.position() < wanted.position());
    if (member == null || !member.path().equals(wanted.path())) {
      throw new CorruptDumpException(
          source.name(),
          wanted.path(),
          member == null ? "nothing" : member.path(),
          "read the file while nobody changes it");
    }
    position = wanted.position();
    return reading.content();
  }

  private V1Input startAnew() throws IOException {
    close();
    if (++starts > MOST_STARTS) {
      throw new LimitExceededException(
          source.name(),
          "sections whose members lie together, in order",
          "sections that take more than " + MOST_STARTS + " passes to gather",
          "write them anew in the order that docs/format/v1.md describes");
    }
    V1Input started = V1Input.open(source, options);
    input = started;
    return started;
  }

  @Override
  public void close() throws IOException {
    position = -1;
    V1Input open = input;
    input = null;
    if (open != null) {
      open.close();
    }
  }
}
