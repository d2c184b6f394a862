package org.indexport.format.meilisearch.write;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** JSON lines of which each was fitted to an engine; one line at a time is held. */
final class FittedLines extends InputStream {
  private static final int MOST_BYTES = 64 << 20;
  private static final int LEAST_BYTES = 1 << 20;

  /** How often a line is held while it is fitted: as bytes, as text, in parts, and again. */
  private static final int COPIES = 16;

  private static final int MAX_DEPTH = 1_000;

  private final InputStream in;
  private final String name;
  private final LineProfile profile;
  private final int most;
  private final ByteBuilder line = new ByteBuilder();
  private byte[] fitted = {};
  private int next;
  private long number;

  FittedLines(InputStream in, String name, LineProfile profile) {
    this(in, name, profile, mostBytes(Runtime.getRuntime().maxMemory()));
  }

  /** Lines of which none may have more than so many bytes. */
  FittedLines(InputStream in, String name, LineProfile profile, int most) {
    this.most = most;
    this.in = new BufferedInputStream(in, 64 << 10);
    this.name = name;
    this.profile = profile;
  }

  /** How long a line may be with a heap of so many bytes. */
  static int mostBytes(long heap) {
    return (int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, heap / COPIES));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (next == fitted.length) {
      if (!fill()) {
        return -1;
      }
    }
    int n = Math.min(length, fitted.length - next);
    System.arraycopy(fitted, next, bytes, offset, n);
    next += n;
    return n;
  }

  /** Fits the next line; false after the last. */
  private boolean fill() throws IOException {
    line.clear();
    int c = in.read();
    if (c < 0) {
      return false;
    }
    number++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.size() == most) {
        throw new LimitExceededException(
            where(),
            "a line of at most %,d bytes".formatted(most),
            "a longer one",
            "raise the heap (-Xmx), or leave target-version out to have it as it is");
      }
      line.write((byte) c);
    }
    fitted = fit();
    next = 0;
    return true;
  }

  private byte[] fit() throws IOException {
    byte[] bytes = Arrays.copyOf(line.array(), line.size());
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      String known = profile.fit(text, JsonObject.parse(bytes, MAX_DEPTH));
      return known == null ? new byte[0] : (known + '\n').getBytes(StandardCharsets.UTF_8);
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "%s, byte %d".formatted(where(), e.offset()),
          e.expected(),
          e.found(),
          "leave target-version out to have it as it is");
    }
  }

  private String where() {
    return "section %s, line %,d".formatted(name, number);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
