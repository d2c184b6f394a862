package org.indexport.http;

/**
 * How many documents to ask for at a time: as many as make a page of some megabytes, which is where
 * servers are fastest, and fewer when they cannot bear it. One thread.
 */
public final class PageSize {
  /** With half of it dumps of large documents are slower, with twice as much none is faster. */
  private static final long WANTED_BYTES = 8L << 20;

  /** How many documents to ask for as long as nothing is known of them. */
  public static final int FIRST = 250;

  private static final int MOST_GROWTH = 8;

  private final int max;
  private int size;
  private int ceiling;

  /**
   * Starts small, since nobody knows how long the documents are.
   *
   * @param max the most that the server allows
   */
  public PageSize(int max) {
    this(max, FIRST);
  }

  /** Starts with a size. */
  public PageSize(int max, int first) {
    this.max = max;
    this.ceiling = max;
    this.size = Math.max(1, Math.min(max, first));
  }

  /** A size for documents of which something is known. */
  public static int fitting(long documents, long bytes) {
    return (int) Math.max(1, Math.min(5_000, WANTED_BYTES * documents / Math.max(1, bytes)));
  }

  /** How many to ask for. */
  public int next() {
    return Math.min(size, ceiling);
  }

  /** A page has come. */
  public void answered(int hits, long bytes) {
    ceiling = (int) Math.min(max, 2L * ceiling);
    if (hits > 0) {
      long fitting = WANTED_BYTES * hits / Math.max(1, bytes);
      long most = Math.min(max, (long) MOST_GROWTH * size);
      size = (int) Math.max(1, Math.min(most, fitting));
    }
  }

  /** The server had trouble with the last page; false when it could not be smaller. */
  public boolean shrink() {
    int last = next();
    ceiling = Math.max(1, last / 2);
    return last > 1;
  }
}
