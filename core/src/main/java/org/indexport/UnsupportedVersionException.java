package org.indexport;

/** The format is known, but this version of it is not readable here. */
public class UnsupportedVersionException extends DumpException {
  private static final long serialVersionUID = 1L;

  private final String found;
  private final String min;
  private final String max;

  /**
   * Creates an exception for a version outside the readable range.
   *
   * @param where the source
   * @param found the version that the source names
   * @param min the oldest readable version
   * @param max the newest readable version
   */
  public UnsupportedVersionException(String where, String found, String min, String max) {
    super(
        sentence(
            where,
            min.equals(max) ? "format version " + min : "format version " + min + " to " + max,
            "version " + found,
            "read it with a release that knows this version"));
    this.found = found;
    this.min = min;
    this.max = max;
  }

  /** The version that was found. */
  public String found() {
    return found;
  }

  /** The oldest readable version. */
  public String min() {
    return min;
  }

  /** The newest readable version. */
  public String max() {
    return max;
  }
}
