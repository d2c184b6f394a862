package org.indexport.cli;

/** What the process tells its caller. Where several hold, the first of 4, 3, 5, 1 is told. */
final class ExitCode {
  /** All went well. */
  static final int FINE = 0;

  /** It failed, or two inputs differ. */
  static final int FAILED = 1;

  /** The command was used wrongly, or would have replaced something unasked. */
  static final int USAGE = 2;

  /** The input is cut short or was never finished. */
  static final int INCOMPLETE = 3;

  /** Bytes of the input are wrong. */
  static final int DAMAGED = 4;

  /** Some documents were rejected. */
  static final int REJECTED = 5;

  /** It was interrupted. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
