package org.indexport;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.indexport.bytes.MarkedBytes;
import org.jspecify.annotations.Nullable;

/**
 * Cuts objects that any blanks separate. It hopes for one object a line, which is told at little
 * cost, and follows brackets and strings from the part on that disappoints it.
 */
final class ValueCutter implements PartCutter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long BRACES = 0x7d7d7d7d7d7d7d7dL;
  private static final long LOW_SEVENS = 0x7f7f7f7f7f7f7f7fL;

  private final PartReading reading;
  private final IndexInfo index;
  private final String entry;
  private final Lines lines;
  private @Nullable PartCutter values;

  ValueCutter(
      PartReading reading, InputStream in, IndexInfo index, String entry, long firstOrdinal) {
    this.reading = reading;
    this.index = index;
    this.entry = entry;
    this.lines = new Lines(reading, in, index, entry, firstOrdinal);
  }

  @Override
  public long nextOrdinal() {
    return values == null ? lines.nextOrdinal() : values.nextOrdinal();
  }

  @Override
  public @Nullable DocumentPart next() throws IOException {
    PartCutter slow = values;
    if (slow == null) {
      DocumentPart part = lines.next();
      if (part != null || !lines.disappointed) {
        return part;
      }
      slow =
          ArrayCutter.ofValues(
              reading,
              lines.uncut(),
              index,
              entry,
              lines.nextOrdinal(),
              lines.line(),
              lines.offset());
      values = slow;
    }
    return slow.next();
  }

  /** Whether each line is blank, or starts as an object and ends as one without a second start. */
  static boolean areObjects(byte[] b, int to) {
    for (int from = 0; from < to; ) {
      int end = LineEnds.next(b, from, to);
      int first = from;
      while (first < end && isBlank(b[first])) {
        first++;
      }
      int last = end - 1;
      while (last > first && isBlank(b[last])) {
        last--;
      }
      if (first < end && (b[first] != '{' || b[last] != '}' || first == last)) {
        return false;
      }
      from = end + 1;
    }
    return !startsTwice(b, to);
  }

  /** Whether a brace is closed and another one opened with nothing but blanks between them. */
  private static boolean startsTwice(byte[] b, int to) {
    int i = 0;
    for (; i + 8 <= to; i += 8) {
      long x = (long) LONGS.get(b, i) ^ BRACES;
      long found = ~(((x & LOW_SEVENS) + LOW_SEVENS) | x | LOW_SEVENS);
      for (; found != 0; found &= found - 1) {
        if (opensAfter(b, i + MarkedBytes.first(found) + 1, to)) {
          return true;
        }
      }
    }
    for (; i < to; i++) {
      if (b[i] == '}' && opensAfter(b, i + 1, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean opensAfter(byte[] b, int from, int to) {
    int i = from;
    while (i < to && isBlank(b[i])) {
      i++;
    }
    return i < to && b[i] == '{';
  }

  /** A line feed is none: what follows it is another line. */
  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static final class Lines extends LineCutter {
    private final boolean trusted;
    private final long firstOrdinal;
    private boolean disappointed;

    Lines(PartReading reading, InputStream in, IndexInfo index, String entry, long firstOrdinal) {
      super(reading, in, index, entry, firstOrdinal);
      this.firstOrdinal = firstOrdinal;
      this.trusted = reading.options().checking() == ReadOptions.Checking.TRUSTED;
    }

    /** Of trusted ones, those that begin as lines are taken to go on as such. */
    @Override
    boolean isCuttable(byte[] buffer, int end) {
      disappointed = !(trusted && nextOrdinal() > firstOrdinal) && !areObjects(buffer, end);
      return !disappointed;
    }
  }
}
