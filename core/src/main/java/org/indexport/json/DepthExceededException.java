package org.indexport.json;

/** Objects and arrays nest deeper than the caller allows; the JSON may be well formed otherwise. */
public final class DepthExceededException extends MalformedJsonException {
  private static final long serialVersionUID = 1L;

  private final int maxDepth;

  DepthExceededException(long offset, int maxDepth) {
    super(offset, "at most " + maxDepth + " levels of objects and arrays", "one more");
    this.maxDepth = maxDepth;
  }

  /** The limit that was exceeded. */
  public int maxDepth() {
    return maxDepth;
  }
}
